"""The set-up wizard: behind a one-time link until there is an owner, and from then on among the pages of owners."""
