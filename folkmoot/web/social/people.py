"""Lists of people with a button to follow each."""

from typing import TYPE_CHECKING, Any

from django.views.decorators.http import require_safe

from folkmoot.relations import queries as relations
from folkmoot.web.social.paging import PEOPLE, page_of, show

if TYPE_CHECKING:
    from django.http import HttpResponse

    from folkmoot.accounts.hydrate import AccountView
    from folkmoot.core.cursors import Slice
    from folkmoot.web.requests import MemberRequest


@require_safe
def members(request: "MemberRequest") -> "HttpResponse":
    """Everybody here who wants to be found, by name."""
    search = request.GET.get("q", "").strip()
    people = relations.members(request.viewer, search, page_of(request, PEOPLE))
    return show_people(request, "social/members.html", people, {"search": search})


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
