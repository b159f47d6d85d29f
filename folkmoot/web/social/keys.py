"""Single keys that do something on pages: the list of them, as a page and as a sheet above one."""

from typing import TYPE_CHECKING, NamedTuple

from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from folkmoot.accounts.capabilities import Capability
from folkmoot.accounts.queries import may

if TYPE_CHECKING:
    from django.http import HttpResponse

    from folkmoot.web.requests import MemberRequest


class Key(NamedTuple):
    """What to press, one after the other, and what happens then."""

    press: tuple[str, ...]
    does: str


@require_safe
def keys(request: "MemberRequest") -> "HttpResponse":
    """Every key; htmx and ``keys.js`` get the list alone."""
    template = "social/keys_list.html" if request.htmx else "social/keys.html"
    deciding = ((_("Deciding cases"), _cases()),) if may(request.viewer, Capability.CASES) else ()
    response = render(request, template, {"groups": (*groups(), *deciding)})
    patch_vary_headers(response, ["HX-Request"])
    return response


def groups() -> tuple[tuple[str, tuple[Key, ...]], ...]:
    """The keys by what they are for; ``keys.js`` knows the same ones."""
    return (
        (_("Reading"), _reading()),
        (_("With the post you are at"), _post()),
        (_("Going somewhere"), _places()),
        (_("Everywhere"), _everywhere()),
    )


def _reading() -> tuple[Key, ...]:
    return (
        Key(("j",), _("next post")),
        Key(("k",), _("previous post")),
        Key(("o",), _("open the post")),
        Key(("x",), _("show or hide what a warning covers")),
        Key((".",), _("to the top, with what is new")),
    )


def _post() -> tuple[Key, ...]:
    return (
        Key(("l",), _("like it, or take that back")),
        Key(("b",), _("boost it, or take that back")),
        Key(("s",), _("bookmark it, or take that back")),
        Key(("r",), _("answer")),
        Key(("p",), _("open its author's profile")),
    )


def _places() -> tuple[Key, ...]:
    return (
        Key(("g", "h"), _("Home")),
        Key(("g", "c"), _("Community")),
        Key(("g", "n"), _("Notifications")),
        Key(("g", "d"), _("Direct posts")),
        Key(("g", "m"), _("Members")),
        Key(("g", "b"), _("Bookmarks")),
        Key(("g", "l"), _("Likes")),
        Key(("g", "p"), _("Your profile")),
        Key(("g", "s"), _("Settings")),
    )


def _cases() -> tuple[Key, ...]:
    """What pages of staff name themselves, beside what it presses: ``data-key``."""
    return (
        Key(("c",), _("take the case")),
        Key(("d",), _("to the decision")),
        Key(("w",), _("write to the member")),
        Key(("i",), _("write a note")),
        Key(("v",), _("show pictures and videos as they are")),
        Key(("e",), _("leave it to the owners")),
        Key(("z",), _("to the button for nothing to do")),
        Key(("y",), _("to the button that decides")),
    )


def _everywhere() -> tuple[Key, ...]:
    return (
        Key(("n",), _("write a post")),
        Key(("/",), _("search")),
        Key(("u",), _("undo, while the message about it stands")),
        Key(("?",), _("this list")),
        Key(("Enter",), _("open what you are at")),
        Key(("Esc",), _("close what is open")),
    )
