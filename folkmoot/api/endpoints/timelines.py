"""Feeds for programs."""

from collections.abc import Callable
from urllib.parse import quote

from django.http import HttpResponse

from folkmoot.api.answers import links, listed
from folkmoot.api.calls import Call, Route, Visit, open_route, route
from folkmoot.api.entities import kept
from folkmoot.api.errors import MembersOnly
from folkmoot.api.parameters import repeated
from folkmoot.conversations.queries import direct_marks
from folkmoot.core.cursors import Page, Slice
from folkmoot.core.errors import NotFound
from folkmoot.core.html import clean
from folkmoot.instance.queries import community
from folkmoot.posts.hydrate import Mark
from folkmoot.timelines.queries import Part, TagQuestion, home_marks, link_marks, public_marks, tag_marks

LIMIT, MOST = 20, 40
_NAME = 5  # where it stands in the address of a hashtag's feed
_ASKED = frozenset({"local", "remote", "only_media", "any", "all", "none", "url"})  # what the links around repeat


def home(call: Call) -> HttpResponse:
    """The viewer's home feed."""
    page = Page.parse(call.query, limit=LIMIT, most=MOST)
    cut = home_marks(call.viewer, page)
    limit = page.limit if "limit" in call.query else None
    newest = cut.items[0].cursor if cut.items else None
    return listed(
        kept.page(call.viewer, cut.items), links("/api/v1/timelines/home", limit, older=cut.older, newest=newest)
    )


def public(call: Visit) -> HttpResponse:
    """What members wrote for everybody."""
    page = _page(call)
    return _feed(call, page, public_marks(call.viewer, _part(call), page))


def tag(call: Visit) -> HttpResponse:
    """The posts with a hashtag, or with some others as well."""
    page, sent = _page(call), call.sent
    name = clean(call.request.path_info.split("/")[_NAME])
    also, all_of, none_of = ([clean(each) for each in sent.texts(kind)] for kind in ("any", "all", "none"))
    asked = TagQuestion(name, also, all_of, none_of)
    return _feed(call, page, tag_marks(call.viewer, asked, _part(call), page))


def link(call: Visit) -> HttpResponse:
    """What members wrote for everybody about a page elsewhere."""
    page, url = _page(call), call.sent.text("url")
    if not url:
        raise NotFound
    return _feed(call, page, link_marks(call.viewer, url, page))


def direct(call: Call) -> HttpResponse:
    """Direct posts one by one, as programs read them before there were conversations."""
    page = _page(call)
    return _feed(call, page, direct_marks(call.viewer, page))


def _opened(endpoint: Callable[[Visit], HttpResponse]) -> Route:
    """A feed that visitors read where the community is open to them."""

    def at_the_door(call: Visit) -> HttpResponse:
        if call.viewer is None and community().visitors != "posts":
            raise MembersOnly
        return endpoint(call)

    return open_route(at_the_door, "read:statuses").reading()


def _page(call: Visit) -> Page:
    return Page.parse(call.query, limit=LIMIT, most=MOST)


def _part(call: Visit) -> Part:
    here, elsewhere = call.sent.flag("local"), call.sent.flag("remote")
    only_media = call.sent.flag("only_media")
    if here == elsewhere:
        return Part("everywhere", only_media)
    return Part("here" if here else "elsewhere", only_media)


def _feed(call: Visit, page: Page, cut: Slice[Mark]) -> HttpResponse:
    """A page of statuses between the addresses of the pages around it, which ask for the same."""
    around = links(
        quote(call.request.path_info),
        page.limit if "limit" in call.query else None,
        older=cut.older,
        newest=cut.items[0].cursor if cut.items else None,
        asked=repeated(call.request, _ASKED),
    )
    return listed(kept.page(call.viewer, cut.items), around)


ROUTES = {
    "GET /api/v1/timelines/home": route(home, "read:statuses").reading(),
    "GET /api/v1/timelines/public": _opened(public),
    "GET /api/v1/timelines/tag/:name": _opened(tag),
    "GET /api/v1/timelines/link": _opened(link),
    "GET /api/v1/timelines/direct": route(direct, "read:statuses"),
}
