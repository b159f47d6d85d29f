"""PostgreSQL as Folkmoot uses it; see ``base``."""
