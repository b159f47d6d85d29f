"""``folkmoot``: the command line. One clear sentence when something is wrong, never a traceback."""

from folkmoot.project.cli.main import main

__all__ = ["main"]
