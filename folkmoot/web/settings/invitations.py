"""The invitations that a member made, where the owners let members invite."""

from typing import TYPE_CHECKING

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from folkmoot.accounts.actions import invite_as_member, withdraw_invitation
from folkmoot.accounts.queries import invites_left, may_invite, own_invitations
from folkmoot.core.errors import Invalid, NotFound
from folkmoot.instance.queries import community
from folkmoot.web.forms import refused, tell

if TYPE_CHECKING:
    from folkmoot.web.requests import MemberRequest


class InviteForm(forms.Form):
    """For how many people."""

    uses = forms.IntegerField(label=gettext_lazy("For how many people"), initial=1)


def invitations(request: "MemberRequest") -> HttpResponse:
    """The links one passes on; a POST makes one. Whoever may not invite and has none finds nothing here."""
    allowed, mine = may_invite(request.account, community()), own_invitations(request.viewer)
    if not (allowed or mine):
        raise NotFound
    form = InviteForm(request.POST or None, initial={"uses": 1})
    if request.method == "POST" and form.is_valid():
        try:
            invite_as_member(request.account, form.cleaned_data["uses"])
        except Invalid as error:
            tell(form, error)
        else:
            messages.success(request, _("The invitation is made. Copy its link and pass it on."))
            return HttpResponseRedirect(request.path, status=303)
    context: dict[str, object] = {
        "form": form if request.method == "POST" else InviteForm(initial={"uses": 1}),
        "mine": mine,
        "left": invites_left(request.viewer) if allowed else 0,
        "join": f"{settings.FOLKMOOT.origin}/sign-up?invitation=",
    }
    if request.method == "POST":
        return refused(request, "settings/invitations.html", context)
    return render(request, "settings/invitations.html", context)


@require_http_methods(["DELETE"])
def invitation(request: "MemberRequest", invitation_id: int) -> HttpResponse:
    """Nobody comes in by this link any more."""
    withdraw_invitation(request.account, invitation_id)
    messages.success(request, _("The invitation is withdrawn."))
    return HttpResponseRedirect("/settings/invitations", status=303)
