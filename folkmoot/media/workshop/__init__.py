"""Where files from outside are opened: by a child behind walls, which is handed one picture and gives back WebP."""
