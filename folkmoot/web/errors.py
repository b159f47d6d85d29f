"""Errors → pages with the right status, in one place; what a member typed is never lost."""

import json
import logging
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, cast

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from folkmoot.core import security_log
from folkmoot.core.errors import Busy, Invalid, NotAllowed, NotFound, TooMany
from folkmoot.moderation.queries.standing import path_of, suspended_by
from folkmoot.web.chrome import Chrome

if TYPE_CHECKING:
    from folkmoot.web.requests import WebRequest

log = logging.getLogger(__name__)
LONG = 60  # characters from which a kept value gets a box of its own
WORDS = frozenset({"text", "comment"})  # fields that get one however short they are
SERVER_FAULT = 500
ICONS = {403: "lock", 404: "search", 422: "pen", 429: "clock"}


@dataclass(frozen=True)
class Trouble:
    """What went wrong, in words for members."""

    status: int
    title: str
    text: str
    retry_after: int | None = None
    keeps: bool = False  # show what was typed, with a fresh form
    also: tuple[str, str] = ("", "")  # where else to go, and in what words

    @property
    def icon(self) -> str:
        """The picture that goes with it."""
        return ICONS.get(self.status, "warning")


@dataclass(frozen=True)
class Kept:
    """One field of a form that was not taken, to be sent again."""

    name: str
    value: str
    is_long: bool = field(default=False)


class Undo(NamedTuple):
    """What takes something back: a method at an address, whose answer replaces ``target`` on the page."""

    path: str
    method: str
    target: str

    @classmethod
    def of(cls, request: HttpRequest, target: str) -> "Undo":
        """The reverse of what was just asked for: POST and DELETE of the same thing."""
        return cls(request.get_full_path(), "DELETE" if request.method == "POST" else "POST", target)

    @property
    def tag(self) -> str:
        """The same for a message on the next page, as its ``extra_tags``."""
        return f"undo:{self.method}:{self.path}"


def answer(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for an error that the domain raised."""
    if isinstance(exception, DatabaseError):
        log.error("The database did not answer: %s %s", request.method, request.path, exc_info=exception)
    if isinstance(exception, NotAllowed | TooMany):
        what = "Too much at once" if isinstance(exception, TooMany) else "Not allowed"
        security_log.refused(request, what, who=_who(request))
    return show(request, _trouble(exception))


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400, or 413 when more was sent than we take."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent):
        return too_large(request)
    text = _("Your browser sent something we could not read. Please go back and try again.")
    return show(request, Trouble(400, _("That did not make sense"), text))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: not for this member."""
    return show(request, _trouble(NotAllowed(str(exception or "") or _("This is not open to you."))))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: not there, or not for this viewer: the same page for both."""
    del exception
    return show(request, _trouble(NotFound()))


def too_large(request: HttpRequest) -> HttpResponse:
    """413: more than we take at once."""
    text = _("What you sent is larger than this site takes at once. Please shorten it and try again.")
    return show(request, Trouble(413, _("That was too much at once"), text))


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 when the database did not answer."""
    if isinstance(sys.exc_info()[1], DatabaseError):
        return show(request, _trouble(Busy()))
    text = _("This is our mistake, and it has been noted. Please try again in a moment.")
    return show(request, Trouble(500, _("Something broke here"), text, keeps=True))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form was too old or came from elsewhere; what was typed is kept if it came from here."""
    del reason
    security_log.refused(request, "Form refused", who=_who(request))
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin" or not _from_here(request):
        text = _("This request came from another site, so we did not carry it out. Nothing was changed.")
        return show(request, Trouble(403, _("Not from here"), text))
    text = _("The page was open for a while, so we want to be sure that it is you. Nothing was saved yet.")
    return show(request, Trouble(403, _("Please send that again"), text, keeps=True))


def signed_out(request: HttpRequest) -> HttpResponse:
    """403: the session ended while a form was open; what was typed is kept."""
    text = _(
        "You have been signed out, so nothing was saved yet. Sign in again in another tab, then send this from here."
    )
    return show(request, Trouble(403, _("You are signed out"), text, keeps=True))


def suspended(request: HttpRequest, account_id: int) -> HttpResponse:
    """403: the account was suspended, and is signed out by now; whoever came in with it is led to the reasons."""
    text = _("This account has been suspended by the people who run this community, and you have been signed out.")
    found = suspended_by(account_id)
    also = (path_of(found), _("Read why, and what you can do")) if found else ("", "")
    return show(request, Trouble(403, _("Your account is suspended"), text, also=also))


def show(request: HttpRequest, trouble: Trouble) -> HttpResponse:
    """Render the page, or say it in a toast when htmx asked."""
    if request.headers.get("HX-Request") == "true":
        return say(HttpResponse(status=trouble.status), f"{trouble.title}. {trouble.text}", "error")
    if trouble.status >= SERVER_FAULT:
        cast("WebRequest", request).__dict__["chrome"] = Chrome.bare(request)
    kept = _kept(request) if trouble.keeps else []
    response = render(request, "errors/error.html", {"trouble": trouble, "kept": kept}, status=trouble.status)
    if trouble.retry_after:
        response.headers["Retry-After"] = str(trouble.retry_after)
    return response


def say(response: HttpResponse, text: str, level: str, undo: Undo | None = None) -> HttpResponse:
    """Have htmx show a toast beside what the response does; level is "success", "info" or "error"."""
    said = {"text": text, "level": level} | ({"undo": undo._asdict()} if undo else {})
    response.headers["HX-Trigger"] = json.dumps({"folkmoot:say": said})
    return response


def _who(request: HttpRequest) -> str:
    return getattr(getattr(request, "user", None), "email", "")


def _trouble(exception: Exception) -> Trouble:
    match exception:
        case NotFound():
            text = _("It may have been deleted, or it may not be meant for you. Check the address, or start from home.")
            return Trouble(404, _("There is nothing here"), text)
        case NotAllowed():
            return Trouble(403, _("That is not possible"), exception.message or _("This is not open to you."))
        case Invalid():
            return Trouble(422, _("Something needs another look"), exception.message, keeps=True)
        case TooMany():
            text = exception.message or _("That was a lot in a short time. Please wait a moment and try again.")
            return Trouble(429, _("A little slower, please"), text, exception.retry_after, keeps=True)
        case _:
            text = _("We could not save right now, so nothing was changed. Please try again in a minute.")
            return Trouble(503, _("We are out of breath"), text, 30, keeps=True)


def _kept(request: HttpRequest) -> list[Kept]:
    if request.META.get("CONTENT_LENGTH") in {None, "", "0"}:
        return []
    secret = ("password", "csrfmiddlewaretoken")
    pairs = ((n, v) for n, values in request.POST.lists() for v in values if not any(s in n for s in secret))
    return [Kept(name, value, len(value) > LONG or "\n" in value or name in WORDS) for name, value in pairs]


def _from_here(request: HttpRequest) -> bool:
    origin = request.headers.get("Origin")
    return origin is None or origin == f"{request.scheme}://{request.get_host()}" or _configured(origin)


def _configured(origin: str) -> bool:
    from django.conf import settings

    return origin in settings.CSRF_TRUSTED_ORIGINS
