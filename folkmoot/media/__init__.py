"""Pictures: taken in through the sandbox, kept as derived files only, lent to posts and accounts."""
