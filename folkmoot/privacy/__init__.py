"""What members take with them, how they leave, and what is not kept for ever."""
