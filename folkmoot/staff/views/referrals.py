"""A life may be in danger: who is told, in which words, and that it was done."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from folkmoot.accounts.capabilities import Capability
from folkmoot.core.errors import Invalid
from folkmoot.moderation.actions.referral import drop_referral, mark_sent, refer, rewrite_referral
from folkmoot.moderation.police import COUNTRIES, EUROPOL
from folkmoot.moderation.queries.referrals import ReferralView, referral, referrals_of, subject_of, unsent_referrals
from folkmoot.staff.appeal_forms import CountryForm, ReferralForm, SentForm
from folkmoot.web.access import door
from folkmoot.web.forms import refused, tell
from folkmoot.web.social.back import SeeOther

if TYPE_CHECKING:
    from django.http import HttpResponse

    from folkmoot.web.requests import MemberRequest

LIST = "/staff/threats"


@door(Capability.REFERRALS)
@require_safe
def threats(request: "MemberRequest") -> "HttpResponse":
    """What the police still have to be told, the oldest first."""
    return render(request, "staff/threats.html", {"waiting": unsent_referrals(request.viewer), "places": COUNTRIES})


@door(Capability.CASES)
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: "MemberRequest", case_id: int) -> "HttpResponse":
    """The button of a case: in which country, and everything else is written down already."""
    account = subject_of(request.viewer, case_id)
    form = CountryForm(request.POST) if request.method == "POST" else CountryForm(initial={"country": ""})
    context = {"form": form, "case_id": case_id, "account": account, "earlier": referrals_of(request.viewer, case_id)}
    if request.method != "POST":
        return render(request, "staff/threat_begin.html", context)
    if form.is_valid():
        return SeeOther(f"{LIST}/{refer(request.account, case_id, form.cleaned_data['country'])}")
    return refused(request, "staff/threat_begin.html", context)


@door(Capability.REFERRALS)
@require_http_methods(["GET", "HEAD", "POST", "DELETE"])
def threat(request: "MemberRequest", referral_id: int) -> "HttpResponse":
    """What to send and to whom; a POST changes it, a DELETE says that it was a mistake."""
    if request.method == "DELETE":
        drop_referral(request.account, referral_id)
        messages.success(request, _("Nothing is sent, and nobody is reminded any more."))
        return SeeOther(LIST)
    view = referral(request.viewer, referral_id)
    form = ReferralForm(request.POST) if request.method == "POST" else _filled(view)
    if request.method == "POST" and form.is_valid():
        try:
            rewrite_referral(request.account, referral_id, form.cleaned_data["country"], form.cleaned_data["text"])
        except Invalid as error:
            tell(form, error)
        else:
            messages.success(request, _("Saved."))
            return SeeOther(request.path)
    return _show(request, view, form, SentForm())


@door(Capability.REFERRALS)
@require_POST
def sent(request: "MemberRequest", referral_id: int) -> "HttpResponse":
    """The police know."""
    view, form = referral(request.viewer, referral_id), SentForm(request.POST)
    if form.is_valid():
        try:
            mark_sent(request.account, referral_id, form.cleaned_data["how"])
        except Invalid as error:
            tell(form, error)
        else:
            messages.success(request, _("Thank you. It is noted, and nobody is reminded any more."))
            return SeeOther(f"{LIST}/{referral_id}")
    return _show(request, view, _filled(view), form)


def _filled(view: ReferralView) -> ReferralForm:
    return ReferralForm(initial={"country": view.country, "text": view.text})


def _show(request: "MemberRequest", view: ReferralView, form: ReferralForm, sending: SentForm) -> "HttpResponse":
    status = 422 if form.is_bound or sending.is_bound else 200
    context = {"view": view, "form": form, "sending": sending, "place": COUNTRIES[view.country], "europol": EUROPOL}
    return render(request, "staff/threat.html", context, status=status)
