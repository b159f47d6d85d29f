"""Decisions without a case: remove a post, suspend an account."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from folkmoot.accounts.hydrate import views
from folkmoot.core.errors import Invalid, NotFound
from folkmoot.moderation.actions import remove_post, suspend
from folkmoot.staff.days import end_of
from folkmoot.staff.forms import RemovalForm, SuspensionForm
from folkmoot.web.access import Door, door
from folkmoot.web.forms import refused, tell

if TYPE_CHECKING:
    from folkmoot.web.requests import MemberRequest

LIST = "/staff/cases"


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
            suspend(request.account, account_id, form.cleaned_data["reason"], end_of(form.cleaned_data["ends_on"]))
        except Invalid as error:
            tell(form, error, ends_at="ends_on")
        else:
            messages.success(request, _("The account is suspended and signed out everywhere."))
            return HttpResponseRedirect(LIST, status=303)
    return refused(request, "staff/suspend.html", context)
