"""The quoted post inside the one that quotes it, or a plain sentence in its place."""

import re
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from django.template import engines
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from markupsafe import Markup

from folkmoot.posts.hydrate import Body, PostView
from folkmoot.posts.visibility import open_to_visitors
from folkmoot.web import pictures, words
from folkmoot.web.shelf import Shelf
from folkmoot.web.social.emojis import drawn, drawn_words

if TYPE_CHECKING:
    from django.template.backends.jinja2 import Jinja2

KEPT = 1_000
_SLOT = "\0"  # no post holds it: texts are cleaned


class Say(NamedTuple):
    """What there is to say about a quote besides what it shows, and what the reader can do about it."""

    icon: str
    sentence: str
    buttons: tuple[tuple[str, str, str], ...] = ()  # the address below the post's, the method, the label


def quote(view: PostView, viewer: int | None, place: str = "") -> str:
    """What a post quotes as this reader sees it; empty for a post that quotes nothing."""
    if view.body.quote is None:
        return ""
    shown = view.extras.quoted
    inner = card(shown, viewer) if shown else ""
    place = place or f"p{view.id}"
    return str(_piece().around(view.post_id, place, inner, _say(view, viewer)))


def card(shown: PostView, viewer: int | None) -> Markup:
    """A quoted post: who wrote it, when, and what it shows; one level, for what it quotes itself is only named."""
    key = (shown.body.key, get_language(), timezone.get_current_timezone_name())
    before, after = _kept.find(key, lambda: _rendered(shown.body))
    text = f"{before}{words.short(shown.body.created_at)}{after}"
    return Markup(pictures.finish(text, viewer, is_own=shown.mark.mine))  # noqa: S704 - our templates escaped it


_kept = Shelf[tuple[str, str]](KEPT)


def _rendered(body: Body) -> tuple[str, str]:
    seen = open_to_visitors(body.files_scope)
    shown = tuple(pictures.shown(picture, for_visitors=seen) for picture in body.pictures)
    said = drawn(body.html, body.emojis) if body.emojis else Markup(body.html)  # noqa: S704 - core.html made it safe
    warning = drawn_words(body.warning, body.emojis)
    text = str(_piece().quoted(body, said, warning, shown, words.full(body.created_at), _SLOT))
    before, after = re.split(_SLOT, text)
    return before, after


def _say(view: PostView, viewer: int | None) -> Say | None:
    state, shown = view.body.quote.state if view.body.quote else "", view.extras.quoted
    if shown is None:
        return Say("eye-off", _unseen(state))
    asked = viewer is not None and shown.mark.mine
    if asked and not view.mark.mine:
        return _to_the_author(state)
    if state == "waiting":
        return Say("clock", _("Waiting for the author's agreement. Until then, others do not see what you quote."))
    return None


def _unseen(state: str) -> str:
    return {
        "agreed": _("A quoted post that you cannot see"),
        "waiting": _("A quote that waits for its author's agreement"),
    }.get(state, _("The author does not want to be quoted here"))


def _to_the_author(state: str) -> Say:
    allow = ("quote", "POST", _("Allow the quote"))
    if state == "agreed":
        return Say("", "", (("quote", "DELETE", _("Take my words out of this post")),))
    if state == "waiting":
        sentence = _("May your post be quoted here? Only you two see it until you agree.")
        return Say("info", sentence, (allow, ("refusal", "POST", _("Refuse"))))
    return Say("eye-off", _("You do not want to be quoted here. Only you see your post in this place."), (allow,))


@cache
def _piece() -> Any:
    return cast("Jinja2", engines["jinja2"]).env.get_template("social/quote.html").module
