"""Pieces that cost something to make, kept while they are asked for."""

from collections.abc import Callable
from typing import Any


class Shelf[Piece]:
    """Pieces that were made; beyond ``most``, those that were not asked for longest go first."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.kept: dict[Any, Piece] = {}

    def find(self, key: object, make: Callable[[], Piece]) -> Piece:
        """The piece of this key, made if need be."""
        piece = self.kept.pop(key, None) or make()
        self.kept[key] = piece  # the end of the dictionary is what was asked for last
        if len(self.kept) > self.most:
            for oldest in list(self.kept)[: self.most // 8]:
                self.kept.pop(oldest, None)
        return piece


def slim(html: str) -> str:
    """The same HTML to keep: one “…” among Latin letters would make Python hold each of them in two bytes."""
    plain = html.encode("ascii", "xmlcharrefreplace").decode()
    return plain if len(plain) < 2 * len(html) else html
