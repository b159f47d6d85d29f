"""How far a new member has come with the first steps, and the card at the top of home that says so."""

from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from django.db import DatabaseError, transaction
from django.template import engines
from django.utils.translation import gettext as _
from markupsafe import Markup

from folkmoot.accounts.actions import finish_steps
from folkmoot.accounts.first_steps import OVER, STEPS, are_over, passed
from folkmoot.core.errors import Busy
from folkmoot.posts.queries import steps_taken

if TYPE_CHECKING:
    from django.template.backends.jinja2 import Jinja2

    from folkmoot.web.requests import MemberRequest


class Step(NamedTuple):
    """One of the steps as its link shows it; ``state`` is "taken", "passed" or "open"."""

    name: str
    title: str
    icon: str
    state: str

    @property
    def path(self) -> str:
        """Where it is."""
        return f"/welcome/{self.name}"


def remembered(request: "MemberRequest") -> int:
    """What is kept of a member's first steps: it came with the row that each page reads."""
    return getattr(request.user, "first_steps", OVER)


def steps(request: "MemberRequest") -> tuple[Step, ...]:
    """All five, in their order: taken wherever that was, left behind, or open."""
    taken, behind = steps_taken(request.viewer), passed(remembered(request))
    looks = _looks()
    return tuple(Step(name, *looks[name], _state(name in taken, name in behind)) for name in STEPS)


def next_open(found: tuple[Step, ...], after: str = "") -> Step | None:
    """The next step that is open: behind this one, else before it."""
    place = STEPS.index(after) if after else -1
    return next((each for each in _turned(found, place) if each.state == "open" and each.name != after), None)


def card(request: "MemberRequest") -> Markup:
    """How far they have come, at the top of home, until they are through or want to hear no more of it."""
    if are_over(remembered(request)):
        return Markup()
    found = steps(request)
    following = next_open(found)
    if following is None:
        with suppress(DatabaseError, Busy), transaction.atomic():  # home can be read while nothing can be saved
            finish_steps(request.account)
        return Markup()
    count = sum(each.state != "open" for each in found)
    return Markup(_piece().card(found, count, following))  # noqa: S704 - our own template escaped it


def _looks() -> dict[str, tuple[str, str]]:
    return {
        "picture": (_("Your picture"), "picture"),
        "bio": (_("About you"), "person"),
        "interests": (_("Your interests"), "hash"),
        "people": (_("People"), "people"),
        "post": (_("Your first post"), "feather"),
    }


def _state(is_taken: bool, is_behind: bool) -> str:  # noqa: FBT001 - the two facts that it is made of
    if is_taken:
        return "taken"
    return "passed" if is_behind else "open"


def _turned(found: tuple[Step, ...], place: int) -> Iterator[Step]:
    yield from found[place + 1 :]
    yield from found[: place + 1]


@cache
def _piece() -> Any:
    return cast("Jinja2", engines["jinja2"]).env.get_template("welcome/card.html").module
