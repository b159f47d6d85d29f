"""Marks with their bodies, and nothing besides."""

from collections.abc import Sequence

from folkmoot.posts.hydrate.kept import bodies
from folkmoot.posts.hydrate.views import Mark, PostView


def plain(marks: Sequence[Mark]) -> list[PostView]:
    """The posts of these marks without extras; those deleted meanwhile are left out."""
    keys = [(mark.key, mark.target if mark.target_id != mark.id else None) for mark in marks]
    known = bodies({key for pair in keys for key in pair if key})
    return [
        PostView(
            id=mark.id,
            body=known[target or key],
            mark=mark,
            boosted_by=known[key] if target else None,
        )
        for mark, (key, target) in zip(marks, keys, strict=True)
        if key in known and (not target or target in known)
    ]
