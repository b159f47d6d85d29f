"""Direct posts, gathered by who takes part."""
