"""The pages on which anybody can say that something here is against the law, and see what becomes of it."""
