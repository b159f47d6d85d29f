"""The demo community: a street of made-up people in a data directory of its own, to look around in."""

from folkmoot.project.demo.command import run

__all__ = ["run"]
