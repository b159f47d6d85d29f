"""Streaming in Mastodon's words: which streams there are, who may listen, and what each listener is sent."""
