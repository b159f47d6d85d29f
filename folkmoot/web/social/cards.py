"""Posts as HTML: what is the same for everybody is rendered once and kept, the viewer's half is small."""

import re
from collections.abc import Iterable
from datetime import datetime
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from django.template import engines
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from markupsafe import Markup

from folkmoot.posts.hydrate import Body, PostView
from folkmoot.posts.queries import Gap
from folkmoot.posts.visibility import open_to_visitors
from folkmoot.web import pictures, words
from folkmoot.web.pictures import Shown
from folkmoot.web.shelf import Shelf
from folkmoot.web.social import bars, link_card, lively, own_marks, players, sieve
from folkmoot.web.social.audiences import audience
from folkmoot.web.social.emojis import drawn, drawn_words
from folkmoot.web.social.link_card import LinkCard
from folkmoot.web.social.players import Player

if TYPE_CHECKING:
    from django.template.backends.jinja2 import Jinja2

KEPT = 2_500  # shared halves; the longest unasked-for goes first
KEPT_WHOLE = 400  # posts as they are sent, some 5 KB each
DEEPEST = 4


class Half(NamedTuple):
    """The shared half of a post around what changes: how long ago it was written, and what each reader sees their way.

    On a small card the time comes first, on a large one last.
    """

    before: str
    between: str
    after: str


class Written(NamedTuple):
    """What somebody wrote, and the pictures and recordings they added."""

    words: Markup
    warning: Markup
    pictures: tuple[Shown, ...]
    sizes: str
    album: str  # where the rest of the pictures are; empty where all of them are shown
    players: tuple[Player, ...]
    link: LinkCard | None
    slot: str  # where that goes which each reader sees in their own way


class Reader(NamedTuple):
    """What the pieces of a card depend on besides the post."""

    language: str | None
    zone: str


def feed(views: Iterable[PostView], viewer: int | None) -> Markup:
    """A list of posts."""
    return joined(each(views, viewer))


def each(views: Iterable[PostView], viewer: int | None) -> list[str]:
    """The same, post by post; escaped."""
    return [post.decode() for post in sent(views, viewer)]


def sent(views: Iterable[PostView], viewer: int | None) -> list[bytes]:
    """The same, as it is sent."""
    reader, now = _reader(), timezone.now()
    return [_card(view, reader, now, viewer) for view in views]


def joined(posts: Iterable[str]) -> Markup:
    """What ``each`` made, as one."""
    return Markup("".join(posts))  # noqa: S704 - our own templates escaped it


def card(view: PostView, viewer: int | None) -> Markup:
    """One post in a list."""
    return feed([view], viewer)


def large(view: PostView, viewer: int | None) -> Markup:
    """The post that a page is about."""
    reader = _reader()
    half = _own(_half(view.body, "large", reader), view, viewer)
    time, more = _when(view.body.created_at, timezone.now(), reader), lively.inside(view, viewer)
    buttons = f"{lively.below(view, viewer)}{bars.bar(view, viewer, reader.language)}"
    text = f"{half.before}{more}{half.between}{time}{half.after}{buttons}"
    shown = own_marks.folded(view, f'<article class="post large" id="p{view.id}">{text}</article>')
    return Markup(shown)  # noqa: S704 - escaped by our templates


def branch(post: PostView | Gap, depth: int, viewer: int | None) -> Markup:
    """One post of a thread, as deep as it stands, or the gap in its place: what filters hide leaves one as well."""
    if isinstance(post, PostView) and not sieve.is_hidden(post, "thread"):
        inner: str = card(sieve.folded(post, "thread"), viewer)
    else:
        inner = _gap(get_language(), is_filtered=isinstance(post, PostView))
    return Markup(f'<div class="branch depth-{min(depth, DEEPEST)}">{inner}</div>')  # noqa: S704 - escaped by our templates


def _reader() -> Reader:
    return Reader(get_language(), timezone.get_current_timezone_name())


def _card(view: PostView, reader: Reader, now: datetime, viewer: int | None) -> bytes:
    """A post in a list; whole from the shelf where all to whom it stands the same way see the same."""
    body = view.body
    time = _when(body.created_at, now, reader)
    if view.has_more or body.pictures or body.recordings or body.card:
        return _put_together(view, reader, time, viewer)
    told = viewer is not None, own_marks.hears(view, viewer)
    state = (view.mark[1:], body.key, time, reader, told)
    return _whole.find(state, lambda: _put_together(view, reader, time, viewer))


def _put_together(view: PostView, reader: Reader, time: str, viewer: int | None) -> bytes:
    half = _own(_half(view.body, "small", reader), view, viewer)
    boosted = _boosted(view.boosted_by, reader) if view.boosted_by else ""
    more = buttons = ""
    if view.has_more:
        boosted += own_marks.above(view)
        more, buttons = lively.inside(view, viewer), lively.below(view, viewer)
    buttons += bars.bar(view, viewer, reader.language)
    text = f"{boosted}{half.before}{time}{half.between}{more}{half.after}{buttons}"
    shown = f'<article class="post" id="p{view.id}">{text}</article>'
    return (own_marks.folded(view, shown) if view.has_more else shown).encode()


_whole = Shelf[bytes](KEPT_WHOLE)
_halves = Shelf[Half](KEPT)


def _own(half: Half, view: PostView, viewer: int | None) -> Half:
    """The shared half with the addresses of its pictures made this reader's own."""
    if not (view.body.pictures or view.body.recordings or view.body.card):
        return half
    return Half(*(pictures.finish(text, viewer, is_own=view.mark.mine) for text in half))


def _half(body: Body, size: str, reader: Reader) -> Half:
    player = link_card.player_of(body.card) if body.card else ""
    return _halves.find((body.key, size, reader, player), lambda: _rendered(body, size, player))


def _rendered(body: Body, size: str, player: str) -> Half:
    time, more = "\0", "\1"  # no post holds these: texts are cleaned
    shared = _pieces().large if size == "large" else _pieces().small
    seen = open_to_visitors(body.files_scope)
    shown = tuple(pictures.shown(picture, for_visitors=seen) for picture in body.pictures)
    plays = tuple(players.shown(each, for_visitors=seen) for each in body.recordings)
    album = "" if size == "large" else body.path
    link = link_card.shown(body.card, body.key.id, player, for_visitors=seen)
    said = drawn(body.html, body.emojis) if body.emojis else Markup(body.html)  # noqa: S704 - core.html made it safe
    warning = drawn_words(body.warning, body.emojis) if body.warning else Markup()
    written = Written(said, warning, shown, pictures.sizes(len(shown)), album, plays, link, more)
    text = str(shared(body, written, audience(body.scope), words.full(body.created_at), time))
    return Half(*re.split("[\0\1]", text))


def _boosted(boost: Body, reader: Reader) -> str:
    return _boosted_by(boost.author.path, boost.author.name, reader.language)


@lru_cache(maxsize=1_000)
def _boosted_by(path: str, name: str, language: str | None) -> str:
    del language
    return str(_pieces().boosted(path, name))


@lru_cache(maxsize=8)
def _gap(language: str | None, *, is_filtered: bool) -> str:
    del language
    return str(_pieces().gap(_("A post that your filters hide") if is_filtered else _("A post that you cannot see")))


def _when(then: datetime, now: datetime, reader: Reader) -> str:
    seconds = int((now - then).total_seconds())
    if seconds < words.WEEK:
        return _age(words.span(seconds), reader.language)
    return _date(then, now.year, reader.language, reader.zone)


@lru_cache(maxsize=1_000)
def _age(span: tuple[int, int], language: str | None) -> str:
    del language
    return words.age(*span)


@lru_cache(maxsize=KEPT)
def _date(then: datetime, year: int, language: str | None, zone: str) -> str:
    del year, language, zone
    return words.short(then)


@cache
def _pieces() -> Any:
    return cast("Jinja2", engines["jinja2"]).env.get_template("social/card.html").module
