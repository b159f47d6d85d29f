"""Polls as Mastodon's."""

from typing import Any

from folkmoot.api.answers import iso
from folkmoot.posts.hydrate import Tally


def poll(tally: Tally) -> dict[str, Any]:
    """A Poll; while what was chosen is hidden from the viewer, the options have no numbers."""
    votes = tally.votes
    return {
        "id": str(tally.post_id),
        "expires_at": iso(tally.poll.ends_at),
        "expired": tally.ended,
        "multiple": tally.poll.multiple,
        "votes_count": tally.voters if votes is None else sum(votes),
        "voters_count": tally.voters if tally.poll.multiple else None,
        "voted": tally.mine or bool(tally.chosen),  # to whoever asked, programs show how it stands
        "own_votes": list(tally.chosen),
        "options": [
            {"title": title, "votes_count": None if votes is None else votes[place]}
            for place, title in enumerate(tally.poll.options)
        ],
        "emojis": [],
    }
