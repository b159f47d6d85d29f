"""The pages on which the community says what it stands by, and where members agree to it."""
