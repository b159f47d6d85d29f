"""The whole middleware stack of the API: no session, no cookie, no form token, no address book of Django's."""

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from folkmoot.api.errors import errors
from folkmoot.api.routes import dispatch
from folkmoot.core.errors import NotAllowed

HEADERS = {
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; form-action 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}
ANYWHERE = {  # pages of any other site may ask and read, with a token and never with a cookie
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Link, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, Retry-After,"
    " Idempotency-Key, X-Request-Id, WWW-Authenticate",
}
BEFORE = {  # what a browser asks before it sends such a request
    "Access-Control-Allow-Methods": "GET, POST, PUT, PATCH, DELETE",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, Idempotency-Key, *",
    "Access-Control-Max-Age": "7200",
}
FROM_AFAR = "The test profile answers pages of this machine alone"
_OF_THIS_MACHINE = re.compile(r"https?://(localhost|127\.0\.0\.1|\[::1\])(:[0-9]+)?")


class ProgramMiddleware:
    """Answers programs by itself: looking up an address the usual way would cost a tenth of the home feed's time."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        del get_response
        self.headers = HEADERS | _stays_encrypted()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, errors in Mastodon's words included, with what keeps browsers from misusing it."""
        from_afar = _is_from_afar(request)
        try:
            if from_afar:
                raise NotAllowed(FROM_AFAR)  # noqa: TRY301 - so that it is answered as all errors are
            response = dispatch(request) if request.method != "OPTIONS" else HttpResponse(status=204, headers=BEFORE)
        except Exception as exception:  # noqa: BLE001 - the one place where errors become answers; the unforeseen are logged
            response = errors(exception, request)
        for name, value in self.headers.items():
            response.setdefault(name, value)
        if "HTTP_ORIGIN" in request.META and not from_afar:
            for name, value in ANYWHERE.items():
                response.headers[name] = value
        return response


def _stays_encrypted() -> dict[str, str]:
    """Browsers that ask come back by HTTPS alone, as pages tell them too."""
    seconds = settings.SECURE_HSTS_SECONDS
    return {"Strict-Transport-Security": f"max-age={seconds}; includeSubDomains"} if seconds else {}


def _is_from_afar(request: HttpRequest) -> bool:
    """Whether a page of another machine asks a test profile, which may reach the other services of this one."""
    origin = request.META.get("HTTP_ORIGIN")
    return origin is not None and settings.TEST_PROFILE and not _OF_THIS_MACHINE.fullmatch(origin)
