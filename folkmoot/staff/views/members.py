"""Where staff look for members, in whatever state they are."""

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from folkmoot.accounts.capabilities import Capability
from folkmoot.core import limits
from folkmoot.core.cursors import Page
from folkmoot.core.errors import Invalid
from folkmoot.core.limits.rules import SEARCH
from folkmoot.moderation.actions.looking import note_search
from folkmoot.moderation.queries.members import members as found_members
from folkmoot.staff.member_forms import MemberSearchForm, closed, opened, states
from folkmoot.web import trust_words
from folkmoot.web.access import door
from folkmoot.web.forms import refused, tell

if TYPE_CHECKING:
    from django.http import QueryDict

    from folkmoot.core.cursors import Slice
    from folkmoot.moderation.queries.members import MemberRow
    from folkmoot.web.requests import MemberRequest

PAGE = "/staff/members"
ROWS = 25


@door(Capability.MEMBERS)
@require_http_methods(["GET", "HEAD", "POST"])
def members(request: "MemberRequest") -> HttpResponse:
    """Those who fit, with what is open about them and what was decided; a POST leads to them.

    An address that is looked for travels in the body and then sealed, so that neither the history of a browser nor the
    log of a proxy has it.
    """
    form = MemberSearchForm(_asked(request), by_address=request.account.may(Capability.COLLEAGUES))
    context: dict[str, object] = {"form": form, "states": states(), "trust_words": trust_words}
    if form.is_valid():
        page = _page(request.viewer, form)
        if request.method == "POST" or ("q" in request.GET and form.sought().is_address):
            return HttpResponseRedirect(page, status=303)
        try:
            return render(request, "staff/members.html", {**context, "page": page, "found": _found(request, form)})
        except Invalid as error:
            tell(form, error)
    return refused(request, "staff/members.html", {**context, "found": None})


def _found(request: "MemberRequest", form: MemberSearchForm) -> "Slice[MemberRow]":
    sought, part = form.sought(), Page.parse(request.GET, limit=ROWS, most=ROWS)
    if sought.words:
        limits.count(SEARCH, request.viewer)
    if sought.inviter or sought.is_address:
        note_search(request.account, sought)
    return found_members(request.viewer, sought, part)


def _asked(request: "MemberRequest") -> "QueryDict":
    """What is asked for, with the address that was sealed as it was typed."""
    if request.method == "POST":
        return request.POST
    asked = request.GET.copy()
    if sealed := asked.get("sealed"):
        asked["q"] = opened(request.viewer, sealed)
    return asked


def _page(viewer: int, form: MemberSearchForm) -> str:
    """The address of this list, without the place in it."""
    chosen = {name: form[name].value() for name in form.fields}
    if form.sought().is_address:
        chosen["sealed"] = closed(viewer, chosen.pop("q"))
    query = urlencode({name: value for name, value in chosen.items() if value})
    return f"{PAGE}?{query}" if query else PAGE
