"""The pages of members: feeds, posts, people, notifications, direct posts."""
