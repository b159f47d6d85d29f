"""Reports, and what staff decide."""
