"""How polls stand, as far as a viewer may know."""

import json
from collections.abc import Iterable, Sequence
from functools import cache

from django.utils import timezone

from folkmoot.core.rows import among, id_list, select
from folkmoot.posts.hydrate.views import PostView, Tally


def tallies(viewer: int | None, views: Sequence[PostView]) -> dict[int, Tally]:
    """How the polls of these posts stand, by post; what was chosen shows to those who voted, and to all at the end."""
    if not views:
        return {}
    ids = {"ids": id_list({view.post_id for view in views})}
    voters = dict(select(_voters(), ids))
    votes: dict[int, list[int]] = {}
    for post_id, count in select(_votes(), ids):
        votes.setdefault(post_id, []).append(count)
    chosen = {post_id: _places(text) for post_id, text in select(_ballots(), {**ids, "viewer": viewer or 0})}
    return {
        view.post_id: _tally(view, tuple(votes.get(view.post_id, ())), voters.get(view.post_id, 0), chosen)
        for view in views
    }


def _tally(view: PostView, votes: tuple[int, ...], voters: int, chosen: dict[int, tuple[int, ...]]) -> Tally:
    mine = chosen.get(view.post_id, ())
    ended = view.body.poll is not None and view.body.poll.ends_at <= timezone.now()
    return Tally(votes if ended or mine else None, voters, mine, ended)


def _places(stored: str | Iterable[int]) -> tuple[int, ...]:
    """The places in a ballot: JSON, which one of the databases hands over as text."""
    return tuple(json.loads(stored) if isinstance(stored, str) else stored)


@cache
def _voters() -> str:
    return f"SELECT post_id, voters FROM post_poll WHERE {among('post_id', 'ids')}"


@cache
def _votes() -> str:
    return f"SELECT post_id, votes FROM post_poll_option WHERE {among('post_id', 'ids')} ORDER BY post_id, position"


@cache
def _ballots() -> str:
    return f"SELECT post_id, choices FROM post_ballot WHERE account_id = %(viewer)s AND {among('post_id', 'ids')}"
