"""Mechanisms that know nothing of what is built on them."""
