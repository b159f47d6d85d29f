"""The page "Signing in safely": what there is, and the ways to add it and to take it away."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from folkmoot.core.errors import Invalid, NotAllowed, NotFound
from folkmoot.instance.queries import community
from folkmoot.web.access import first_of_all
from folkmoot.web.entrance.factors import changes, passkeys, proof, totp
from folkmoot.web.entrance.factors.held import PASSKEY, TOTP, held
from folkmoot.web.entrance.factors.sealing import seal, unseal
from folkmoot.web.entrance.factors.stepup import stepped_up
from folkmoot.web.entrance.sessions import named
from folkmoot.web.forms import refused

if TYPE_CHECKING:
    from folkmoot.web.requests import MemberRequest

HOME = "/settings/safety"
_NEXT = "totp.secret"  # in the session, until it is proved that an app has it
_LEFT_OVER = 3  # codes from which on we say that there are few


@never_cache
@first_of_all
@require_safe
def safety(request: "MemberRequest") -> HttpResponse:
    """How I sign in, and what would make it safer."""
    return render(request, "factors/safety.html", _held(request))


@never_cache
@first_of_all
@stepped_up
def app(request: "MemberRequest") -> HttpResponse:
    """Set up an app that makes codes; DELETE takes it away."""
    if request.method == "DELETE":
        changes.take(request, TOTP)
        messages.success(request, _("The app is not asked for any more."))
        return HttpResponseRedirect(HOME, status=303)
    secret = _secret(request)
    context = {"secret": secret, "address": _address(request, secret), "problem": ""}
    if request.method != "POST":
        return render(request, "factors/app.html", context)
    step = totp.matching(secret, request.POST.get("code", ""))
    if step is None:
        context["problem"] = _("That is not the code of this moment. Does the clock of your device go right?")
        return refused(request, "factors/app.html", dict(context))
    del request.session[_NEXT]
    return _added(request, changes.put_app(request, secret, step), _("The app is set up."))


@never_cache
@first_of_all
@stepped_up
@require_safe
def picture(request: "MemberRequest") -> HttpResponse:
    """The square that the app reads."""
    drawn = totp.picture(_address(request, _secret(request)))
    return HttpResponse(drawn, content_type="image/svg+xml")


@never_cache
@first_of_all
@stepped_up
def new_passkey(request: "MemberRequest") -> HttpResponse:
    """Make a passkey on this device, or on one beside it."""
    login = proof.login_of(request)
    if passkeys.is_full(login):
        raise NotAllowed(_("You have as many passkeys as one can have. Remove one first."))
    typed = request.POST.get("name", "")
    if request.method != "POST":
        return render(request, "factors/passkey_new.html", {"name": _device(request), "problem": ""})
    name = passkeys.name_for(login, typed, _device(request))
    made = changes.put_passkey(request, name, request.POST.get("credential", ""))
    if made is None:
        problem = _("The passkey could not be made. Please try again.")
        return refused(request, "factors/passkey_new.html", {"name": typed, "problem": problem})
    return _added(request, made, _("The passkey is added."))


@never_cache
@first_of_all
@stepped_up
@require_http_methods(["POST", "DELETE"])
def passkey(request: "MemberRequest", passkey_id: int) -> HttpResponse:
    """Call a passkey something else; DELETE takes it away."""
    if request.method == "DELETE":
        changes.take(request, PASSKEY, passkey_id)
        messages.success(request, _("The passkey opens nothing here any more. You may delete it on your device, too."))
        return HttpResponseRedirect(HOME, status=303)
    try:
        changes.rename(request, passkey_id, _named(request))
    except Invalid as error:
        return refused(request, "factors/safety.html", _held(request) | {"wrong": passkey_id, "problem": error.message})
    messages.success(request, _("The name is saved."))
    return HttpResponseRedirect(HOME, status=303)


@never_cache
@first_of_all
@stepped_up
@require_POST
def new_codes(request: "MemberRequest") -> HttpResponse:
    """Ten new recovery codes, shown this once."""
    if not held(proof.login_of(request)).any:
        raise NotFound
    return _shown(request, changes.put_codes(request))


def _held(request: "MemberRequest") -> dict[str, object]:
    has = held(proof.login_of(request))
    few = has.codes is not None and has.codes <= _LEFT_OVER
    return {"held": has, "few": few, "wrong": None, "problem": ""}


def _added(request: "MemberRequest", made: list[str], text: str) -> HttpResponse:
    """The first factor brings recovery codes with it."""
    messages.success(request, text)
    return _shown(request, made) if made else HttpResponseRedirect(HOME, status=303)


def _shown(request: "MemberRequest", made: list[str]) -> HttpResponse:
    context = {"codes": made, "community": community().name, "name": request.account.username}
    return render(request, "factors/codes.html", context)


def _secret(request: "MemberRequest") -> str:
    secret = unseal(request.session.get(_NEXT, ""))
    if not secret:
        secret = totp.new_secret()
        request.session[_NEXT] = seal(secret)
    return secret


def _address(request: "MemberRequest", secret: str) -> str:
    return totp.address(secret, community().name, request.account.username)


def _device(request: "MemberRequest") -> str:
    return named(request.headers.get("User-Agent", ""))


def _named(request: "MemberRequest") -> str:
    typed = request.POST.get("name", "").strip()
    if not typed:
        raise Invalid("name", _("A passkey needs a name, so that you know which it is."))
    return typed
