"""Views of ours as Mastodon's entities: plain functions, no rows."""
