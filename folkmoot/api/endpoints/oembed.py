"""A public post for other sites to show, where the community is open to visitors."""

from urllib.parse import urlsplit

from django.http import HttpResponse
from markupsafe import Markup

from folkmoot.api.answers import ORIGIN, absolute, answer
from folkmoot.api.calls import Visit, open_route
from folkmoot.core.errors import NotFound
from folkmoot.core.ids import id_in
from folkmoot.instance.queries import community
from folkmoot.posts.hydrate import PostView
from folkmoot.posts.queries import get_post

WIDTH, NARROWEST = 400, 220
_AGE = 24 * 60 * 60  # seconds
_QUOTE = Markup('<blockquote>{}<footer>— <a href="{}">{} (@{})</a></footer></blockquote>')


def show(visit: Visit) -> HttpResponse:
    """What another site needs to show a post as a quotation with a link to it."""
    url = visit.sent.text("url")
    post = get_post(None, _post_id(url))
    if post.boosted_by or url != f"{ORIGIN}{post.body.path}":
        raise NotFound
    if visit.viewer is not None:  # whom a block keeps away is not told either
        get_post(visit.viewer, post.id)
    name = post.body.author.name
    return answer(
        {
            "type": "rich",
            "version": "1.0",
            "title": f"New status by {name}",
            "author_name": name,
            "author_url": f"{ORIGIN}{post.body.author.path}",
            "provider_name": community().name,
            "provider_url": f"{ORIGIN}/",
            "cache_age": _AGE,
            "html": _html(post),
            "width": _width(visit.query.get("maxwidth", "")),
            "height": None,
        }
    )


def _post_id(url: str) -> int:
    post_id = id_in(urlsplit(url).path.rpartition("/")[2]) if url.startswith(f"{ORIGIN}/@") else None
    if post_id is None:
        raise NotFound
    return post_id


def _html(post: PostView) -> str:
    """Its words; what stands behind a warning stays behind it."""
    body = post.body
    said = Markup("<p>{}</p>").format(body.warning) if body.warning else Markup(absolute(body.html))  # noqa: S704 - cleaned when it was written
    return _QUOTE.format(said, f"{ORIGIN}{body.path}", body.author.name, body.author.acct)


def _width(asked: str) -> int:
    wanted = id_in(asked)
    return WIDTH if wanted is None else max(NARROWEST, min(WIDTH, wanted))


ROUTES = {"GET /api/oembed": open_route(show, "read:statuses")}
