"""SQLite as Folkmoot uses it; see ``base``."""
