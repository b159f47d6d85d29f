"""Where members decide whether an app may come in."""
