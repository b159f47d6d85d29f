"""The page on which the community says in numbers what was reported and decided."""
