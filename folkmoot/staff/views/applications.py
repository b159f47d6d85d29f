"""Who wants to join, and the answer."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from folkmoot.accounts.actions import approve, decline
from folkmoot.accounts.capabilities import Capability
from folkmoot.accounts.queries import applications
from folkmoot.core.cursors import Page
from folkmoot.instance.queries import as_chosen, community
from folkmoot.staff.forms import NoteForm
from folkmoot.staff.views.doors import guard_of
from folkmoot.web.access import door
from folkmoot.web.forms import refused

if TYPE_CHECKING:
    from folkmoot.web.requests import MemberRequest

LIST = "/staff/applications"
ROWS = 40


@door(Capability.SIGN_UPS)
def waiting(request: "MemberRequest") -> HttpResponse:
    """Everybody who waits, newest first."""
    people = applications(request.viewer, Page.parse(request.GET, limit=ROWS, most=ROWS))
    return render(request, "staff/applications.html", {"people": people, "guard": guard_of(as_chosen().guard)})


@door(Capability.SIGN_UPS)
@require_POST
def let_in(request: "MemberRequest", login_id: int) -> HttpResponse:
    """Approve."""
    approve(request.account, login_id)
    has_mail = community().confirms == "mail"
    messages.success(request, _("Approved. A mail is on its way.") if has_mail else _("Approved: they can sign in."))
    return HttpResponseRedirect(LIST, status=303)


@door(Capability.SIGN_UPS)
def turn_away(request: "MemberRequest", login_id: int) -> HttpResponse:
    """Decline, with a note if staff want to write one; asks once."""
    form = NoteForm(request.POST or None)
    if request.method != "POST":
        return render(request, "staff/decline.html", {"form": form})
    if not form.is_valid():
        return refused(request, "staff/decline.html", {"form": form})
    decline(request.account, login_id, form.cleaned_data["note"])
    messages.success(request, _("Declined. A mail is on its way."))
    return HttpResponseRedirect(LIST, status=303)
