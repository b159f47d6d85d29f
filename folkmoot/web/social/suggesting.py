"""Whom a member might like to follow, and why, in words."""

from typing import TYPE_CHECKING, NamedTuple

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from folkmoot.relations import actions, queries
from folkmoot.web.errors import say
from folkmoot.web.social.back import back

if TYPE_CHECKING:
    from folkmoot.accounts.hydrate import AccountView
    from folkmoot.relations.queries import Relationship, SuggestionView
    from folkmoot.web.requests import MemberRequest

MOST = 20
BESIDE = 3  # on the side of the home page


class Suggested(NamedTuple):
    """One row: who, how they stand to the viewer, and why they are suggested, if they are."""

    account: "AccountView"
    bond: "Relationship"
    why: str


@require_safe
def suggested(request: "MemberRequest") -> HttpResponse:
    """Everybody who is suggested, each with a reason."""
    return render(request, "social/suggested.html", {"people": _rows(request, MOST), "tabs_of": tabs_of("suggestions")})


@require_safe
def beside(request: "MemberRequest") -> HttpResponse:
    """The first of them, for the side of the home page."""
    return render(request, "social/suggested_beside.html", {"people": _rows(request, BESIDE)})


@require_POST
def dismiss(request: "MemberRequest", account_id: int) -> HttpResponse:
    """Suggest somebody no more."""
    actions.dismiss_suggestion(request.account, account_id)
    said = _("They are not suggested to you again. They are not told.")
    if request.htmx:
        return say(HttpResponse(), said, "success")
    messages.success(request, said)
    return back(request, otherwise="/suggestions")


def tabs_of(current: str) -> list[tuple[str, str, bool]]:
    """The ways to find people: address, label, and whether it is the page one is on."""
    ways = (("members", "/members", _("Everybody")), ("suggestions", "/suggestions", _("Suggestions")))
    return [(address, label, name == current) for name, address, label in ways]


def why(found: "SuggestionView") -> str:
    """The reason in words; the numbers are those of the night before."""
    if found.reason == "friends":
        text = ngettext(
            "Followed by %(count)s person you follow", "Followed by %(count)s people you follow", found.number
        )
        return text % {"count": found.number}
    if found.reason == "interests":
        text = ngettext(
            "Writes about %(count)s hashtag you follow", "Writes about %(count)s hashtags you follow", found.number
        )
        return text % {"count": found.number}
    return _("New here") if found.reason == "new" else _("Many here follow them")


def _rows(request: "MemberRequest", most: int) -> list[Suggested]:
    found = queries.suggested(request.viewer, most)
    bonds = queries.relationship(request.viewer, [each.account.id for each in found])
    return [Suggested(each.account, bonds[each.account.id], why(each)) for each in found]
