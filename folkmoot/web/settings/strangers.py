"""What a member hears of people they hardly know."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from folkmoot.notifications.actions import choose_policy
from folkmoot.notifications.queries import policy_of

if TYPE_CHECKING:
    from folkmoot.web.requests import MemberRequest


def policy(request: "MemberRequest") -> HttpResponse:
    """Of whom I am told, whom I look at first, and of whom I hear nothing."""
    chosen = policy_of(request.viewer)
    if request.method != "POST":
        context = {"questions": [(name, label, getattr(chosen, name)) for name, label in _questions()], "ways": _ways()}
        return render(request, "settings/notifications.html", context)
    sent = {name: request.POST.get(name, "") for name, _label in _questions()}
    choose_policy(request.account, chosen._replace(**sent))
    messages.success(request, _("That holds from now on. What you were told before stays where it is."))
    return HttpResponseRedirect(request.path, status=303)


def _questions() -> list[tuple[str, str]]:
    return [
        ("not_following", _("People you do not follow")),
        ("not_followers", _("People who do not follow you, or have for less than three days")),
        ("new_accounts", _("Accounts that are younger than 30 days, unless you follow them")),
        ("private_mentions", _("People you do not follow who write to you privately, unless they answer you")),
    ]


def _ways() -> list[tuple[str, str]]:
    return [
        ("accept", _("Tell me")),
        ("filter", _("Let me have a look first")),
        ("drop", _("Tell me nothing")),
    ]
