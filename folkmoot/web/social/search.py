"""Searching people, hashtags and posts, and what is offered while somebody types."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from markupsafe import Markup

from folkmoot.core import limits
from folkmoot.core.errors import TooMany
from folkmoot.core.ids import id_in
from folkmoot.core.limits.rules import SEARCH, SUGGEST
from folkmoot.posts.queries import TagView, find_tags
from folkmoot.relations.queries import PeopleQuestion, Relationship, find_people, relationship
from folkmoot.search import queries
from folkmoot.search.queries import Asked, Place
from folkmoot.web.social import cards
from folkmoot.web.social.marking import marked
from folkmoot.web.social.paging import PEOPLE, POSTS, varying, wants_more
from folkmoot.web.social.sieve import kept

if TYPE_CHECKING:
    from folkmoot.accounts.hydrate import AccountView
    from folkmoot.web.requests import MemberRequest

KINDS = ("all", "people", "tags", "posts")
FIRST_PEOPLE, FIRST_TAGS = 3, 8  # beside the posts
TAGS = 100
OFFERED = 5  # of each, while somebody types
FURTHEST = 10_000  # people that are leafed through


@dataclass(frozen=True)
class Search:
    """What somebody looks for, and where."""

    typed: str
    kind: str
    asked: Asked

    @classmethod
    def of(cls, request: "MemberRequest") -> "Search":
        """What the address asks."""
        typed, kind = request.GET.get("q", "").strip(), request.GET.get("type", "")
        return cls(typed, kind if kind in KINDS else "all", queries.read(typed))

    @property
    def words(self) -> str:
        """What names are compared with."""
        return self.asked.typed

    def path(self, kind: str = "", **more: object) -> str:
        """Where the same is looked for in another place."""
        chosen = kind or self.kind
        return "?" + urlencode({"q": self.typed, **({} if chosen == "all" else {"type": chosen}), **more})


@require_safe
def search(request: "MemberRequest") -> HttpResponse:
    """What is found by some words, or how to search where there are none yet."""
    search = Search.of(request)
    found: dict[str, Any] = {**_NOTHING, "search": search, "tabs_of": _tabs(search), "is_searching": bool(search.typed)}
    if search.typed:
        limits.count(SEARCH, request.viewer)
        found |= _FOUND[search.kind](request, search)
    template = {"people": "social/more_people.html"}.get(search.kind, "social/more_posts.html")
    return varying(render(request, template if wants_more(request) else "social/search.html", found))


@require_safe
def suggestions(request: "MemberRequest") -> HttpResponse:
    """A few people and hashtags by what was typed so far; nothing for somebody who types without end."""
    search = Search.of(request)
    try:
        limits.count(SUGGEST, request.viewer)
    except TooMany:
        return HttpResponse()
    offered = {"people": _people(request, search, OFFERED), "tags": _hashtags(request, search, OFFERED)}
    return render(request, "social/suggestions.html", {"search": search, **offered})


def _all(request: "MemberRequest", search: Search) -> dict[str, Any]:
    """The first of each; from the second page on only posts."""
    posts = _posts(request, search)
    if "after" in request.GET:
        return posts
    people = _people(request, search, FIRST_PEOPLE + 1)
    tags = _hashtags(request, search, FIRST_TAGS)
    more = search.path("people") if len(people) > FIRST_PEOPLE else ""
    return {**posts, "rows": _with_bonds(request, people[:FIRST_PEOPLE]), "tags": tags, "more_people": more}


def _posts(request: "MemberRequest", search: Search) -> dict[str, Any]:
    after = request.GET.get("after", "")
    found = queries.find_posts(request.viewer, search.asked, POSTS, Place.parse(after) if after else None)
    views = list(kept(found.posts, "public"))
    shown = marked(zip(cards.each(views, request.viewer), views, strict=True), search.asked.marked)
    progress = queries.progress()
    return {
        "posts": cards.joined(shown),
        "older": search.path(after=found.more) if found.more else "",
        "percent": None if progress.is_complete else 100 * progress.done // max(progress.total, 1),
    }


def _people_alone(request: "MemberRequest", search: Search) -> dict[str, Any]:
    offset = min(id_in(request.GET.get("offset", "")) or 0, FURTHEST)
    people = _people(request, search, PEOPLE + 1, offset)
    older = search.path(offset=offset + PEOPLE) if len(people) > PEOPLE else ""
    return {"rows": _with_bonds(request, people[:PEOPLE]), "older": older}


def _tags_alone(request: "MemberRequest", search: Search) -> dict[str, Any]:
    return {"tags": _hashtags(request, search, TAGS)}


def _people(request: "MemberRequest", search: Search, limit: int, offset: int = 0) -> "list[AccountView]":
    if search.words.startswith("#"):
        return []
    return find_people(request.viewer, PeopleQuestion(search.words, limit, offset))


def _hashtags(request: "MemberRequest", search: Search, limit: int) -> list[TagView]:
    if search.words.startswith("@"):
        return []
    return find_tags(request.viewer, search.words, limit, 0)


def _with_bonds(request: "MemberRequest", people: "list[AccountView]") -> "list[tuple[AccountView, Relationship]]":
    bonds = relationship(request.viewer, [account.id for account in people])
    return [(account, bonds[account.id]) for account in people]


def _tabs(search: Search) -> list[tuple[str, str, bool]]:
    labels = (_("All"), _("People"), _("Hashtags"), _("Posts"))
    return [
        (f"/search{search.path(kind)}", label, kind == search.kind) for kind, label in zip(KINDS, labels, strict=True)
    ]


_NOTHING: dict[str, Any] = {
    "rows": [],
    "of": None,
    "tags": [],
    "posts": Markup(),
    "older": "",
    "more_people": "",
    "percent": None,
}
_FOUND = {"all": _all, "people": _people_alone, "tags": _tags_alone, "posts": _posts}
