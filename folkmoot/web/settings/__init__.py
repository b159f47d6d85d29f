"""What members set for themselves."""
