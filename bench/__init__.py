"""The measurements of the project's bars: the data, the load, the table. Start with ``make bench``."""
