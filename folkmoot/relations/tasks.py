"""What the worker does for those who look for people: whom they might want to follow, and what profiles say."""

import time

from folkmoot.accounts.events import ProfileEdited, SeenToday
from folkmoot.relations.actions import keep_profile_parts, suggesting
from folkmoot.relations.events import (
    Followed,
    RequestApproved,
    SuggestingContinues,
    SuggestionDismissed,
    SuggestionsWanted,
)
from folkmoot.relations.queries.candidates import Candidates

_TURN = 20.0  # seconds, then others in the lane have theirs
_PAUSE = 0.01  # seconds after each few members: the web is let in


def on_follow(event: Followed | RequestApproved) -> None:
    """Whoever follows their first people is suggested others by them."""
    suggesting.wish_first_suggestions(event.follower_id)


def on_dismissal(event: SuggestionDismissed) -> None:
    """Somebody else takes the place of whom a member turned away."""
    suggesting.wish_suggestions(event.account_id)


def on_seen(event: SeenToday) -> None:
    """Whoever is here for the first time, or was away for long, has people suggested."""
    if event.days_away is None or event.days_away >= suggesting.AWAY.days:
        suggesting.wish_suggestions(event.account_id)


def on_wanted(event: SuggestionsWanted) -> None:
    """Work out whom to suggest to one member."""
    suggesting.suggest_to(event.account_id)


def work_on_round(_event: SuggestingContinues) -> None:
    """Work out for a while whom to suggest to everybody; what is left then waits in line again."""
    candidates, until = Candidates(), time.monotonic() + _TURN
    while suggesting.suggest_some(candidates):
        if time.monotonic() > until:
            suggesting.pause_round()
            return
        time.sleep(_PAUSE)


def on_profile(event: ProfileEdited) -> None:
    """The directory finds a member by what the profile says now."""
    keep_profile_parts(event.account_id)


def see_to_round() -> None:
    """Have suggestions worked out for everybody, each night."""
    suggesting.round_due()
