"""Every address of the pages, with something plausible in place of its parameters."""

import re
from collections.abc import Iterator
from functools import cache

from django.urls import URLPattern, URLResolver, get_resolver

ABOUT = {"int": "12345", "id": "12345", "press": "like", "wish": "bell", "form": "rss"}
NAMED = {
    "account_confirm_email": "confirm-email/abc:def",
    "account_reset_password_from_key": "password/reset/1-abc-def",
    "theme": "theme/aa3311-0123456789.css",
}
EXEMPT = {  # no token is asked for, and why that opens nothing
    "language": "sets a cookie of this browser, and nobody gains by changing another's language",
    "csp_reports": "browsers send these by themselves; nothing comes of them but a line in the log",
    "notice": "anybody may send one, without a cookie; nothing is done in anybody's name",
    "notice_answer": "whoever has the code of the notice may, and no cookie says anything",
    "appeal_notice": "whoever has the code of the notice may, and no cookie says anything",
    "unsubscribe": "whoever has the letter may, and no cookie says anything: mail programs press it (RFC 8058)",
    "decision_by_link": "whoever has the link of the mail may, and no cookie says anything",
}


@cache
def pages() -> dict[str, str]:
    """The name of each address, and one that it could be."""
    return dict(_pages(get_resolver().url_patterns, ""))


def _pages(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[tuple[str, str]]:
    for each in patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _pages(each.url_patterns, route)
        else:
            yield each.name or route, "/" + NAMED.get(each.name or "", _filled(each, route))


def _filled(each: URLPattern, route: str) -> str:
    """An address that the route takes: numbers where it wants numbers."""
    route = re.sub(r"\(\?P<\w+>[^()]*\)", "word", route.replace("^", "").removesuffix("$"))
    return re.sub(r"<(?:(\w+):)?\w+>", lambda found: ABOUT.get(found[1], "word"), route)
