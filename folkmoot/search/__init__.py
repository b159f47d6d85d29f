"""Finding posts by their words, over exactly what the viewer may see."""
