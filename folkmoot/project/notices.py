"""The few pages that are shown before the site itself is asked: plain, and without anything to load."""

from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from typing import Any

from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from folkmoot.project.environment import Environment

_PAGE = """<!doctype html>
<html lang="{language}" dir="{direction}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title></head>
<body><main><h1>{title}</h1>{text}</main></body></html>
"""


@dataclass(frozen=True)
class Notice:
    """A whole answer: status line and page."""

    status: str
    title: str
    paragraphs: tuple[str, ...]
    headers: tuple[tuple[str, str], ...] = ()
    language: str = field(default_factory=lambda: get_language() or "en")
    direction: str = field(default_factory=lambda: "rtl" if get_language_bidi() else "ltr")

    def __call__(self, start_response: Callable[..., Any]) -> list[bytes]:
        """Send it."""
        text = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in self.paragraphs)
        page = _PAGE.format(
            title=escape(self.title), text=text, language=self.language, direction=self.direction
        ).encode()
        headers = [
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Length", str(len(page))),
            ("Cache-Control", "no-store"),
            ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
            ("X-Content-Type-Options", "nosniff"),
            *self.headers,
        ]
        start_response(self.status, headers)
        return [page]


def unknown_host() -> Notice:
    """400: this community is not known under the host name that was asked for."""
    return Notice(
        "400 Bad Request",
        _("No community lives at this address"),
        (
            _("The address in your browser leads to this computer, but the community here has another name."),
            _("If you run it, add the name to FOLKMOOT_ALLOWED_HOSTS, or set FOLKMOOT_ORIGIN."),
        ),
    )


def crowded(retry_after: int) -> Notice:
    """429: more come to the entrance from one place than can be people."""
    return Notice(
        "429 Too Many Requests",
        _("A little slower, please"),
        (
            _("Very many requests came to this page from your network in the last minute."),
            _("Please wait a minute, then load this page again. Whoever is signed in already can go on as usual."),
        ),
        (("Retry-After", str(retry_after)),),
    )


def unknown_method() -> Notice:
    """405: nothing here is asked for in that way."""
    return Notice(
        "405 Method Not Allowed", _("Nothing here is asked for like that"), (_("Please open it in a browser."),)
    )


def needs_https(environment: Environment, *, behind_proxy: bool) -> Notice:
    """403: plain http would show passwords and posts to everybody on the way."""
    site = _("Please open %(origin)s instead.") % {"origin": environment.origin} if environment.is_https else ""
    proxy = _(
        "If you run it: put a web server that speaks HTTPS in front (docs/operators has one that takes five lines) "
        "and name its address in FOLKMOOT_TRUSTED_PROXIES."
    )
    told = _("If you run it: your proxy says that this request came over plain http. Have it speak HTTPS to the world.")
    paragraphs = (
        _("Over plain http, everybody between you and this community could read your password and your posts."),
        site,
        told if behind_proxy else proxy,
    )
    return Notice("403 Forbidden", _("This community needs HTTPS"), tuple(filter(None, paragraphs)))
