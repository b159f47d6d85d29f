"""Accounts for programs: who they are, what they wrote, who follows them."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse

from folkmoot.accounts.hydrate import AccountView, views
from folkmoot.accounts.queries import by_username, get_account, standing
from folkmoot.api.answers import answer, encoded, links, listed
from folkmoot.api.calls import Call, Visit, open_route, route
from folkmoot.api.entities import kept
from folkmoot.api.entities.accounts import account, credentials
from folkmoot.api.entities.statuses import status
from folkmoot.api.errors import MembersOnly
from folkmoot.api.parameters import query_pairs
from folkmoot.core.cursors import Page, Slice
from folkmoot.core.errors import NotFound
from folkmoot.instance.queries import community
from folkmoot.posts.queries import Cut, account_marks, pinned
from folkmoot.relations import queries as relations

POSTS, POSTS_AT_ONCE = 20, 40
PEOPLE, PEOPLE_AT_ONCE = 40, 80
_OF_PAGE = frozenset({"limit", "max_id", "since_id", "min_id"})
type _PeopleOf = Callable[[int | None, int, Page], Slice[AccountView]]
_ACCT = re.compile(r"@?([A-Za-z0-9_]{1,64})(?:@([A-Za-z0-9.:\[\]-]{1,253}))?")


def verify_credentials(call: Call) -> HttpResponse:
    """Whom the token speaks for."""
    actor = call.actor
    waiting = relations.request_count(actor.id)
    return answer(credentials(views([actor.id])[actor.id], actor, standing(actor.id), waiting))


def show(visit: Visit) -> HttpResponse:
    """An account by its id."""
    found = id_at(visit)
    return answer(account(views([found])[found]))


def several(visit: Visit) -> HttpResponse:
    """Some accounts by their ids, in the order asked for; those that are not there are left out."""
    check_open(visit)
    asked = visit.sent.ids("id")[:POSTS_AT_ONCE]
    found = views(asked)
    return answer([account(found[some_id]) for some_id in asked if some_id in found and found[some_id].active])


def lookup(visit: Visit) -> HttpResponse:
    """An account by its address: ``bob``, ``@bob``, ``bob@remote.example``."""
    check_open(visit)
    found = by_acct(visit.viewer, visit.sent.text("acct"))
    return answer(account(views([found])[found]))


def statuses(visit: Visit) -> HttpResponse:
    """What an account wrote and boosted, or what stands at the top of its profile."""
    sent, of = visit.sent, id_at(visit)
    page = Page.parse(visit.query, limit=POSTS, most=POSTS_AT_ONCE)
    if sent.flag("pinned"):
        return answer([status(view) for view in pinned(visit.viewer, of)[: page.limit]])
    wanted = Cut(
        without_replies=sent.flag("exclude_replies"),
        without_boosts=sent.flag("exclude_reblogs"),
        only_media=sent.flag("only_media"),
        tag=sent.text("tagged"),
    )
    cut = account_marks(visit.viewer, of, wanted, page)
    return listed(kept.page(visit.viewer, cut.items), around(visit, cut, page))


def followers(visit: Visit) -> HttpResponse:
    """Who follows an account; visitors are not shown it, as on its page."""
    return _people(visit, relations.followers)


def following(visit: Visit) -> HttpResponse:
    """Whom an account follows; visitors are not shown it, as on its page."""
    return _people(visit, relations.following)


def check_open(visit: Visit) -> None:
    """Visitors see accounts where the community is open to them, as they do on pages; ``MembersOnly`` elsewhere."""
    if visit.viewer is None and community().visitors != "posts":
        raise MembersOnly


def id_at(visit: Visit) -> int:
    """The id of the account that the address names, if the viewer may see it."""
    check_open(visit)
    return get_account(visit.viewer, visit.id).id


def for_members(visit: Visit) -> HttpResponse:
    """What visitors are told of a list that is for members: nothing, if the account is there at all."""
    id_at(visit)
    return answer([])


def by_acct(viewer: int | None, acct: str) -> int:
    """The id of the account with an address that a program sent; ``NotFound`` when there is none."""
    match = _ACCT.fullmatch(acct)
    if match is None:
        raise NotFound
    domain = (match[2] or "").lower()
    here = {settings.FOLKMOOT.host, settings.FOLKMOOT.origin.partition("://")[2]}
    return by_username(viewer, match[1], "" if domain in here else domain).id


def people(visit: Visit, cut: Slice[AccountView], page: Page) -> HttpResponse:
    """One page of accounts, with the addresses of those around it."""
    return listed(encoded([account(each) for each in cut.items]), around(visit, cut, page))


def around(visit: Visit, cut: Slice[Any], page: Page) -> str:
    """The addresses of the pages around one; what was asked for besides is asked for there as well."""
    limit = page.limit if "limit" in visit.query else None
    pairs = [(name, value) for name, value in query_pairs(visit.request) if name not in _OF_PAGE]
    asked = f"{urlencode(pairs)}&" if pairs else ""
    return links(visit.request.path_info, limit, older=cut.older, newest=cut.newest, asked=asked)


def _people(visit: Visit, query: _PeopleOf) -> HttpResponse:
    page = Page.parse(visit.query, limit=PEOPLE, most=PEOPLE_AT_ONCE)
    if visit.viewer is None:
        return for_members(visit)
    return people(visit, query(visit.viewer, visit.id, page), page)


ROUTES = {
    "GET /api/v1/accounts/verify_credentials": route(verify_credentials, "read:accounts").also("profile"),
    "GET /api/v1/accounts/lookup": open_route(lookup, "read:accounts"),
    "GET /api/v1/accounts": open_route(several, "read:accounts"),
    "GET /api/v1/accounts/:id": open_route(show, "read:accounts"),
    "GET /api/v1/accounts/:id/statuses": open_route(statuses, "read:statuses"),
    "GET /api/v1/accounts/:id/followers": open_route(followers, "read:accounts"),
    "GET /api/v1/accounts/:id/following": open_route(following, "read:accounts"),
}
