"""Finding people, posts and hashtags, for programs."""

import re
from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from folkmoot.accounts.hydrate import AccountView, views
from folkmoot.accounts.queries import by_username
from folkmoot.api.answers import ORIGIN, answer
from folkmoot.api.calls import Call, route
from folkmoot.api.endpoints.tags import tag
from folkmoot.api.entities.accounts import account
from folkmoot.api.entities.statuses import status
from folkmoot.core import limits
from folkmoot.core.cursors import Page
from folkmoot.core.errors import Invalid, NotFound
from folkmoot.core.limits.rules import SEARCH
from folkmoot.posts.hydrate import PostView, posts
from folkmoot.posts.queries import find_tags
from folkmoot.relations.queries import DirectoryQuestion, PeopleQuestion, directory, find_people
from folkmoot.search.queries import first_posts, read

FOUND, FOUND_AT_ONCE = 20, 40
LISTED, LISTED_AT_ONCE = 40, 80
FURTHEST = 2_000  # posts that are counted off
FURTHEST_MEMBER = 1_000_000
_KINDS = frozenset({"accounts", "statuses", "hashtags", "collections"})
_ORDERS = ("active", "new")
_OF_ACCOUNT = re.compile(rf"{re.escape(ORIGIN)}/@([A-Za-z0-9_]{{1,30}})")
_OF_POST = re.compile(rf"{re.escape(ORIGIN)}/@[A-Za-z0-9_.@:-]{{1,300}}/([0-9]{{1,18}})")


def people(call: Call) -> HttpResponse:
    """Accounts by name or address."""
    limits.count(SEARCH, call.viewer)
    return answer([account(each) for each in find_people(call.viewer, _question(call, LISTED, LISTED_AT_ONCE))])


def everything(call: Call) -> HttpResponse:
    """People and hashtags by name, posts by their words, and whatever has an address here by that."""
    limits.count(SEARCH, call.viewer)
    words = call.sent.text("q")
    if not words.strip():
        raise Invalid("q", _("What are you looking for?"))
    kind = call.sent.text("type")
    wanted = (_KINDS & {kind}) if kind else _KINDS
    asked = _question(call, FOUND, FOUND_AT_ONCE)
    call.sent.flag("exclude_unreviewed")
    return answer(
        {
            "accounts": [account(each) for each in _people(call, asked)] if "accounts" in wanted else [],
            "statuses": [status(each) for each in _posts(call, asked)] if "statuses" in wanted else [],
            "hashtags": _tags(call, asked) if "hashtags" in wanted else [],
            "collections": [],
        }
    )


def listing(call: Call) -> HttpResponse:
    """The members who want to be found."""
    order = call.sent.text("order") or "active"
    if order not in _ORDERS:
        raise Invalid("order", _("This must be “active” or “new”."))
    call.sent.flag("local")
    page = Page.parse(call.query, limit=LISTED, most=LISTED_AT_ONCE)
    offset = min(call.sent.id("offset") or 0, FURTHEST_MEMBER)
    asked = DirectoryQuestion("new" if order == "new" else "active", page.limit, offset=offset)
    return answer([account(each) for each in directory(call.viewer, asked).people])


def _question(call: Call, limit: int, most: int) -> PeopleQuestion:
    page, sent = Page.parse(call.query, limit=limit, most=most), call.sent
    sent.flag("resolve")
    return PeopleQuestion(sent.text("q"), page.limit, sent.id("offset") or 0, only_followed=sent.flag("following"))


def _people(call: Call, asked: PeopleQuestion) -> list[AccountView]:
    match = _OF_ACCOUNT.fullmatch(asked.words)
    if match is None:
        return find_people(call.viewer, replace(asked, words=read(asked.words).typed))
    try:
        found = by_username(call.viewer, match[1], "").id
    except NotFound:
        return []
    return [views([found])[found]]


def _posts(call: Call, asked: PeopleQuestion) -> list[PostView]:
    if match := _OF_POST.fullmatch(asked.words):
        return posts(call.viewer, [int(match[1])])
    page = Page.parse(call.query, limit=FOUND, most=FOUND_AT_ONCE)
    wanted = read(asked.words)
    wanted = replace(
        wanted,
        after=max(wanted.after, page.above),
        before=min(wanted.before, page.below),
        account_id=call.sent.id("account_id") or 0,
    )
    return first_posts(call.viewer, wanted, asked.limit, min(asked.offset, FURTHEST))


def _tags(call: Call, asked: PeopleQuestion) -> list[dict[str, Any]]:
    return [tag(each) for each in find_tags(call.viewer, read(asked.words).typed, asked.limit, asked.offset)]


ROUTES = {
    "GET /api/v1/accounts/search": route(people, "read:accounts"),
    "GET /api/v2/search": route(everything, "read:search"),
    "GET /api/v1/directory": route(listing, "read:accounts"),
}
