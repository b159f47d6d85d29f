"""What browsers compute before they come in: to sign up, and under pressure to sign in or to have a mail sent."""

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from folkmoot.accounts import actions
from folkmoot.core import limits
from folkmoot.core.errors import NotFound
from folkmoot.core.limits.rules import PRESSURE, UNPROVED
from folkmoot.web.access import Door, door

if TYPE_CHECKING:
    from folkmoot.web.requests import WebRequest

PURPOSES = frozenset({"sign-up", "sign-in", "reset"})


@door(Door.VISITORS)
@require_safe
@never_cache
def challenge(request: "WebRequest") -> HttpResponse:
    """What this browser is to find."""
    purpose = request.GET.get("for", "")
    if purpose not in PURPOSES:
        raise NotFound
    return JsonResponse(actions.challenge(purpose, request.META.get("REMOTE_ADDR", "")))


def is_under_pressure() -> bool:
    """Whether somebody is trying passwords on a large scale."""
    return actions.is_asked() and not limits.standing(PRESSURE, "all").left


class Asking:
    """A form that asks for a computation under pressure; whoever runs no scripts gets a small share of what is left."""

    purpose: str

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Look at the computation before anything else is."""
        if is_under_pressure() and not actions.spend_proof(self.purpose, request.POST.get("proof", "")):
            words = _("Very many people try to come in just now. Please wait a minute, or allow scripts for this page.")
            limits.count(UNPROVED, "all", words)
        response: HttpResponse = super().post(request, *args, **kwargs)  # type: ignore[misc]  # mixed into allauth's views
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whether the page has to bring the script."""
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]  # as above
        return context | {"asks_proof": is_under_pressure()}
