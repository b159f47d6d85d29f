"""This community: its settings, its rules, the way its first owner comes in."""
