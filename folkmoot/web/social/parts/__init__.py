"""The parts of the form that a post is written in: each reads what was sent, and adds its own to the draft."""
