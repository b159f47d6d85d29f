"""What stands around a post because of what its reader wished: a filter, a followed hashtag, a circle of their own."""

from functools import cache
from typing import TYPE_CHECKING, Any, cast

from django.template import engines

from folkmoot.core.html import fold_tag

if TYPE_CHECKING:
    from django.template.backends.jinja2 import Jinja2

    from folkmoot.posts.hydrate import PostView


def above(view: "PostView") -> str:
    """Why the post stands here, where its author is not followed."""
    tag = view.extras.because
    return str(_pieces().because(tag, fold_tag(tag))) if tag else ""


def circle(view: "PostView") -> str:
    """Which circle the reader wrote the post for."""
    return str(_pieces().circle(view.extras.circle)) if view.extras.circle else ""


def folded(view: "PostView", card: str) -> str:
    """The card behind the name of the filter that it meets here; as it is where there is none."""
    before, after = _fold(view.extras.behind) if view.extras.behind else ("", "")
    return f"{before}{card}{after}"


def hears(view: "PostView", viewer: int | None) -> tuple[bool, bool]:
    """Whether the reader takes part in the thread here and is told of what happens in it; and whether they muted it."""
    body, muted = view.body, view.extras.muted
    if not (body.mentions or body.reply_to or view.mark.mine):
        return False, muted
    others = (body.reply_to, *body.mentions) if body.reply_to else body.mentions
    concerned = view.mark.mine or any(ref.id == viewer for ref in others)
    return concerned and not muted, muted


def _fold(title: str) -> tuple[str, str]:
    before, _slot, after = str(_pieces().fold(title, "\0")).partition("\0")
    return before, after


@cache
def _pieces() -> Any:
    return cast("Jinja2", engines["jinja2"]).env.get_template("social/own_marks.html").module
