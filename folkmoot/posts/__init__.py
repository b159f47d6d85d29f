"""Posts, and what members do with them."""
