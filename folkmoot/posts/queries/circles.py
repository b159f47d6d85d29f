"""For which circle a post was written, as only its author may know."""

from folkmoot.core.rows import select


def circle_of(viewer: int, post_id: int) -> int | None:
    """The viewer's circle that a post of theirs was written for, while the circle is there."""
    rows = select(_CIRCLE, {"viewer": viewer, "post": post_id})
    return rows[0][0] if rows else None


_CIRCLE = """SELECT pc.circle_id FROM post_circle pc JOIN post p ON p.id = pc.post_id
  WHERE pc.post_id = %(post)s AND p.account_id = %(viewer)s"""
