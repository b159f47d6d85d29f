"""The door for programs: Mastodon's client API over our queries and actions."""
