"""What may be asked of a picture, said where nothing of what opens it is loaded."""

MOST_PIXELS = 64_000_000
