"""What staff see of what rises: what waits for a first yes, what is shown and hidden, and why each of them rises."""

import json
from typing import Any, NamedTuple
from urllib.parse import quote

from django.utils.text import Truncator

from folkmoot.accounts.capabilities import Capability
from folkmoot.accounts.powers import require_viewer
from folkmoot.core.rows import select
from folkmoot.discovery.kinds import Kind
from folkmoot.discovery.models import Decision

HIDDEN_MOST = 100
HELD_MOST = 20


class Reviewed(NamedTuple):
    """One thing that rises, with the figures it rises by; ``words`` name it."""

    kind: int
    key: str
    ref: int
    words: str
    path: str  # where it can be looked at
    begins: str  # a post, with these words
    held: str
    voices: int
    clusters: int
    share_new: int
    largest: int
    usual: float
    days: tuple[int, ...]
    allowed: bool | None  # as staff decided; None: nobody did
    account_id: int  # whose post it is, or who it is: whom staff decide about in the way of any decision


class Review(NamedTuple):
    """Everything there is to decide."""

    waiting: tuple[Reviewed, ...]  # hashtags for the first time
    shown: tuple[Reviewed, ...]
    kept_back: tuple[Reviewed, ...]  # by their figures
    hidden: tuple[Reviewed, ...]  # by staff, and rising
    resting: tuple[Decision, ...]  # hidden by staff, and not rising


def review(viewer: int) -> Review:
    """All that rises by what becomes of it, the fastest first, and what was hidden lately; for staff (``NotFound``)."""
    require_viewer(viewer, Capability.MEMBERS)
    found = [_reviewed(row) for row in select(f"{_TEXT} ORDER BY r.place DESC", {})]
    of_staff = [each for each in found if each.allowed is False]
    rest = [each for each in found if each.allowed is not False]
    held = [each for each in rest if each.held]
    free = [each for each in rest if not each.held]
    waits = [each for each in free if each.kind == Kind.TAG and each.allowed is None]
    rising = {(each.kind, each.key) for each in of_staff}
    hidden = Decision.objects.filter(allowed=False).order_by("-made_at")[:HIDDEN_MOST]
    return Review(
        waiting=tuple(waits),
        shown=tuple(each for each in free if each not in waits),
        kept_back=tuple(held[:HELD_MOST]),
        hidden=tuple(of_staff),
        resting=tuple(each for each in hidden if (each.kind, each.key) not in rising),
    )


def reviewed(viewer: int, kind: Kind) -> list[Reviewed]:
    """All of one kind that rises by its figures, whatever was decided, the fastest first; for staff (``NotFound``)."""
    require_viewer(viewer, Capability.MEMBERS)
    rows = select(f"{_TEXT} WHERE r.kind = %(kind)s AND r.held = '' ORDER BY r.place DESC", {"kind": kind.value})
    return [_reviewed(row) for row in rows]


def words_for(kind: int, key: str) -> str:
    """What a thing is called in the log and in lists of staff; empty where it neither rises nor was decided about."""
    rows = select(f"{_TEXT} WHERE r.kind = %(kind)s AND r.key = %(key)s LIMIT 1", {"kind": kind, "key": key})
    if rows:
        return _reviewed(rows[0]).words
    return Decision.objects.filter(kind=kind, key=key).values_list("shown", flat=True).first() or ""


def _reviewed(row: tuple[Any, ...]) -> Reviewed:
    kind, key, ref, tag, url, username, text, *figures, days, allowed, account_id = row
    path, words = {
        Kind.TAG: (f"/tags/{quote(tag or '', safe='')}", f"#{tag}"),
        Kind.LINK: (url or "", (url or "")[:_LONGEST]),
        Kind.POST: (f"/@{username}/{ref}", f"/@{username}/{ref}"),
        Kind.PERSON: (f"/@{username}", f"@{username}"),
    }[Kind(kind)]
    decided = None if allowed is None else bool(allowed)
    begins = Truncator(text or "").chars(_SHORT)
    return Reviewed._make(
        (kind, key, ref, words, path, begins, *figures, tuple(json.loads(days)), decided, account_id or 0)
    )


_LONGEST, _SHORT = 300, 120
_TEXT = f"""SELECT r.kind, r.key, r.ref, t.shown, c.url, a.username, p.text, r.held, r.voices, r.clusters, r.share_new,
    r.largest, r.usual, CAST(r.days AS TEXT), d.allowed, a.id
  FROM discovery_rising r LEFT JOIN discovery_decision d ON d.kind = r.kind AND d.key = r.key
  LEFT JOIN posts_tag t ON r.kind = {Kind.TAG.value} AND t.id = r.ref
  LEFT JOIN post_card c ON r.kind = {Kind.LINK.value} AND c.id = r.ref
  LEFT JOIN post p ON r.kind = {Kind.POST.value} AND p.id = r.ref
  LEFT JOIN accounts_account a ON a.id = CASE r.kind
    WHEN {Kind.POST.value} THEN p.account_id WHEN {Kind.PERSON.value} THEN r.ref END"""
