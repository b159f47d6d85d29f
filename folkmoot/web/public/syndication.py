"""Feeds for readers of feeds (RSS 2.0 and Atom): what visitors may read of a profile, a hashtag and the community."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.text import Truncator
from django.views.decorators.http import conditional_page, require_safe
from markupsafe import Markup

from folkmoot.core.cursors import Page
from folkmoot.core.errors import NotFound
from folkmoot.core.html import clean, fold_tag, tags_in, with_origin
from folkmoot.instance.queries import community
from folkmoot.posts import queries as posts
from folkmoot.posts.visibility import open_to_visitors
from folkmoot.timelines import queries as timelines
from folkmoot.web import pictures
from folkmoot.web.access import Door, door, first_of_all
from folkmoot.web.public.face import SHORT, absolute
from folkmoot.web.social.profile import account_at

if TYPE_CHECKING:
    from folkmoot.media.queries import PictureView
    from folkmoot.posts.hydrate import PostView
    from folkmoot.posts.hydrate.views import Body
    from folkmoot.web.requests import WebRequest

NEWEST = Page(limit=20)
_AGE = 60  # seconds for which nobody need ask again
_FORMS: dict[str, tuple[type[SyndicationFeed], str]] = {
    "rss": (Rss201rev2Feed, "application/rss+xml; charset=utf-8"),
    "atom": (Atom1Feed, "application/atom+xml; charset=utf-8"),
}
_PICTURE = Markup('<p><img src="{}" alt="{}"></p>')


def from_outside(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """What visitors may see, whoever asks; there is none of it where the community is for members alone."""

    @wraps(view)
    def seen_from_outside(request: "WebRequest", *args: Any, **kwargs: Any) -> HttpResponse:
        if community().visitors != "posts":
            raise NotFound
        response = view(request, *args, **kwargs)
        patch_vary_headers(response, ["Cookie"])
        if request.viewer is None:
            response["Cache-Control"] = f"public, max-age={_AGE}"
        return response

    return first_of_all(door(Door.VISITORS)(require_safe(conditional_page(seen_from_outside))))


@from_outside
def account(request: "WebRequest", acct: str, form: str) -> HttpResponse:
    """What an account wrote itself."""
    found = account_at(request, acct)
    own = posts.profile_posts(request.viewer, found.id, "own", NEWEST).items
    return _answer(form, f"{found.name} (@{found.acct})", found.bio, found.path, own)


@from_outside
def tag(request: "WebRequest", name: str, form: str) -> HttpResponse:
    """The posts with a hashtag."""
    if tags_in(f"#{clean(name)}") != [name]:
        raise NotFound
    return _answer(form, f"#{name}", "", f"/tags/{name}", posts.tagged(request.viewer, fold_tag(name), NEWEST).items)


@from_outside
def of_community(request: "WebRequest", form: str) -> HttpResponse:
    """What members write for everybody."""
    here = community()
    return _answer(form, here.name, here.description, "/community", timelines.community(request.viewer, NEWEST).items)


def _answer(form: str, title: str, words: str, path: str, found: "Iterable[PostView]") -> HttpResponse:
    made, content_type = _FORMS[form]
    feed = made(title, absolute(path), words or title, settings.LANGUAGE_CODE, feed_url=absolute(f"{path}.{form}"))
    for view in found:
        if open_to_visitors(view.body.files_scope):  # members see more elsewhere, and of some people less
            _add(feed, view.body)
    return HttpResponse(feed.writeString("utf-8"), content_type=content_type)


def _add(feed: SyndicationFeed, body: "Body") -> None:
    said = body.cover or body.text
    feed.add_item(
        title=Truncator(said.strip().partition("\n")[0]).chars(SHORT) or f"@{body.author.acct}",
        link=absolute(body.path),
        description=_words(body),
        author_name=body.author.name,
        author_link=absolute(body.author.path),
        pubdate=body.created_at,
        updateddate=body.edited_at or body.created_at,
        unique_id=absolute(body.path),
        unique_id_is_permalink=True,
        categories=() if body.cover else body.tags,
    )


def _words(body: "Body") -> str:
    """A post as HTML; behind a warning nothing but the warning is shown."""
    if body.cover:
        return str(Markup("<p>{}</p>").format(body.cover))
    return with_origin(body.html, settings.FOLKMOOT.origin) + "".join(map(_picture, body.pictures))


def _picture(picture: "PictureView") -> str:
    return str(_PICTURE.format(pictures.face(picture, pictures.MIDDLING), picture.alt))
