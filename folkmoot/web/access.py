"""Which door a page stands behind; a page without a word about it is for members only."""

from collections.abc import Callable
from enum import Enum
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from folkmoot.accounts.capabilities import Capability
from folkmoot.accounts.queries import has_factor, may
from folkmoot.core.errors import NotFound
from folkmoot.instance.queries import manner
from folkmoot.web.entrance.factors.proof import is_proved

if TYPE_CHECKING:
    from folkmoot.web.requests import WebRequest


class Door(Enum):
    """Who may open a page."""

    VISITORS = "visitors"  # everybody; also members who are still waiting
    WAITING = "waiting"  # whoever is signed in, let in already or not
    MEMBERS = "members"


def door[View: Callable[..., Any]](who: Door | Capability) -> Callable[[View], View]:
    """Put a page behind a door: ``@door(Door.VISITORS)``, outermost of its decorators.

    A page of staff names what it takes, ``@door(Capability.CASES)``: for whoever may not do that, or has not shown a
    second factor, it does not exist.
    """

    def mark(view: View) -> View:
        vars(view)["door"] = who
        return view

    return mark


def door_of(view: object) -> Door | Capability:
    """The door of a page: members, unless it says otherwise."""
    who = getattr(view, "door", Door.MEMBERS)
    return who if isinstance(who, Door | Capability) else Door.MEMBERS


def first_of_all[View: Callable[..., Any]](view: View) -> View:
    """Mark a page that is there even for a member who still has to do what the community asks of them first."""
    vars(view)["first_of_all"] = True
    return view


def asked_first(request: "WebRequest", view: object) -> str:
    """Where a member is led who may not go anywhere else yet: to a second factor, where everybody must have one."""
    if is_proved(request) or manner().second_factor != "everybody" or getattr(view, "first_of_all", False):
        return ""
    return factor_page(request)


def factor_page(request: "WebRequest") -> str:
    """Where somebody whose session has shown no second factor can do so, or set one up."""
    query = urlencode({"next": request.get_full_path()}) if request.method == "GET" else ""
    return f"/second-step?{query}" if has_factor(request.user.pk or 0) else "/settings/safety"


def has_shown_factor(request: "WebRequest") -> bool:
    """Whether this session has shown a second factor, and there still is one."""
    return is_proved(request) and has_factor(request.user.pk or 0)


def check_staff(request: "WebRequest", who: Door | Capability) -> None:
    """Whoever may not do what a page takes, or has shown no second factor, learns nothing: it is not there."""
    if isinstance(who, Door):
        return
    if not has_shown_factor(request):
        raise NotFound
    if not (request.viewer and may(request.viewer, who)):
        raise NotFound
