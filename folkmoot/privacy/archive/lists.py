"""Lists of people as CSV, in the form in which other servers take them in."""

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings

from folkmoot.core.rows import select
from folkmoot.privacy.archive.writing import Archive

_NAMED = "CASE WHEN a.domain = '' THEN a.username || '@' || %(here)s ELSE a.username || '@' || a.domain END"
_SEEN = "a.deleted_at IS NULL"
_FOLLOWING = f"""SELECT {_NAMED}, f.boosts, f.tell, f.languages FROM relations_follow f
  JOIN accounts_account a ON a.id = f.followed_id WHERE f.follower_id = %(account)s AND {_SEEN} ORDER BY f.id"""
_FOLLOWERS = f"""SELECT {_NAMED} FROM relations_follow f
  JOIN accounts_account a ON a.id = f.follower_id WHERE f.followed_id = %(account)s AND {_SEEN} ORDER BY f.id"""
_BLOCKED = f"""SELECT {_NAMED} FROM relations_block b
  JOIN accounts_account a ON a.id = b.blocked_id WHERE b.blocker_id = %(account)s AND {_SEEN} ORDER BY b.id"""
_MUTED = f"""SELECT {_NAMED}, m.notifications FROM relations_mute m
  JOIN accounts_account a ON a.id = m.muted_id WHERE m.muter_id = %(account)s AND {_SEEN} ORDER BY m.id"""
_LISTS = f"""SELECT c.title, {_NAMED} FROM relations_circle c
  JOIN relations_circlemember m ON m.circle_id = c.id JOIN accounts_account a ON a.id = m.account_id
  WHERE c.account_id = %(account)s AND {_SEEN} ORDER BY c.id, m.id"""

# The headings are those of the files that Mastodon makes and reads.
LISTS = (
    ("following_accounts.csv", ("Account address", "Show boosts", "Notify on new posts", "Languages"), _FOLLOWING),
    ("followers.csv", ("Account address",), _FOLLOWERS),
    ("blocked_accounts.csv", (), _BLOCKED),
    ("muted_accounts.csv", ("Account address", "Hide notifications"), _MUTED),
    ("lists.csv", (), _LISTS),
)


def write_lists(archive: Archive, account_id: int) -> None:
    """Whom the member follows, is followed by, blocks, mutes and lists."""
    for name, heading, text in LISTS:
        rows = select(text, {"account": account_id, "here": settings.FOLKMOOT.host})
        archive.text(name, _lines(heading, rows))


def _lines(heading: Sequence[str], rows: Sequence[Sequence[Any]]) -> Iterator[str]:
    for row in (heading, *rows) if heading else rows:
        line = io.StringIO()
        csv.writer(line, lineterminator="\n").writerow([_word(value) for value in row])
        yield line.getvalue()


def _word(value: object) -> str:
    """Truth as other servers write it; languages with commas between them."""
    if isinstance(value, bool) or value in {0, 1}:
        return "true" if value else "false"
    text = str(value)
    return ", ".join(text.split()) if text.startswith(" ") else text
