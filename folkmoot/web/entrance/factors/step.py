"""The second step of signing in, the same later in a session that came without it, and a passkey in place of both."""

from typing import TYPE_CHECKING

from allauth.account.internal.decorators import login_stage_required
from allauth.account.internal.flows.login import perform_login
from allauth.account.internal.stagekit import stash_login
from allauth.account.models import Login as SigningIn
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from folkmoot.accounts.queries import has_factor
from folkmoot.core import limits, security_log
from folkmoot.core.limits import rules
from folkmoot.web.access import Door, door, first_of_all
from folkmoot.web.entrance.factors import passkeys, proof
from folkmoot.web.entrance.factors.held import PASSKEY
from folkmoot.web.entrance.factors.showing import ShowingForm
from folkmoot.web.social.back import local

if TYPE_CHECKING:
    from folkmoot.web.requests import MemberRequest, WebRequest

TRIES = 5  # then the password is asked again
PAGE = "factors/step.html"


@door(Door.VISITORS)
@login_stage_required(stage=proof.STAGE, redirect_urlname="account_login")  # type: ignore[untyped-decorator]  # allauth's
def second_step(request: "WebRequest") -> HttpResponse:
    """After the password: a code, a recovery code or a passkey."""
    stage = vars(request)["_login_stage"]
    form = ShowingForm(request, stage.login.user, passkeys.STEP, given=request.method == "POST")
    context: dict[str, object] = {"form": form, "purpose": passkeys.STEP, "signing_in": True}
    if request.method != "POST":
        return render(request, PAGE, context)
    if form.is_valid():
        return _left(stage.exit())
    stage.state["tries"] = stage.state.get("tries", 0) + 1
    if stage.state["tries"] >= TRIES:
        messages.error(request, _("There were too many attempts. Please begin again."))
        return _left(stage.abort())
    stash_login(request, stage.login)
    return render(request, PAGE, context, status=422)


@never_cache
@first_of_all
def prove(request: "MemberRequest") -> HttpResponse:
    """In a session that came without its second step: now."""
    there = local(request, request.GET.get("next", "")) or "/"
    if proof.is_proved(request) or not has_factor(proof.login_of(request).pk):
        return HttpResponseRedirect(there if proof.is_proved(request) else "/settings/safety", status=303)
    form = ShowingForm(request, proof.login_of(request), passkeys.STEP, given=request.method == "POST")
    if request.method == "POST" and form.is_valid():
        return HttpResponseRedirect(there, status=303)
    context: dict[str, object] = {"form": form, "purpose": passkeys.STEP, "signing_in": False}
    return render(request, PAGE, context, status=422 if request.method == "POST" else 200)


@door(Door.VISITORS)
@require_POST
def by_passkey(request: "WebRequest") -> HttpResponse:
    """Come in with a passkey alone: it has asked for a finger or a PIN, so that it is both steps."""
    limits.count_from(rules.SIGN_IN, request.META.get("REMOTE_ADDR", ""))
    answer = request.POST.get("credential", "")
    login = passkeys.owner_of(answer)
    some_id = passkeys.use(request, passkeys.SIGN_IN, login, answer) if login else None
    if login is None or some_id is None:
        security_log.refused(request, "Passkey refused", who=login.email if login else "")
        messages.error(request, _("That passkey does not open anything here. Please try again, or use your password."))
        return HttpResponseRedirect("/sign-in", status=303)
    proof.note(request, login, proof.FACTOR, type=PASSKEY, id=some_id, passwordless=True)
    there = local(request, request.POST.get("next", "")) or "/"
    return _left(perform_login(request, SigningIn(user=login, redirect_url=there)))


def _left(response: HttpResponse) -> HttpResponse:
    """Whatever follows is asked for with GET."""
    if response.status_code == 302:  # noqa: PLR2004 - what Django's redirects are
        response.status_code = 303
    return response
