"""Levels of trust and what they open, in words: for the member, and for those who run the community."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.accounts.reach import REACH, Level

if TYPE_CHECKING:
    from folkmoot.accounts.queries.trust import TrustView


class Line(NamedTuple):
    """Something a member does, and how far that is open to them."""

    what: str
    how: str
    is_open: bool


class Step(NamedTuple):
    """How far somebody has come with one thing that is counted."""

    what: str
    done: int
    wanted: int


def name(level: Level) -> str:
    """What a level is called."""
    return {
        Level.NEW: _("new here"),
        Level.KNOWN: _("known"),
        Level.MEMBER: _("member"),
        Level.REGULAR: _("regular"),
        Level.PILLAR: _("pillar of the community"),
    }[level]


def greeting(level: Level) -> str:
    """How it stands, as the member reads it first."""
    if level == Level.NEW:
        return _("Welcome! You are new here, and what reaches many people opens step by step over your first days.")
    if level == Level.KNOWN:
        return _("The community knows you a little. Most is open to you, and the rest soon will be.")
    return _("Everything is open to you.")


def lines(level: Level, *, invites: bool) -> list[Line]:
    """What is open at a level; invitations only where members make any."""
    reach = REACH[level]
    found = [
        Line(_("Writing, answering, liking, following"), _("always open"), is_open=True),
        Line(_("Reporting, blocking, objecting, taking your data along"), _("always open"), is_open=True),
        _line(_("Links to other sites"), reach.links, _posts_a_day),
        _line(_("Direct posts to people who do not know you"), reach.strangers, _people_a_day),
        _line(_("Pictures and recordings in posts"), reach.files, _files_a_day),
        _line(_("Video and sound"), None if reach.recordings else 0, _files_a_day),
        _line(_("Naming people in a post, besides those it answers"), reach.mentions, _people_a_post),
    ]
    return [*found, _line(_("Inviting people"), None if reach.invites else 0, _people_a_day)] if invites else found


def steps(view: "TrustView") -> list[Step]:
    """How far somebody is on the way to the next level, in what it takes."""
    terms, there = view.terms, view.evidence
    every = [
        Step(_("Days as a member"), there.days, terms.days),
        Step(_("Days on which you were here"), there.seen, terms.seen),
        Step(_("Minutes in which you read something"), there.minutes, terms.minutes),
    ]
    return [step._replace(done=min(step.done, step.wanted)) for step in every if step.wanted]


def _line(what: str, most: int | None, some: Callable[[int], str]) -> Line:
    if most is None:
        return Line(what, _("open"), is_open=True)
    return Line(what, some(most) if most else _("not yet"), is_open=False)


def _posts_a_day(most: int) -> str:
    return ngettext("in %(count)s post a day", "in %(count)s posts a day", most) % {"count": most}


def _people_a_day(most: int) -> str:
    return ngettext("%(count)s person a day", "%(count)s people a day", most) % {"count": most}


def _files_a_day(most: int) -> str:
    return ngettext("%(count)s file a day", "%(count)s files a day", most) % {"count": most}


def _people_a_post(most: int) -> str:
    return ngettext("%(count)s person", "%(count)s people", most) % {"count": most}
