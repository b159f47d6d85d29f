"""Who is hidden from whom: a block hides both sides from each other."""


def unblocked_sql(one: str, other: str) -> str:
    """Whether neither of two accounts (columns or parameters) blocks the other."""
    return (
        f"NOT EXISTS (SELECT 1 FROM relations_block k WHERE k.blocker_id = {one} AND k.blocked_id = {other})"
        f" AND NOT EXISTS (SELECT 1 FROM relations_block k WHERE k.blocker_id = {other} AND k.blocked_id = {one})"
    )
