"""The buttons below a post: rendered once for each kind of row, and filled in for each post."""

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from django.template import engines
from django.utils.translation import get_language
from django.utils.translation import ngettext as _n
from markupsafe import escape

from folkmoot.posts.interaction import Consent, may_boost, may_pin, quote_consent
from folkmoot.web import molds, words
from folkmoot.web.shelf import Shelf, slim
from folkmoot.web.social import own_marks

if TYPE_CHECKING:
    from django.template.backends.jinja2 import Jinja2

    from folkmoot.posts.hydrate import Body, PostView

KINDS = 300  # of rows, some 6 KB each
_COUNTS = ("replies", "boosts", "likes", "quotes")
_FILLED = ("post_id", "path", "acct", "author_id", "place", "at")


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
    boostable: bool
    pinnable: bool
    guard: str  # who may answer, for those who may not
    quotable: bool
    pictured: bool
    carded: bool  # there is a preview, which its author can remove
    recordings: tuple[int, ...]  # which their owner can describe
    hears: bool  # the reader takes part in the thread and is told of what happens in it
    muted: bool  # the reader wants to hear no more of the thread


def bar(view: "PostView", viewer: int | None, place: str = "") -> str:
    """The viewer's half of a post in the article of this id: counts, buttons and what is pressed."""
    language, kind = get_language(), _kind(view, viewer)
    pieces = _molds.find((language, viewer is not None, kind), lambda: _mold(kind, is_member=viewer is not None))
    return molds.fill(pieces, _own(view, place or f"p{view.id}", language if viewer else None))


def _kind(view: "PostView", viewer: int | None) -> Kind:
    body, mark = view.body, view.mark
    return Kind(
        mark.replies > 0,
        mark.boosts > 0,
        mark.likes > 0,
        mark.quotes > 0,
        *mark[12:],
        may_boost(body.scope) and not body.is_limited,
        may_pin(body.scope),
        body.reply_policy if view.extras.closed else "",
        _is_quotable(body, mine=mark.mine),
        bool(body.pictures),
        body.card is not None,
        tuple([each.id for each in body.recordings]),
        *own_marks.hears(view, viewer),
    )


def _is_quotable(body: "Body", *, mine: bool) -> bool:
    return (
        not body.is_limited
        and quote_consent(body.scope, body.quote_policy, mine=mine, follows=True) is not Consent.DENIED
    )


def _mold(kind: Kind, *, is_member: bool) -> list[str]:
    counts = {
        name: molds.mark(name) if getattr(kind, name) else "" for name in ("replies", "boosts", "likes", "quotes")
    }
    filled = {name: molds.mark(name) for name in _FILLED}
    row = {**kind._asdict(), **counts, **filled}
    return molds.cut(slim(str(_pieces().bar(row) if is_member else _pieces().counts(row))))


def _own(view: "PostView", place: str, language: str | None) -> dict[str, str]:
    mark, author = view.mark, view.body.author
    return {
        "post_id": str(view.post_id),
        "path": view.body.path,
        "acct": author.acct,
        "author_id": str(author.id),
        "place": str(escape(place)),
        "at": "" if place == f"p{view.post_id}" else f"?at={escape(place)}",
        **{what: _said(what, getattr(mark, what), language) for what in _COUNTS},
    }


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
