"""Mails about coming in: from where one never did before, and when something of how one comes in has changed."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from allauth.account.adapter import get_adapter
from django.utils import timezone, translation

from folkmoot.accounts.actions import is_new_place
from folkmoot.accounts.queries import account_of
from folkmoot.instance.queries import community
from folkmoot.web.entrance import sessions
from folkmoot.web.words import full

if TYPE_CHECKING:
    from django.http import HttpRequest


def signed_in(request: "HttpRequest", login: Any, *, is_first: bool) -> None:
    """Write to a member who comes in with a browser from a network where they never did; not when they just joined."""
    browser = " ".join(sessions.kind_of(sessions.agent_of(request)))
    if is_new_place(login.pk, browser, sessions.here(request)) and not is_first:
        tell(request, "signed_in", login, login.email)


def changed(request: "HttpRequest", what: str, login: Any) -> None:
    """Write to a member that their password, or another way in, is not what it was."""
    tell(request, "changed", login, login.email, what=what)


def tell(request: "HttpRequest", letter: str, login: Any, address: str, **more: Any) -> None:
    """Write to a member in their language what was done, when, and from where."""
    with _as_they_read(login):
        network = sessions.shown(sessions.here(request))
        about = {"when": _now(), "device": sessions.named(sessions.agent_of(request)), "network": network}
        get_adapter().send_mail(f"account/email/{letter}", address, {"user": login, **about, **more})


@contextmanager
def _as_they_read(login: Any) -> Iterator[None]:
    account, ours = account_of(login.pk), community()
    language = (account.language if account else "") or ours.language or translation.get_language()
    zone = (account.time_zone if account else "") or ours.time_zone or "UTC"
    with translation.override(language), timezone.override(ZoneInfo(zone)):
        yield


def _now() -> str:
    return f"{full(timezone.now())} ({timezone.get_current_timezone()})"
