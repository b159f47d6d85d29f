"""The pages around the sign-in service: the way there, the way back, and connecting it or not."""

import logging
import time
from typing import TYPE_CHECKING, Any, cast

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login as SigningIn
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from folkmoot.accounts.actions import link_identity, unlink_identity
from folkmoot.accounts.queries import is_linked, login_of_identity, login_of_proved_address
from folkmoot.core import limits
from folkmoot.core.errors import Invalid, NotAllowed, NotFound
from folkmoot.core.limits import rules
from folkmoot.web.access import Door, door
from folkmoot.web.entrance import alerts
from folkmoot.web.entrance.factors import proof
from folkmoot.web.entrance.factors.held import held
from folkmoot.web.entrance.factors.stepup import stepped_up
from folkmoot.web.entrance.oidc import service
from folkmoot.web.social.back import local

if TYPE_CHECKING:
    from folkmoot.accounts.queries import Login
    from folkmoot.web.requests import MemberRequest, WebRequest

ASKED = "service.asked"  # in the session: one question at a time, good once
SECONDS = 600  # that somebody may take at the service
SETTINGS = "/settings/service"
logger = logging.getLogger(__name__)


@door(Door.VISITORS)
@require_POST
def begin(request: "WebRequest") -> HttpResponse:
    """Go to the service to sign in."""
    _require_service()
    there = local(request, request.POST.get("next", ""))
    return _sent(request, {"next": there, "account": None}, "/sign-in")


@require_http_methods(["GET", "HEAD", "POST", "DELETE"])
@stepped_up
def connection(request: "MemberRequest") -> HttpResponse:
    """Whether I come in through the service, and how I begin or end that."""
    _require_service()
    login = _login(request)
    linked = is_linked(login.pk, service.issuer())
    if request.method == "DELETE":
        return _unlinked(request, login)
    if request.method == "POST" and not linked:
        return _sent(request, {"next": SETTINGS, "account": request.account.id}, SETTINGS)
    context = {"name": settings.FOLKMOOT.oidc_name, "linked": linked, "last": linked and _is_last_way(login)}
    return render(request, "settings/service.html", context)


@never_cache
@door(Door.VISITORS)
@require_safe
def returned(request: "WebRequest") -> HttpResponse:
    """Back from the service, with an answer to the question of this very session or with none."""
    _require_service()
    asked = request.session.pop(ASKED, None)
    if not _is_answer(request, asked):
        return _not_so(request, "an answer that nobody waits for", "/sign-in")
    limits.count_from(rules.SIGN_IN, request.META.get("REMOTE_ADDR", ""))
    try:
        person = service.answer(service.Question(*asked["question"]), request.GET["code"])
    except service.Refused as problem:
        return _not_so(request, str(problem), SETTINGS if asked["account"] else "/sign-in")
    if asked["account"] is not None:
        return _linked(request, person, asked)
    return _signed_in(request, person, asked["next"])


def _login(request: "WebRequest") -> "Login":
    return cast("Login", cast("MemberRequest", request).account.login)


def _sent(request: "WebRequest", asked: dict[str, Any], otherwise: str) -> HttpResponse:
    limits.count_from(rules.SIGN_IN, request.META.get("REMOTE_ADDR", ""))
    try:
        question, there = service.ask()
    except service.Refused as problem:
        return _not_so(request, str(problem), otherwise)
    request.session[ASKED] = {**asked, "question": list(question), "at": time.time()}
    if service.is_at_issuer(there):
        return HttpResponseRedirect(there, status=303)
    return render(request, "account/service.html", {"there": there})  # whither no form of ours may lead, a link does


def _is_answer(request: "WebRequest", asked: dict[str, Any] | None) -> bool:
    if not asked or time.time() - asked["at"] > SECONDS or not request.GET.get("code"):
        return False
    same = constant_time_compare(asked["question"][0], request.GET.get("state", ""))
    return same and request.GET.get("iss", service.issuer()) == service.issuer()


def _signed_in(request: "WebRequest", person: service.Person, there: str) -> HttpResponse:
    login = login_of_identity(service.issuer(), person.subject) or _joined(request, person)
    if login is None:
        messages.error(request, _("Nobody here is connected with that. Sign in once as usual, and connect it then."))
        return HttpResponseRedirect("/sign-in", status=303)
    proof.note(request, login, proof.ELSEWHERE)
    response: HttpResponse = perform_login(request, SigningIn(user=login, redirect_url=there))
    response.status_code = 303 if response.status_code == 302 else response.status_code  # noqa: PLR2004 - Django's own
    return response


def _joined(request: "WebRequest", person: service.Person) -> "Login | None":
    """Whose address it is, proved there and proved here; they hear of the connection by mail."""
    login = login_of_proved_address(person.email) if person.email else None
    if login is None or is_linked(login.pk, service.issuer()):
        return None
    with transaction.atomic():
        link_identity(login.pk, service.issuer(), person.subject)
        alerts.changed(request, "account_connected", login)
    return login


def _linked(request: "WebRequest", person: service.Person, asked: dict[str, Any]) -> HttpResponse:
    if request.account is None or request.viewer != asked["account"]:  # somebody else signed in meanwhile
        return _not_so(request, "another account", "/sign-in")
    login = _login(request)
    try:
        with transaction.atomic():
            link_identity(login.pk, service.issuer(), person.subject)
            alerts.changed(request, "account_connected", login)
    except Invalid as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("From now on you can sign in with it."))
    return HttpResponseRedirect(SETTINGS, status=303)


def _unlinked(request: "MemberRequest", login: "Login") -> HttpResponse:
    if _is_last_way(login):
        raise NotAllowed(_("It is your only way in. Set up a password or a passkey first."))
    with transaction.atomic():
        unlink_identity(login.pk, service.issuer())
        alerts.changed(request, "account_disconnected", login)
    messages.success(request, _("You do not sign in with it any more."))
    return HttpResponseRedirect(SETTINGS, status=303)


def _is_last_way(login: "Login") -> bool:
    has = held(login)
    return not (has.password or has.passkeys)


def _not_so(request: "WebRequest", why: str, there: str) -> HttpResponse:
    logger.warning("The sign-in service gave no good answer: %s", why.splitlines()[0][:200] if why else "")
    messages.error(request, _("That did not work. Please try again, or sign in another way."))
    return HttpResponseRedirect(there, status=303)


def _require_service() -> None:
    if not service.is_there():
        raise NotFound
