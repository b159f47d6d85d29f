"""What holds for all that a member writes, unless a post says otherwise."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from folkmoot.accounts.actions import choose_quoting
from folkmoot.web.social.quoters import quoters

if TYPE_CHECKING:
    from folkmoot.web.requests import MemberRequest


def posting(request: "MemberRequest") -> HttpResponse:
    """Who may quote my posts."""
    if request.method != "POST":
        return render(request, "settings/posting.html", {"quoters": quoters()})
    choose_quoting(request.account, request.POST.get("quote_policy", ""))
    messages.success(request, _("That holds for what you write from now on."))
    return HttpResponseRedirect(request.path, status=303)
