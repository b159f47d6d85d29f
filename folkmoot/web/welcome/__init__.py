"""The first steps of a new member: a picture, a few words, interests, people, a first post."""
