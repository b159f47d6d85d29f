"""The whole middleware stack of the API: no session, no cookie, no form token."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from folkmoot.api.errors import errors

HEADERS = {
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; form-action 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Vary": "Authorization",
}


class ProgramMiddleware:
    """Puts errors into Mastodon's words, and on every answer what keeps browsers from misusing it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the headers of the API."""
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers[name] = value
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse:
        """The one place where errors become answers."""
        return errors(exception, request)
