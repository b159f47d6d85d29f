"""Which door a page stands behind; a page without a word about it is for members only."""

from collections.abc import Callable
from enum import Enum
from typing import TYPE_CHECKING, Any

from folkmoot.accounts.queries import is_owner, is_staff
from folkmoot.core.errors import NotFound

if TYPE_CHECKING:
    from folkmoot.web.requests import WebRequest


class Door(Enum):
    """Who may open a page."""

    VISITORS = "visitors"  # everybody; also members who are still waiting
    WAITING = "waiting"  # whoever is signed in, let in already or not
    MEMBERS = "members"
    STAFF = "staff"  # moderators and owners; for others the page does not exist
    OWNERS = "owners"


def door[View: Callable[..., Any]](who: Door) -> Callable[[View], View]:
    """Put a page behind a door: ``@door(Door.VISITORS)``, outermost of its decorators."""

    def mark(view: View) -> View:
        vars(view)["door"] = who
        return view

    return mark


def door_of(view: object) -> Door:
    """The door of a page: members, unless it says otherwise."""
    who = getattr(view, "door", Door.MEMBERS)
    return who if isinstance(who, Door) else Door.MEMBERS


def check_staff(request: "WebRequest", who: Door) -> None:
    """Whoever lacks the role learns nothing: the page is not there."""
    if who is Door.STAFF and not (request.viewer and is_staff(request.viewer)):
        raise NotFound
    if who is Door.OWNERS and not (request.viewer and is_owner(request.viewer)):
        raise NotFound
