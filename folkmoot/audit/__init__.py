"""What staff and operators did, so that nobody can quietly change it."""
