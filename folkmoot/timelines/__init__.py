"""Feeds of many authors."""
