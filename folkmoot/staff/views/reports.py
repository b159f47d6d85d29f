"""What members reported, and the decisions that answer: set aside, remove a post, suspend an account, lift it again."""

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from folkmoot.accounts.hydrate import views
from folkmoot.core.cursors import Page
from folkmoot.core.errors import Invalid, NotFound
from folkmoot.moderation.actions import dismiss, lift, remove_post, suspend
from folkmoot.moderation.queries import reports, restrictions
from folkmoot.staff.forms import RemovalForm, SuspensionForm
from folkmoot.web.access import Door, door
from folkmoot.web.forms import refused, tell

if TYPE_CHECKING:
    from datetime import date

    from folkmoot.web.requests import MemberRequest

LIST = "/staff/reports"
ROWS = 20


@door(Door.STAFF)
def open_reports(request: "MemberRequest") -> HttpResponse:
    """What waits for a decision, newest first."""
    found = reports(request.viewer, Page.parse(request.GET, limit=ROWS, most=ROWS))
    return render(request, "staff/reports.html", {"reports": found})


@door(Door.STAFF)
@require_POST
def set_aside(request: "MemberRequest", report_id: int) -> HttpResponse:
    """Nothing needs to be done."""
    dismiss(request.account, report_id)
    messages.success(request, _("The report is closed; nothing was changed."))
    return HttpResponseRedirect(LIST, status=303)


@door(Door.STAFF)
def remove(request: "MemberRequest", post_id: int) -> HttpResponse:
    """Take a post away, with a reason."""
    form = RemovalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        remove_post(request.account, post_id, form.cleaned_data["reason"])
        messages.success(request, _("The post is removed. You can bring it back under “Decisions”."))
        return HttpResponseRedirect(LIST, status=303)
    if request.method == "POST":
        return refused(request, "staff/remove.html", {"form": form})
    return render(request, "staff/remove.html", {"form": form})


@door(Door.STAFF)
def suspend_account(request: "MemberRequest", account_id: int) -> HttpResponse:
    """Suspend an account, with a reason and perhaps an end."""
    account = views([account_id]).get(account_id)
    if account is None:
        raise NotFound
    form = SuspensionForm(request.POST or None)
    context: dict[str, object] = {"form": form, "account": account}
    if request.method != "POST":
        return render(request, "staff/suspend.html", context)
    if form.is_valid():
        try:
            suspend(request.account, account_id, form.cleaned_data["reason"], _end_of(form.cleaned_data["ends_on"]))
        except Invalid as error:
            tell(form, error, ends_at="ends_on")
        else:
            messages.success(request, _("The account is suspended and signed out everywhere."))
            return HttpResponseRedirect(LIST, status=303)
    return refused(request, "staff/suspend.html", context)


@door(Door.STAFF)
def running(request: "MemberRequest") -> HttpResponse:
    """The decisions that hold at this moment."""
    found = restrictions(request.viewer, Page.parse(request.GET, limit=ROWS, most=ROWS))
    return render(request, "staff/restrictions.html", {"restrictions": found})


@door(Door.STAFF)
@require_http_methods(["DELETE"])
def end(request: "MemberRequest", restriction_id: int) -> HttpResponse:
    """Lift a decision."""
    lift(request.account, restriction_id)
    messages.success(request, _("Lifted. What was hidden is back."))
    return HttpResponseRedirect("/staff/restrictions", status=303)


def _end_of(day: "date | None") -> datetime | None:
    """The end of that day, in the community's time."""
    if day is None:
        return None
    return timezone.make_aware(datetime.combine(day, time.min)) + timedelta(days=1)
