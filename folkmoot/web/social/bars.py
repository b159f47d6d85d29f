"""The buttons below a post: rendered once for each kind of row, and filled in for each post."""

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from django.template import engines
from django.utils.translation import ngettext as _n
from markupsafe import escape

from folkmoot.posts.interaction import Consent, may_boost, may_pin, quote_consent
from folkmoot.web import molds, words
from folkmoot.web.shelf import Shelf, slim
from folkmoot.web.social import own_marks

if TYPE_CHECKING:
    from django.template.backends.jinja2 import Jinja2

    from folkmoot.posts.hydrate import PostView

KINDS = 300  # of rows, some 6 KB each
_FILLED = ("post_id", "path", "acct", "author_id", "place", "at")
_COUNTED = ("replies", "boosts", "likes", "quotes")


class Kind(NamedTuple):
    """All that a row of buttons depends on besides the post's own numbers and addresses."""

    replies: bool  # whether there are any, as for the other counts
    boosts: bool
    likes: bool
    quotes: bool
    liked: bool
    boosted: bool
    bookmarked: bool
    pinned: bool
    mine: bool
    scope: str
    limited: bool
    guard: str  # who may answer, for those who may not
    quote_policy: str
    pictured: bool
    carded: bool  # there is a preview, which its author can remove
    recordings: tuple[int, ...]  # which their owner can describe
    hears: bool  # the reader takes part in the thread and is told of what happens in it
    muted: bool  # the reader wants to hear no more of the thread


def bar(view: "PostView", viewer: int | None, language: str | None, place: str = "") -> str:
    """The viewer's half of a post in the article of this id: counts, buttons and what is pressed."""
    kind = _kind(view, viewer)
    pieces = _molds.find((language, viewer is not None, kind), lambda: _mold(kind, is_member=viewer is not None))
    return molds.fill(pieces, _own(view, place, language if viewer else None))


def _kind(view: "PostView", viewer: int | None) -> Kind:
    body, mark = view.body, view.mark
    return Kind(
        mark.replies > 0,
        mark.boosts > 0,
        mark.likes > 0,
        mark.quotes > 0,
        *mark[12:],
        body.scope,
        body.is_limited,
        body.reply_policy if view.extras.closed else "",
        body.quote_policy,
        bool(body.pictures),
        body.card is not None,
        tuple([each.id for each in body.recordings]) if body.recordings else (),
        *own_marks.hears(view, viewer),
    )


def _mold(kind: Kind, *, is_member: bool) -> list[str]:
    consent = quote_consent(kind.scope, kind.quote_policy, mine=kind.mine, follows=True)
    allowed = {
        "boostable": may_boost(kind.scope) and not kind.limited,
        "pinnable": may_pin(kind.scope),
        "quotable": not kind.limited and consent is not Consent.DENIED,
    }
    counts = {name: molds.mark(name) if getattr(kind, name) else "" for name in _COUNTED}
    row = {**kind._asdict(), **allowed, **counts, **{name: molds.mark(name) for name in _FILLED}}
    return molds.cut(slim(str(_pieces().bar(row) if is_member else _pieces().counts(row))))


def _own(view: "PostView", place: str, language: str | None) -> dict[str, str]:
    mark, author = view.mark, view.body.author
    return {
        "post_id": str(view.post_id),
        "path": view.body.path,
        "acct": author.acct,
        "author_id": str(author.id),
        "place": str(escape(place)) if place else f"p{view.id}",
        "at": _at(view, place),
        "replies": _said("replies", mark.replies, language),
        "boosts": _said("boosts", mark.boosts, language),
        "likes": _said("likes", mark.likes, language),
        "quotes": _said("quotes", mark.quotes, language),
    }


def _at(view: "PostView", place: str) -> str:
    """What an address says of the place, unless that is the post's own."""
    if not place:
        return "" if view.id == view.post_id else f"?at=p{view.id}"
    return "" if place == f"p{view.post_id}" else f"?at={escape(place)}"


@lru_cache(maxsize=1_000)
def _said(what: str, count: int, language: str | None) -> str:
    """A count with the word for what is counted, which screens do not show; for visitors the number alone."""
    if not language:
        return str(count)
    if what == "quotes":
        return _n("%(num)d quote", "%(num)d quotes", count) % {"num": count}
    word = {
        "replies": _n("answer", "answers", count),
        "boosts": _n("boost", "boosts", count),
        "likes": _n("like", "likes", count),
    }[what]
    return f'{words.number(count)}<span class="hidden"> {escape(word)}</span>'


_molds = Shelf[list[str]](KINDS)


@cache
def _pieces() -> Any:
    return cast("Jinja2", engines["jinja2"]).env.get_template("social/bar.html").module
