"""What holds for all that a member writes, unless a post says otherwise."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from folkmoot.accounts.actions import choose_audience, choose_quoting, show_files, warn_of_files
from folkmoot.accounts.actions.habits import SCOPES
from folkmoot.web.social.audiences import audiences
from folkmoot.web.social.quoters import quoters

if TYPE_CHECKING:
    from folkmoot.web.requests import MemberRequest


def posting(request: "MemberRequest") -> HttpResponse:
    """For whom my posts are, whether my pictures come with a warning, and who may quote me."""
    if request.method != "POST":
        wide = [each for each in audiences() if each.value in SCOPES]
        return render(request, "settings/posting.html", {"quoters": quoters(), "audiences": wide})
    with transaction.atomic():
        choose_audience(request.account, request.POST.get("post_scope", ""))
        choose_quoting(request.account, request.POST.get("quote_policy", ""))
        (warn_of_files if "post_sensitive" in request.POST else show_files)(request.account)
    messages.success(request, _("That holds for what you write from now on."))
    return HttpResponseRedirect(request.path, status=303)
