"""Lists of people with a button to follow each."""

from typing import TYPE_CHECKING, Any

from django.views.decorators.http import require_safe

from folkmoot.core import limits
from folkmoot.core.cursors import Page
from folkmoot.core.limits.rules import SEARCH
from folkmoot.relations import queries as relations
from folkmoot.web.social.paging import PEOPLE, page_of, show

if TYPE_CHECKING:
    from django.http import HttpResponse

    from folkmoot.accounts.hydrate import AccountView
    from folkmoot.core.cursors import Slice
    from folkmoot.web.requests import MemberRequest

FOUND = 20  # people that a search for somebody to add shows


def found_by(request: "MemberRequest", search: str) -> "tuple[AccountView, ...]":
    """Whom a search for somebody to add finds, without the one who searches; searches are counted."""
    if not search:
        return ()
    limits.count(SEARCH, request.viewer)
    found = relations.members(request.viewer, search, Page(limit=FOUND)).items
    return tuple(account for account in found if account.id != request.viewer)


@require_safe
def follow_requests(request: "MemberRequest") -> "HttpResponse":
    """Who asks to follow me."""
    people = relations.requests(request.viewer, page_of(request, PEOPLE))
    return show_people(request, "social/follow_requests.html", people, {})


def show_people(
    request: "MemberRequest", template: str, people: "Slice[AccountView]", context: dict[str, Any]
) -> "HttpResponse":
    """A page with a list of accounts, and how each stands to the viewer."""
    bonds = relations.relationship(request.viewer, [account.id for account in people.items])
    rows = [(account, bonds[account.id]) for account in people.items]
    return show(request, template, "social/more_people.html", people, {"rows": rows, "of": None, **context})
