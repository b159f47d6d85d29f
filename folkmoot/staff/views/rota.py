"""The rota: who looks after cases when, and each one's own hours."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from folkmoot.accounts.capabilities import Capability
from folkmoot.core.errors import Invalid
from folkmoot.moderation.actions.rota import add_hours, choose_peace, drop_hours
from folkmoot.moderation.queries.rota import HoursView, hours_of
from folkmoot.moderation.queries.rota import rota as all_hours
from folkmoot.staff import rota_words
from folkmoot.staff.rota_forms import DutyForm, PeaceForm
from folkmoot.web.access import door
from folkmoot.web.forms import tell
from folkmoot.web.social.back import SeeOther
from folkmoot.web.time_zones import zone_name

if TYPE_CHECKING:
    from django.http import HttpResponse

    from folkmoot.web.requests import MemberRequest

PAGE = "/staff/rota"


@door(Capability.CASES)
@require_safe
def rota(request: "MemberRequest") -> "HttpResponse":
    """Who is there now, who comes next, and the week from today on."""
    context = {"rota": all_hours(request.viewer), "words": rota_words, "me": request.viewer}
    return render(request, "staff/rota.html", context)


@door(Capability.CASES)
@require_http_methods(["GET", "HEAD", "POST"])
def hours(request: "MemberRequest", account_id: int) -> "HttpResponse":
    """The hours of one of the staff; a POST adds some."""
    view = hours_of(request.viewer, account_id)
    form = DutyForm(request.POST) if request.method == "POST" else DutyForm()
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        days = rota_words.weekdays_of(typed["weekdays"])
        try:
            add_hours(request.account, account_id, days, typed["begins"], typed["ends"])
        except Invalid as error:
            tell(form, error)
        else:
            return _saved(request, account_id)
    return _show(request, view, form, PeaceForm.filled(view))


@door(Capability.CASES)
@require_POST
def peace(request: "MemberRequest", account_id: int) -> "HttpResponse":
    """When somebody is left in peace."""
    view, form = hours_of(request.viewer, account_id), PeaceForm(request.POST)
    if form.is_valid():
        try:
            choose_peace(request.account, account_id, form.wanted())
        except Invalid as error:
            tell(form, error)
        else:
            return _saved(request, account_id)
    return _show(request, view, DutyForm(), form)


@door(Capability.CASES)
@require_http_methods(["DELETE"])
def drop(request: "MemberRequest", account_id: int, duty_id: int) -> "HttpResponse":
    """These hours no more."""
    hours_of(request.viewer, account_id)
    drop_hours(request.account, account_id, duty_id)
    return _saved(request, account_id)


def _saved(request: "MemberRequest", account_id: int) -> SeeOther:
    messages.success(request, _("Saved."))
    return SeeOther(f"{PAGE}/{account_id}")


def _show(request: "MemberRequest", view: HoursView, adding: DutyForm, resting: PeaceForm) -> "HttpResponse":
    context = {
        "view": view,
        "zone": zone_name(view.zone),
        "mine": view.account.id == request.viewer,
        "adding": adding,
        "resting": resting,
        "words": rota_words,
    }
    status = 422 if adding.is_bound or resting.is_bound else 200
    return render(request, "staff/rota_hours.html", context, status=status)
