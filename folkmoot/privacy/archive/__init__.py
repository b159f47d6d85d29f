"""Everything of a member in one ZIP: for other servers, for programs, and to be read."""

from folkmoot.privacy.archive.making import LetGo, make

__all__ = ["LetGo", "make"]
