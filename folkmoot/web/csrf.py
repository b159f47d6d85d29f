"""The secret behind the tokens of forms: given to a browser once, and not again with every page."""

import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.middleware.csrf import CSRF_ALLOWED_CHARS, CsrfViewMiddleware, get_token

_MANY = len(CSRF_ALLOWED_CHARS)
_PLACES = {letter: place for place, letter in enumerate(CSRF_ALLOWED_CHARS)}


def token_for(request: HttpRequest) -> str:
    """What the forms of a page carry: the secret under a mask that is another each time, so that no packing tells it.

    The same as Django's, which asks the machine for chance once a letter.
    """
    secret = request.META.get("CSRF_COOKIE")
    if not secret:
        return get_token(request)
    request.META["CSRF_COOKIE_NEEDS_UPDATE"] = True
    return _masked(secret)


def _masked(secret: str) -> str:
    chance, mask, covered = secrets.randbits(16 * len(secret)), [], []
    for letter in secret:
        chance, place = divmod(chance, _MANY)
        mask.append(CSRF_ALLOWED_CHARS[place])
        covered.append(CSRF_ALLOWED_CHARS[(_PLACES[letter] + place) % _MANY])
    return "".join(mask + covered)


class CsrfMiddleware(CsrfViewMiddleware):
    """Django's own, which would set its cookie anew on each page that has a form; that took a twentieth of a page."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Set the cookie where the browser has another or none; it lasts a year, longer than any session."""
        if request.META.get("CSRF_COOKIE", "") == request.COOKIES.get(settings.CSRF_COOKIE_NAME):
            request.META["CSRF_COOKIE_NEEDS_UPDATE"] = False
        return super().process_response(request, response)
