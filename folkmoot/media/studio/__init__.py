"""Where videos and sounds are made ready: the child that opens them, and the one who hires it."""
