"""Which language a page speaks and whose clock it shows: chosen on the account, in this browser, or by the browser."""

from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import get_supported_language_variant, parse_accept_lang_header
from django.utils.translation.trans_real import translation as catalogue

from folkmoot.instance.queries import manner
from folkmoot.web import cookies

if TYPE_CHECKING:
    from folkmoot.accounts.queries import Account

COOKIE = "language"


class LanguageMiddleware:
    """Has every page speak, and leaves the thread as it was: what comes next in it may be for somebody else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the browser's language and the community's time; ``speak_with`` knows more about members."""
        here = manner()
        spoken = chosen(request) or here.language
        with translation.override(spoken), timezone.override(_zone(here.time_zone)):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or spoken)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response


def speak_with(account: "Account | None") -> None:
    """The rest of this request is in the language and the time zone of a member who chose them."""
    if account is None:
        return
    if account.language and account.language != translation.get_language():
        translation.activate(account.language)
    if account.time_zone:
        timezone.activate(_zone(account.time_zone))


def chosen(request: HttpRequest) -> str:
    """The language picked in this browser, else the first that the browser asks for and we speak; or none."""
    picked = cookies.kept(request, COOKIE)
    return picked if picked in _spoken() else asked_for(request.headers.get("Accept-Language", ""))


@lru_cache(maxsize=500)
def asked_for(header: str) -> str:
    """The first language of an ``Accept-Language`` header that we speak; or none."""
    for code, weight in parse_accept_lang_header(header[:500]):
        with suppress(LookupError):
            if weight:
                return get_supported_language_variant(code)
    return ""


def load() -> None:
    """Read every catalogue, so that no request waits for it and the workers share it."""
    for language in _spoken():
        catalogue(language)


def _spoken() -> dict[str, str]:
    return dict(settings.LANGUAGES)


@lru_cache(maxsize=100)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
