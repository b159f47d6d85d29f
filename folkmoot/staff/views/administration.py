"""What owners decide: invitations, settings; and the log of all that staff did."""

from typing import TYPE_CHECKING

from django.conf import settings as deployment
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from folkmoot.accounts.actions import create_invitation, revoke_invitation
from folkmoot.accounts.capabilities import Capability
from folkmoot.accounts.hydrate import views
from folkmoot.accounts.queries import invitations
from folkmoot.audit.queries import entries, head
from folkmoot.core.cursors import Page
from folkmoot.core.errors import Invalid
from folkmoot.instance.actions import change_settings
from folkmoot.instance.queries import as_chosen
from folkmoot.staff.forms import COMMUNITY, InvitationForm, SettingsForm
from folkmoot.staff.words import deed, thing
from folkmoot.web.access import door
from folkmoot.web.colour import DEFAULT
from folkmoot.web.forms import refused, tell

if TYPE_CHECKING:
    from folkmoot.web.requests import MemberRequest

ROWS = 50


@door(Capability.INVITATIONS)
def invite(request: "MemberRequest") -> HttpResponse:
    """The links that let people in; a POST makes one."""
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            create_invitation(request.account, form.cleaned_data["uses"], form.cleaned_data["days"])
        except Invalid as error:
            tell(form, error)
        else:
            messages.success(request, _("The invitation is made. Copy its link and pass it on."))
            return HttpResponseRedirect(request.path, status=303)
    shown = form if request.method == "POST" else InvitationForm(initial={"uses": 1, "days": 7})
    context: dict[str, object] = {"form": shown, "invitations": invitations(request.viewer), "join": _join()}
    if request.method == "POST":
        return refused(request, "staff/invitations.html", context)
    return render(request, "staff/invitations.html", context)


@door(Capability.INVITATIONS)
@require_http_methods(["DELETE"])
def revoke(request: "MemberRequest", invitation_id: int) -> HttpResponse:
    """Nobody comes in by this link any more."""
    revoke_invitation(request.account, invitation_id)
    messages.success(request, _("The invitation is withdrawn."))
    return HttpResponseRedirect("/staff/invitations", status=303)


@door(Capability.SETTINGS)
def settings(request: "MemberRequest") -> HttpResponse:
    """Name, description, who may join, what visitors see, contact, colour."""
    if request.method != "POST":
        return render(request, "staff/settings.html", {"form": SettingsForm(initial=_present())})
    form = SettingsForm(request.POST)
    if form.is_valid():
        try:
            change_settings(request.account, form.settings())
        except Invalid as error:
            tell(form, error)
        else:
            messages.success(request, _("The settings are saved."))
            return HttpResponseRedirect(request.path, status=303)
    return refused(request, "staff/settings.html", {"form": form})


@door(Capability.AUDIT)
def log(request: "MemberRequest") -> HttpResponse:
    """What staff did, latest first."""
    found = entries(Page.parse(request.GET, limit=ROWS, most=ROWS))
    people = views(entry.actor_id for entry in found.items if entry.actor_id)
    seq, digest = head()
    context = {"entries": found, "people": people, "deed": deed, "thing": thing, "head": f"{seq}:{digest}"}
    return render(request, "staff/audit.html", context)


def _present() -> dict[str, object]:
    now = as_chosen()
    kept = {name: getattr(now, name) for name in COMMUNITY}
    players = "\n".join(now.players.split())
    kept |= {"second_factor": now.second_factor, "trends": now.trends, "profile_fields": now.profile_fields}
    return kept | {"players": players, "colour": now.colour or DEFAULT}


def _join() -> str:
    return f"{deployment.FOLKMOOT.origin}/sign-up?invitation="
