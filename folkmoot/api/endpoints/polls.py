"""Polls, for programs: asking with a post, looking, voting."""

from collections.abc import Mapping

from django.http import HttpResponse
from django.utils.translation import gettext as _

from folkmoot.api.answers import answer
from folkmoot.api.calls import Call, route
from folkmoot.api.entities.polls import poll
from folkmoot.api.parameters import Parameters
from folkmoot.core.errors import Invalid, NotFound
from folkmoot.posts.actions import NewPoll
from folkmoot.posts.actions import vote as vote_for
from folkmoot.posts.queries import get_post

_DIGITS = 9


def show(call: Call) -> HttpResponse:
    """A poll as it stands; its id is that of the post that asks."""
    tally = get_post(call.viewer, call.id).extras.tally
    if tally is None:
        raise NotFound
    return answer(poll(tally))


def vote(call: Call) -> HttpResponse:
    """Vote, once; the answer is the poll as it stands now."""
    vote_for(call.actor, call.id, call.sent.ids("choices"))
    return show(call)


def new_poll(sent: Parameters) -> NewPoll | None:
    """The poll that comes with a post, if there is one."""
    given = sent.values.get("poll")
    if not given:
        return None
    if not isinstance(given, Mapping):
        raise Invalid("poll", _("This must have options and expires_in."))
    inside = Parameters(given)
    inside.flag("hide_totals")  # they always are, until one has voted
    return NewPoll(_options(given), _seconds(given), inside.flag("multiple"))


def _options(given: Mapping[str, object]) -> tuple[str, ...]:
    options = given.get("options")
    if not isinstance(options, list) or not all(isinstance(each, str) for each in options):
        raise Invalid("poll", _("The options must be a list of texts."))
    return tuple(options)


def _seconds(given: Mapping[str, object]) -> int:
    value = given.get("expires_in")
    text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    if not (text.isascii() and text.isdigit() and len(text) <= _DIGITS):
        raise Invalid("poll", _("expires_in must be a number of seconds."))
    return int(text)


ROUTES = {
    "GET /api/v1/polls/:id": route(show, "read:statuses"),
    "POST /api/v1/polls/:id/votes": route(vote, "write:statuses"),
}
