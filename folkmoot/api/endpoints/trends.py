"""What is on the rise, for programs; and for those of staff, what waits for them."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from folkmoot.accounts.capabilities import Capability
from folkmoot.api.answers import ORIGIN, answer, encoded, listed
from folkmoot.api.calls import Call, Route, Visit, open_route, staff_route
from folkmoot.api.endpoints.tags import tag as tag_entity
from folkmoot.api.entities import kept
from folkmoot.api.entities.cards import card
from folkmoot.api.entities.statuses import status
from folkmoot.core.cursors import Page
from folkmoot.core.errors import NotAllowed, NotFound
from folkmoot.discovery import actions, queries
from folkmoot.discovery.kinds import Kind
from folkmoot.discovery.queries import Reviewed, TagTrend
from folkmoot.posts.hydrate import posts
from folkmoot.posts.queries import TagView

LIMITS = {"tags": (10, 20), "links": (10, 20), "statuses": (20, 40)}
FURTHEST = 60  # more does not rise
_DAY = 86_400


def tags(call: Visit) -> HttpResponse:
    """The hashtags on the rise."""
    limit, offset = _part(call, "tags")
    found = queries.rising_tags(call.viewer, "", limit, offset) if queries.is_shown(call.viewer) else []
    return listed(encoded([_tag(each) for each in found]), _around("tags", limit, offset, len(found)))


def links(call: Visit) -> HttpResponse:
    """The links on the rise."""
    limit, offset = _part(call, "links")
    found = queries.rising_links(call.viewer, "", limit, offset) if queries.is_shown(call.viewer) else []
    told = [{**(card(each.card, "public") or {}), "history": history(each.days)} for each in found]
    return listed(encoded(told), _around("links", limit, offset, len(found)))


def statuses(call: Visit) -> HttpResponse:
    """The posts on the rise."""
    limit, offset = _part(call, "statuses")
    page = Page(limit=offset + limit)
    found = queries.rising_marks(call.viewer, "", page).items if queries.is_shown(call.viewer) else ()
    marks = found[offset:]
    return listed(kept.page(call.viewer, marks), _around("statuses", limit, offset, len(marks)))


def history(days: tuple[int, ...]) -> list[dict[str, str]]:
    """The last seven days, today first: of how often each person repeated it nothing is counted.

    What was counted before midnight (UTC) and is read after it stands a day late, until it is counted again.
    """
    today = int(timezone.now().timestamp()) // _DAY * _DAY
    return [
        {"day": str(today - place * _DAY), "accounts": str(count), "uses": str(count)}
        for place, count in enumerate(reversed(days))
    ]


def tags_to_review(call: Call) -> HttpResponse:
    """The hashtags on the rise, those that wait for a first yes included."""
    return answer([_reviewed_tag(each) for each in _of_kind(call, "tags")])


def links_to_review(call: Call) -> HttpResponse:
    """The links on the rise, the hidden ones included."""
    return answer([_reviewed_link(each) for each in _of_kind(call, "links")])


def statuses_to_review(call: Call) -> HttpResponse:
    """The posts on the rise, as whoever asks may see them."""
    return answer([status(view) for view in posts(call.viewer, [each.ref for each in _of_kind(call, "statuses")])])


def _deciding(kind: str, act: Callable[..., None]) -> Callable[[Call], HttpResponse]:
    def decide(call: Call) -> HttpResponse:
        found = next((each for each in _of_kind(call, kind) if each.ref == call.id), None)
        if found is None:
            raise NotFound
        act(call.actor, found.kind, found.key)
        return answer(_TOLD[kind](found._replace(allowed=act is actions.allow)))

    decide.__doc__ = act.__doc__
    return decide


def post_stays(call: Call) -> HttpResponse:
    """A post is decided about with reasons, as in any case, and not here."""
    if call.id not in {each.ref for each in _of_kind(call, "statuses")}:
        raise NotFound
    raise NotAllowed


def _of_kind(call: Call, kind: str) -> list[Reviewed]:
    return queries.reviewed(call.viewer, _KINDS[kind])


def _tag(found: TagTrend) -> dict[str, Any]:
    view = TagView(0, found.name, found.shown, followed=found.followed)
    return {**tag_entity(view), "history": history(found.days)}


def _reviewed_tag(found: Reviewed) -> dict[str, Any]:
    name = found.words.removeprefix("#")
    told = {**tag_entity(TagView(0, name, name, followed=False)), "history": history(found.days), "id": str(found.ref)}
    return {**told, "trendable": bool(found.allowed), "usable": True, "requires_review": found.allowed is None}


def _reviewed_link(found: Reviewed) -> dict[str, Any]:
    told = {"id": str(found.ref), "url": found.path, "title": found.words, "history": history(found.days)}
    return {**told, "requires_review": False, "trendable": found.allowed is not False}


def _part(call: Visit, kind: str) -> tuple[int, int]:
    usual, most = LIMITS[kind]
    return Page.parse(call.query, limit=usual, most=most).limit, min(call.sent.id("offset") or 0, FURTHEST)


def _around(kind: str, limit: int, offset: int, found: int) -> str:
    start = f"<{ORIGIN}/api/v1/trends/{kind}?limit={limit}&offset="
    around = [f'{start}{offset + limit}>; rel="next"'] if found >= limit else []
    around += [f'{start}{max(0, offset - limit)}>; rel="prev"'] if offset else []
    return ", ".join(around)


def _of_staff(verb: str, endpoint: Callable[[Call], HttpResponse]) -> Route:
    return staff_route(endpoint, f"admin:{verb}", Capability.MEMBERS)


_KINDS = {"tags": Kind.TAG, "links": Kind.LINK, "statuses": Kind.POST}
_TOLD: dict[str, Callable[[Reviewed], dict[str, Any]]] = {
    "tags": _reviewed_tag,
    "links": _reviewed_link,
}
_REVIEWS = {"tags": tags_to_review, "links": links_to_review, "statuses": statuses_to_review}
ROUTES = {
    "GET /api/v1/trends/tags": open_route(tags, "read"),
    "GET /api/v1/trends/links": open_route(links, "read"),
    "GET /api/v1/trends/statuses": open_route(statuses, "read:statuses"),
    **{f"GET /api/v1/admin/trends/{kind}": _of_staff("read", review) for kind, review in _REVIEWS.items()},
    **{
        f"POST /api/v1/admin/trends/{kind}/:id/{verb}": _of_staff("write", _deciding(kind, act))
        for kind in _TOLD
        for verb, act in (("approve", actions.allow), ("reject", actions.hide))
    },
    **{
        f"POST /api/v1/admin/trends/statuses/:id/{verb}": _of_staff("write", post_stays)
        for verb in ("approve", "reject")
    },
}
