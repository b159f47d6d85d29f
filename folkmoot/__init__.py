"""A social network that a community runs for itself."""
