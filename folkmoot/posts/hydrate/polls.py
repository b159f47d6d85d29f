"""How polls stand, as far as a viewer may know."""

import json
from collections.abc import Iterable, Sequence
from functools import cache

from django.utils import timezone

from folkmoot.core.rows import among, id_list, select
from folkmoot.posts.hydrate.views import PollView, PostView, Tally


def tallies(viewer: int | None, views: Sequence[PostView]) -> dict[int, Tally]:
    """How the polls of these posts stand, by post.

    What was chosen shows to those who voted, and to all at the end; to whoever asked always: they have no vote
    that it could sway, and they are the ones who answer for how it goes.
    """
    polls = {view.post_id: (view.body.poll, view.mark.mine) for view in views if view.body.poll}
    if not polls:
        return {}
    ids = {"ids": id_list(polls)}
    voters = dict(select(_voters(), ids))
    votes: dict[int, list[int]] = {}
    for post_id, count in select(_votes(), ids):
        votes.setdefault(post_id, []).append(count)
    chosen = {post_id: _places(text) for post_id, text in select(_ballots(), {**ids, "viewer": viewer or 0})}
    return {
        post_id: _tally((post_id, poll, mine), tuple(votes.get(post_id, ())), voters.get(post_id, 0), chosen)
        for post_id, (poll, mine) in polls.items()
    }


def _tally(
    asked: tuple[int, PollView, bool], votes: tuple[int, ...], voters: int, chosen: dict[int, tuple[int, ...]]
) -> Tally:
    post_id, poll, mine = asked
    own, ended = chosen.get(post_id, ()), poll.ends_at <= timezone.now()
    return Tally(post_id, poll, mine, votes if ended or own or mine else None, voters, own, ended)


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
