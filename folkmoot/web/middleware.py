"""Who asks, whether they may come in, and errors turned into pages."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlencode

from django.contrib.auth import logout
from django.db import DatabaseError
from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.cache import patch_cache_control

from folkmoot.accounts.actions import seen_today
from folkmoot.core import security_log
from folkmoot.core.errors import Busy, FolkmootError, NotFound
from folkmoot.web import errors
from folkmoot.web.access import Door, asked_first, check_staff, door_of
from folkmoot.web.away import came_back
from folkmoot.web.entrance.sessions import is_noted, touch
from folkmoot.web.languages import speak_with
from folkmoot.web.policies.agreeing import asked_to_agree

if TYPE_CHECKING:
    from folkmoot.accounts.capabilities import Capability
    from folkmoot.accounts.queries import Account
    from folkmoot.web.requests import WebRequest

type View = Callable[..., HttpResponse]


class AccountMiddleware:
    """Gives each request its account, keeps the doors, and dresses what goes wrong."""

    seen: ClassVar[dict[int, date]] = {}  # spares a write: each process notes an account once a day

    def __init__(self, get_response: Callable[["WebRequest"], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: "WebRequest") -> HttpResponse:
        """Resolve the account in one query, answer, and keep members' pages out of shared caches."""
        request.account = _account(request)
        request.viewer = request.account.id if request.account and request.account.active else None
        speak_with(request.account)
        response = self.get_response(request)
        if request.account and not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_cache=True)
        return response

    def process_view(self, request: "WebRequest", view: View, args: Any, kwargs: Any) -> HttpResponse | None:
        """Keep the page's door; a plain form may ask for DELETE here, now that its token was checked."""
        del args, kwargs
        if request.method == "POST" and request.POST.get("_method") == "DELETE":
            request.method = "DELETE"
        try:
            return self._at_door(request, view)
        except NotFound as error:
            security_log.refused(request, "Staff page refused", who=getattr(request.user, "email", ""))
            return errors.answer(request, error)
        except (FolkmootError, DatabaseError) as error:
            return errors.answer(request, error)

    def process_exception(self, request: "WebRequest", exception: Exception) -> HttpResponse | None:
        """The one place where errors of the domain become pages."""
        if isinstance(exception, FolkmootError | DatabaseError):
            return errors.answer(request, exception)
        return None

    def _at_door(self, request: "WebRequest", view: View) -> HttpResponse | None:
        who = door_of(view)
        if request.viewer is None:
            return _turned_away(request, who)
        check_staff(request, who)
        self._note_visit(request)
        address = asked_first(request, view)
        return _led_to(request, address) if address else asked_to_agree(request)

    def _note_visit(self, request: "WebRequest") -> None:
        today = timezone.now().date()
        if request.viewer is None or (self.seen.get(request.viewer) == today and is_noted(request)):
            return
        if len(self.seen) > 10_000:  # noqa: PLR2004 - a bound on memory; forgetting costs one write each
            self.seen.clear()
        self.seen[request.viewer] = today
        with suppress(DatabaseError, Busy):  # whoever only reads can do so while nothing can be saved
            came_back(request, seen_today(request.viewer))
            touch(request)


def _account(request: "WebRequest") -> "Account | None":
    login = request.user
    return getattr(login, "account", None) if login.is_authenticated else None


def _turned_away(request: "WebRequest", who: "Door | Capability") -> HttpResponse | None:
    account = request.account
    if account and (account.suspended_at or account.deleted_at):
        logout(request)
        return errors.suspended(request, account.id)
    if who is Door.VISITORS or (account and who is Door.WAITING):
        return None
    check_staff(request, who)
    if account:
        return HttpResponseRedirect("/waiting")
    if request.method not in {"GET", "HEAD"}:
        return errors.signed_out(request)
    return _to_sign_in(request)


def _to_sign_in(request: "WebRequest") -> HttpResponse:
    return _led_to(request, "/sign-in?" + urlencode({"next": request.get_full_path()}))


def _led_to(request: "WebRequest", address: str) -> HttpResponse:
    if request.htmx:
        return HttpResponse(headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)
