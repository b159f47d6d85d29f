"""What a browser asks before a device is asked: a fresh question for one purpose, as JSON."""

from typing import TYPE_CHECKING, Any

from allauth.account.stages import LoginStageController
from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from folkmoot.core import limits
from folkmoot.core.errors import NotFound
from folkmoot.core.limits import rules
from folkmoot.web.access import Door, door, first_of_all
from folkmoot.web.entrance.factors import passkeys, proof

if TYPE_CHECKING:
    from folkmoot.web.requests import WebRequest


@never_cache
@first_of_all
@door(Door.VISITORS)
@require_POST
def challenge(request: "WebRequest", purpose: str) -> HttpResponse:
    """The question for a device; there is none for what one cannot do at the moment."""
    limits.count_from(rules.SIGN_IN, request.META.get("REMOTE_ADDR", ""))
    return JsonResponse(_question(request, purpose))


def _question(request: "WebRequest", purpose: str) -> dict[str, Any]:
    if purpose == passkeys.SIGN_IN:
        return passkeys.ask(request, purpose, None)
    stage = LoginStageController.enter(request, proof.STAGE)
    if purpose == passkeys.STEP and stage:
        return passkeys.ask(request, purpose, stage.login.user)
    if request.viewer is None or request.account is None:
        raise NotFound
    login = proof.login_of(request)
    if purpose in {passkeys.STEP, passkeys.STEP_UP}:
        return passkeys.ask(request, purpose, login)
    if purpose == passkeys.ADD and proof.is_fresh(request):
        return passkeys.ask_for_new(request, login, request.account.username)
    raise NotFound
