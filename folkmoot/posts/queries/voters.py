"""Who has voted, for doors that show one poll to many at once."""

from folkmoot.core.rows import select


def voters(post_id: int) -> frozenset[int]:
    """Everybody who has voted in the poll of a post; to all others but its author it looks the same."""
    rows = select("SELECT account_id FROM post_ballot WHERE post_id = %(post)s", {"post": post_id})
    return frozenset(row[0] for row in rows)
