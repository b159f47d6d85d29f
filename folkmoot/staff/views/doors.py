"""How the door stands: how many come, from which addresses they may, and whether members invite."""

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from folkmoot.accounts.actions import drop_domain_rule, keep_domain_out, let_domain_in, trace_invitation
from folkmoot.accounts.capabilities import Capability
from folkmoot.accounts.hydrate import views
from folkmoot.accounts.queries import coming, domain_rules
from folkmoot.accounts.queries.trust import is_earned
from folkmoot.accounts.reach import EARNED, OPEN
from folkmoot.core.errors import Invalid, NotFound
from folkmoot.instance.actions import change_settings, send_guard_away
from folkmoot.instance.queries import as_chosen
from folkmoot.web.access import door
from folkmoot.web.forms import refused, tell

if TYPE_CHECKING:
    from folkmoot.web.requests import MemberRequest

LIST = "/staff/doors"


class DomainForm(forms.Form):
    """A domain, and why."""

    domain = forms.CharField(label=gettext_lazy("Domain"), max_length=253)
    note = forms.CharField(label=gettext_lazy("Why"), required=False, max_length=200)


class TraceForm(forms.Form):
    """Why somebody needs to know."""

    reason = forms.CharField(label=gettext_lazy("Why do you need to know?"), max_length=500, widget=forms.Textarea)


class Guard(NamedTuple):
    """Since when somebody looks at all who come, and why."""

    since: datetime
    why: str


@door(Capability.SETTINGS)
def doors(request: "MemberRequest") -> HttpResponse:
    """The page; a POST decides about one domain."""
    form = DomainForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        decide = let_domain_in if request.POST.get("decision") == "allow" else keep_domain_out
        try:
            decide(request.account, form.cleaned_data["domain"], form.cleaned_data["note"])
        except Invalid as error:
            tell(form, error)
        else:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(LIST, status=303)
    here = as_chosen()
    context: dict[str, object] = {
        "form": form,
        "rules": domain_rules(request.viewer),
        "coming": coming(request.viewer),
        "guard": guard_of(here.guard),
        "is_open": here.sign_up == "open",
        "members_invite": here.members_invite == "yes",
        "earned": is_earned(here),
    }
    if request.method == "POST":
        return refused(request, "staff/doors.html", context)
    return render(request, "staff/doors.html", context)


@door(Capability.SETTINGS)
@require_http_methods(["DELETE"])
def rule(request: "MemberRequest", domain: str) -> HttpResponse:
    """Decide nothing about a domain any more."""
    drop_domain_rule(request.account, domain)
    messages.success(request, _("The rule is gone."))
    return HttpResponseRedirect(LIST, status=303)


@door(Capability.SETTINGS)
@require_POST
def calm(request: "MemberRequest") -> HttpResponse:
    """Whoever comes is expected: open sign-up is open again."""
    send_guard_away(request.account)
    messages.success(request, _("Sign-up is open again. If many more come, it will ask for approval again."))
    return HttpResponseRedirect(LIST, status=303)


@door(Capability.SETTINGS)
@require_http_methods(["POST", "DELETE"])
def members_invite(request: "MemberRequest") -> HttpResponse:
    """Let members invite, or let them do so no more."""
    change_settings(request.account, {"members_invite": "yes" if request.method == "POST" else ""})
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(LIST, status=303)


@door(Capability.SETTINGS)
@require_http_methods(["POST", "DELETE"])
def reach(request: "MemberRequest") -> HttpResponse:
    """Let new members earn their reach, or have all of it from their first day on."""
    change_settings(request.account, {"reach": EARNED if request.method == "POST" else OPEN})
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(LIST, status=303)


@door(Capability.MEMBERS)
def invited_by(request: "MemberRequest", account_id: int) -> HttpResponse:
    """By whose invitation somebody came: with a reason, which stays in the log."""
    form, person = TraceForm(request.POST or None), views([account_id]).get(account_id)
    if person is None:
        raise NotFound
    context: dict[str, object] = {"form": form, "account": person, "trail": None}
    if request.method == "POST" and form.is_valid():
        try:
            context["trail"] = trace_invitation(request.account, account_id, form.cleaned_data["reason"])
            return render(request, "staff/invited_by.html", context)
        except Invalid as error:
            tell(form, error)
    if request.method == "POST":
        return refused(request, "staff/invited_by.html", context)
    return render(request, "staff/invited_by.html", context)


def guard_of(kept: str) -> Guard | None:
    """Since when and why there is a guard, in words; ``None`` in calm."""
    if not kept:
        return None
    since, kind, number = kept.split(" ", 2)
    count = int(number)
    if kind == "near":
        words = ngettext(
            "%(count)s person from one network signed up within ten minutes",
            "%(count)s people from one network signed up within ten minutes",
            count,
        )
    else:
        words = ngettext(
            "%(count)s person signed up within ten minutes, far more than usual",
            "%(count)s people signed up within ten minutes, far more than usual",
            count,
        )
    return Guard(datetime.fromisoformat(since), words % {"count": count})
