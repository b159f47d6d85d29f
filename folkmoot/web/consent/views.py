"""An app sends a member here: what it wants, who it would speak for, and two buttons."""

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_http_methods

from folkmoot.accounts.actions import Asked, AskedWrongly, allow_app, asked
from folkmoot.accounts.hydrate import views
from folkmoot.accounts.queries import is_staff
from folkmoot.web.access import Door, door, factor_page, has_shown_factor
from folkmoot.web.consent.words import STAFF, may

if TYPE_CHECKING:
    from folkmoot.accounts.queries import Account
    from folkmoot.web.requests import WebRequest

# The answer to the form leads to the app, and from there on who knows where: browsers would hold back that as well.
_LEADS_AWAY: dict[str, Any] = {name: sources for name, sources in settings.SECURE_CSP.items() if name != "form-action"}
_DENIED = ("error", "access_denied"), ("error_description", "The resource owner denied the request.")
_YES = frozenset({"1", "true", "on", "yes"})


@door(Door.VISITORS)
@never_cache
@csp_override(_LEADS_AWAY)
@require_http_methods(["GET", "HEAD", "POST"])
def authorize(request: "WebRequest") -> HttpResponse:
    """What an app asks for, and the member's answer; who has not signed in does that first."""
    with translation.override(_language(request)):
        try:
            wanted = asked(_pairs(request))
        except AskedWrongly as wrong:
            return _wrong(request, wrong)
        if request.viewer is None or request.account is None:
            return _sign_in_first(request)
        if _needs_factor(request, wanted):
            return _factor_first(request)
        if request.method == "POST":
            return _decided(request, request.account, wanted)
        return render(request, "consent/ask.html", _context(request, request.account, wanted))


def _pairs(request: "WebRequest") -> list[tuple[str, str]]:
    """The question stands in the address, when it is answered too."""
    return [(name, value) for name, values in request.GET.lists() for value in values]


def _language(request: "WebRequest") -> str:
    wanted = request.GET.get("lang", "").partition("-")[0]
    return wanted if wanted in dict(settings.LANGUAGES) else translation.get_language() or settings.LANGUAGE_CODE


def _context(request: "WebRequest", account: "Account", wanted: Asked) -> dict[str, object]:
    return {
        "asked": wanted,
        "me": views([account.id])[account.id],
        "may": may(wanted.scopes),
        "again": request.GET.get("force_login", "").lower() in _YES,
        "here": _address(request),
    }


def _decided(request: "WebRequest", account: "Account", wanted: Asked) -> HttpResponse:
    if request.POST.get("decision") != "allow":
        return _answered(request, wanted, wanted.answer(*_DENIED), "consent/denied.html")
    code = allow_app(account, _pairs(request))
    return _answered(request, wanted, wanted.answer(("code", code)), "consent/code.html", code)


def _answered(request: "WebRequest", wanted: Asked, address: str, page: str, code: str = "") -> HttpResponse:
    """On to the app, whatever its address begins with; or a page, where the member is the messenger."""
    if wanted.shows_code:
        return render(request, page, {"asked": wanted, "code": code})
    return HttpResponse(status=303, headers={"Location": address})


def _wrong(request: "WebRequest", wrong: AskedWrongly) -> HttpResponse:
    """Nobody is sent away by a link that somebody made up: the way on is theirs to choose."""
    return render(request, "consent/wrong.html", {"wrong": wrong, "why": _why(wrong.error)}, status=400)


def _why(error: str) -> str:
    return {
        "invalid_client": _("This app is not known here. In the app, please begin to sign in once more."),
        "invalid_redirect_uri": _("The app wants you to go on to an address that it did not name when it was set up."),
        "invalid_scope": _("The app asks for something that does not exist here, or that it is not set up for."),
    }.get(error, _("The app sent you here with a question that we cannot read."))


def _sign_in_first(request: "WebRequest") -> HttpResponse:
    if request.account is not None:
        return HttpResponseRedirect("/waiting")
    return HttpResponseRedirect(f"{settings.LOGIN_URL}?{urlencode({'next': _address(request)})}", status=303)


def _needs_factor(request: "WebRequest", wanted: Asked) -> bool:
    """Staff let a program do what staff do only in a session that has shown a second factor, as their pages demand."""
    asks = any(scope.startswith(STAFF) for scope in wanted.scopes) and not settings.TEST_PROFILE
    if not asks or not is_staff(request.viewer or 0):
        return False
    return not has_shown_factor(request)


def _factor_first(request: "WebRequest") -> HttpResponse:
    """Whoever answered in another session than the one that was asked is asked again."""
    messages.info(request, _("This app wants to do what staff do. Please show your second factor first."))
    return HttpResponseRedirect(factor_page(request) if request.method != "POST" else _address(request), status=303)


def _address(request: "WebRequest") -> str:
    """This question; whoever comes back to it has just signed in."""
    left = request.GET.copy()
    left.pop("force_login", None)
    return f"{request.path}?{left.urlencode()}"
