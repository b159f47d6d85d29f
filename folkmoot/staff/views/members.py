"""Where staff look for members, in whatever state they are."""

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from folkmoot.core import limits
from folkmoot.core.cursors import Page
from folkmoot.core.errors import Invalid
from folkmoot.core.limits.rules import SEARCH
from folkmoot.moderation.actions.looking import note_search
from folkmoot.moderation.queries.members import members as found_members
from folkmoot.staff.member_forms import MemberSearchForm, states
from folkmoot.web.access import Door, door
from folkmoot.web.forms import refused, tell

if TYPE_CHECKING:
    from folkmoot.core.cursors import Slice
    from folkmoot.moderation.queries.members import MemberRow
    from folkmoot.web.requests import MemberRequest

PAGE = "/staff/members"
ROWS = 25


@door(Door.STAFF)
@require_safe
def members(request: "MemberRequest") -> HttpResponse:
    """Those who fit, with what is open about them and what was decided."""
    form = MemberSearchForm(request.GET, by_address=request.account.is_owner)
    context: dict[str, object] = {"form": form, "states": states(), "page": _page(form)}
    if form.is_valid():
        try:
            return render(request, "staff/members.html", {**context, "found": _found(request, form)})
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


def _page(form: MemberSearchForm) -> str:
    """The address of this list, without the place in it."""
    chosen = {name: form[name].value() for name in form.fields}
    query = urlencode({name: value for name, value in chosen.items() if value})
    return f"{PAGE}?{query}" if query else PAGE
