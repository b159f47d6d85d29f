"""The programs that a member has let in, and the way to shut them out again."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from folkmoot.accounts.actions import disconnect_app, revoke_token
from folkmoot.accounts.queries import connected_apps, tokens
from folkmoot.web.consent.words import may

if TYPE_CHECKING:
    from datetime import date

    from folkmoot.web.requests import MemberRequest

ADDRESS = "/settings/apps"


@require_safe
def apps(request: "MemberRequest") -> HttpResponse:
    """Which apps I let in, what they may do, and when they were last here."""
    known = [(each, may(each.scopes), _said(each.used_on)) for each in connected_apps(request.account)]
    own = [(each, may(each.scopes), _said(each.used_on)) for each in tokens(request.account)]
    return render(request, "settings/connected.html", {"apps": known, "tokens": own})


@require_http_methods(["DELETE"])
def app(request: "MemberRequest", app_id: int) -> HttpResponse:
    """Shut an app out."""
    disconnect_app(request.account, app_id)
    messages.success(request, _("The app is shut out. It can do nothing more in your name."))
    return HttpResponseRedirect(ADDRESS, status=303)


@require_http_methods(["DELETE"])
def token(request: "MemberRequest", token_id: int) -> HttpResponse:
    """Make an end of a token that was made for me by hand."""
    revoke_token(request.account, token_id)
    messages.success(request, _("The token works no more."))
    return HttpResponseRedirect(ADDRESS, status=303)


def _said(day: "date | None") -> str:
    return dateformat.format(day, pgettext("date", "j F Y")) if day else ""
