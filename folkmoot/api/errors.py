"""What goes wrong, in Mastodon's words and codes, in one place."""

import logging
from collections.abc import Sequence
from datetime import timedelta
from functools import singledispatch

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from folkmoot.accounts.actions import Obstacle
from folkmoot.accounts.queries import Waiting
from folkmoot.api.answers import ORIGIN, answer
from folkmoot.api.limits import tell
from folkmoot.core import security_log
from folkmoot.core.errors import Busy, FolkmootError, Invalid, NotAllowed, NotFound, TooMany
from folkmoot.core.limits import Standing

log = logging.getLogger(__name__)
BUSY_SECONDS = 30
_NAMES = {
    "text": "status",
    "scope": "visibility",
    "due": "scheduled_at",
    "warning": "spoiler_text",
    "idempotency_key": "Idempotency-Key",
    "pictures": "media_ids",
    "recordings": "media_ids",
    "alt": "description",
}


_NOT_THERE = {
    "reply_to": "The post you are trying to reply to does not appear to exist.",
    "quote_of": "The post you are trying to quote does not appear to exist.",  # also when it may not be quoted
}


class NoToken(FolkmootError):  # noqa: N818 - named for what is missing
    """Nobody is known to ask: no token, or one that does not work any more."""


class OutOfScope(FolkmootError):  # noqa: N818 - named for what is wrong
    """The token was not made for this."""


class MembersOnly(FolkmootError):  # noqa: N818 - named for who may come in
    """Visitors are not shown this, nor is an app by itself: somebody has to ask."""


class HasToAgree(FolkmootError):  # noqa: N818 - named for what they have to do
    """The policies changed, and whoever writes has not agreed to them yet."""


class NoFactor(FolkmootError):  # noqa: N818 - named for what is missing
    """Whoever does what staff do needs a second factor, by a program as on pages."""


class Unknown(FolkmootError):  # noqa: N818 - named for what it is
    """A word that Mastodon answers with a code of its own where it does not know it."""


class Waits(FolkmootError):  # noqa: N818 - named for what they do
    """Whoever signed up with this token is no member yet."""

    def __init__(self, waiting: Waiting) -> None:
        super().__init__()
        self.waiting = waiting


class Refused(FolkmootError):  # noqa: N818 - named for what happened
    """A form was refused, for as many reasons as it says."""

    def __init__(self, found: Sequence[Obstacle]) -> None:
        super().__init__(" ".join(each.words for each in found))
        self.found = found


class TooLarge(RequestDataTooBig):
    """More was sent than the API takes at once."""


@singledispatch
def errors(exception: Exception, request: HttpRequest) -> HttpResponse:
    """The answer to a request that failed; what nobody foresaw is logged with its traceback."""
    log.error("%s %s failed", request.method, request.path_info, exc_info=exception)
    return _error(500, "We're sorry, but something went wrong on our end.")


@errors.register
def _no_token(_exception: NoToken, request: HttpRequest) -> HttpResponse:
    if "HTTP_AUTHORIZATION" in request.META:
        security_log.refused(request, "Token refused", who="")
    response = _error(401, "The access token is invalid")
    response.headers["WWW-Authenticate"] = 'Bearer realm="Folkmoot", error="invalid_token"'
    return response


@errors.register
def _out_of_scope(_exception: OutOfScope, request: HttpRequest) -> HttpResponse:
    security_log.refused(request, "Out of scope", who="")
    return _error(403, "This action is outside the authorized scopes")


@errors.register
def _members_only(_exception: MembersOnly, _request: HttpRequest) -> HttpResponse:
    return _error(422, "This method requires an authenticated user")


@errors.register
def _has_to_agree(_exception: HasToAgree, _request: HttpRequest) -> HttpResponse:
    return _error(403, f"The policies changed. Please say in the browser whether you agree: {ORIGIN}/agree")


@errors.register
def _no_factor(_exception: NoFactor, request: HttpRequest) -> HttpResponse:
    security_log.refused(request, "No second factor", who="")
    said = "This action is not allowed without a second factor. Please set one up in the browser"
    return _error(403, f"{said}: {ORIGIN}/settings/safety")


@errors.register
def _unknown(exception: Unknown, _request: HttpRequest) -> HttpResponse:
    return _error(400, exception.message)


@errors.register
def _waits(exception: Waits, _request: HttpRequest) -> HttpResponse:
    if exception.waiting.is_confirmed:
        return _error(403, "Your login is currently pending approval")
    return _error(403, "Your login is missing a confirmed e-mail address")


@errors.register
def _refused(exception: Refused, _request: HttpRequest) -> HttpResponse:
    details: dict[str, list[dict[str, str]]] = {}
    for field, kind, words in exception.found:
        details.setdefault(field, []).append({"error": f"ERR_{kind.upper()}", "description": words})
    return answer({"error": f"Validation failed: {exception.message}", "details": details}, status=422)


@errors.register
def _not_allowed(exception: NotAllowed, request: HttpRequest) -> HttpResponse:
    security_log.refused(request, "Not allowed", who="")
    return _error(403, exception.message or "This action is not allowed")


@errors.register
def _not_found(_exception: NotFound, _request: HttpRequest) -> HttpResponse:
    return _error(404, "Record not found")


@errors.register(RequestDataTooBig)
@errors.register(TooManyFieldsSent)
def _too_large(_exception: Exception, _request: HttpRequest) -> HttpResponse:
    return _error(413, "The request is too large")


@errors.register
def _invalid(exception: Invalid, _request: HttpRequest) -> HttpResponse:
    if exception.field in _NOT_THERE:
        return _error(404, _NOT_THERE[exception.field])
    return _error(422, f"Validation failed: {_NAMES.get(exception.field, exception.field)}: {exception.message}")


@errors.register
def _too_many(exception: TooMany, request: HttpRequest) -> HttpResponse:
    security_log.refused(request, "Too much at once", who="")
    response = _error(429, "Too many requests")
    response.headers["Retry-After"] = str(exception.retry_after)
    if exception.most is not None:
        tell(response, Standing(exception.most, 0, timezone.now() + timedelta(seconds=exception.retry_after)))
    return response


@errors.register(Busy)
@errors.register(DatabaseError)
def _busy(exception: Exception, request: HttpRequest) -> HttpResponse:
    log.error("The database did not answer: %s %s", request.method, request.path_info, exc_info=exception)
    response = _error(503, "There was a temporary problem serving your request, please try again")
    response.headers["Retry-After"] = str(BUSY_SECONDS)
    return response


def _error(status: int, text: str) -> HttpResponse:
    return answer({"error": text}, status=status)
