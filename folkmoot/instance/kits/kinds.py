"""The kinds of communities and their kits."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from folkmoot.instance.kits import rules

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as StrOrPromise


@dataclass(frozen=True)
class Kit:
    """What a new community of one kind is offered; its owner changes all of it."""

    label: "StrOrPromise"
    rules: "tuple[StrOrPromise, ...]"
    welcome: "StrOrPromise"
    fields: "tuple[StrOrPromise, ...]"  # lines that members may want on their profiles
    interests: "tuple[StrOrPromise, ...]"  # hashtags that newcomers are offered to follow
    prompt: "StrOrPromise"  # what the first post of a newcomer could be about
    sign_up: str = "approval"
    visitors: str = "nothing"


def kit(kind: str) -> Kit:
    """The kit of a kind; of none, that of any other community."""
    return _KITS.get(kind, _KITS["other"])


_KITS: dict[str, Kit] = {
    "school": Kit(
        _("School"),
        rules.SCHOOL,
        _(
            "Welcome to our school's own place! Here classes, teachers and parents keep in touch. Say hello, tell us "
            "which class you belong to, and please read the rules first."
        ),
        (_("Class"), _("Subjects"), _("Pronouns")),
        (_("Homework"), _("SchoolTrips"), _("Sports"), _("Music"), _("Books"), _("Science")),
        _("Say hello: which class do you belong to, and what do you look forward to this year?"),
        sign_up="invitation",
    ),
    "club": Kit(
        _("Club"),
        rules.CLUB,
        _(
            "Welcome to the club! Here we plan what we do, show pictures of it and find each other. Say hello, and "
            "tell us what you like to do most."
        ),
        (_("Member since"), _("What I do in the club"), _("Pronouns")),
        (_("Training"), _("Outings"), _("ClubLife"), _("Ideas"), _("Photos")),
        _("Say hello: since when are you in the club, and what do you like to do most?"),
    ),
    "town": Kit(
        _("Town or neighbourhood"),
        rules.TOWN,
        _(
            "Welcome, neighbour! Here we tell each other what is going on, lend a hand and talk about our town. Say "
            "hello, and tell us which part of it you know best."
        ),
        (_("Part of town"), _("I can help with"), _("Languages I speak")),
        (_("Neighbours"), _("LostAndFound"), _("GoodToKnow"), _("Food"), _("Nature")),
        _("Say hello, neighbour: which part of town do you know best, and what do you like there?"),
        visitors="posts",
    ),
    "association": Kit(
        _("Association"),
        rules.ASSOCIATION,
        _(
            "Welcome! Here the members of our association talk, prepare meetings and decide what comes next. Say "
            "hello, and tell us what you would like to work on."
        ),
        (_("Working group"), _("I can help with"), _("Pronouns")),
        (_("Meetings"), _("Projects"), _("Volunteers"), _("Ideas"), _("Fundraising")),
        _("Say hello: what brought you to the association, and what would you like to work on?"),
    ),
    "company": Kit(
        _("Company"),
        rules.COMPANY,
        _(
            "Welcome, colleague! Here we share news, ask each other for advice and celebrate what went well. Say "
            "hello, and tell us what you are working on."
        ),
        (_("Team"), _("What I work on"), _("Place of work")),
        (_("Projects"), _("Questions"), _("Ideas"), _("Learning"), _("Praise")),
        _("Say hello: what are you working on, and what can your colleagues ask you about?"),
        sign_up="invitation",
    ),
    "other": Kit(
        _("Something else"),
        rules.EVERYWHERE,
        _(
            "Welcome! This place belongs to the people in it. Say hello, tell us a little about yourself, and have a "
            "look at who else is here."
        ),
        (_("Pronouns"), _("Languages I speak"), _("Website")),
        (_("Introductions"), _("Music"), _("Books"), _("Food"), _("Photos")),
        _("Say hello: who are you, and what would you like to talk about here?"),
    ),
}
KINDS = tuple(_KITS)
