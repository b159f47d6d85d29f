"""The home page as it is opened most: what stands around the posts is rendered once for many members, and kept.

Marks stand in it where each member's own things go. Nobody's account is at hand while it is rendered: a template that
asked for more of a member than whether there is one would fail, not show it to others.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from django.template import engines
from django.utils.translation import get_language
from markupsafe import Markup, escape

from folkmoot.accounts.first_steps import are_over
from folkmoot.instance.queries import Community
from folkmoot.web import molds
from folkmoot.web.chrome import Chrome, TokenField
from folkmoot.web.csrf import token_for
from folkmoot.web.frame import Frame
from folkmoot.web.molds import mark
from folkmoot.web.shelf import Shelf
from folkmoot.web.social.announcements import announced
from folkmoot.web.social.composer import Composer, at_home
from folkmoot.web.welcome.progress import card, remembered

if TYPE_CHECKING:
    from django.template.backends.jinja2 import Jinja2

    from folkmoot.web.requests import MemberRequest

KEPT = 60  # some 60 KB each, in every process


@dataclass(frozen=True, slots=True)
class Look:
    """All that the page depends on besides what the marks stand for."""

    language: str | None
    theme: str
    has_keys: bool
    community: Community | None
    circles: tuple[tuple[int, str], ...]
    written_in: str
    has_older: bool
    is_new: bool  # the member has not taken the first steps yet

    @property
    def tells(self) -> bool:
        """Whether something may stand above all, for every member to read or for a new one."""
        return self.is_new or (self.community is not None and self.community.announces)


def usual(request: "MemberRequest", posts: Sequence[bytes], older: str) -> bytes | None:
    """The page at its top, for somebody with posts in it and nothing to be told; ``None`` where it is not that."""
    chrome: Chrome = vars(request).setdefault("chrome", Chrome(request))
    told = chrome.messages or chrome.roles != chrome.held_roles or chrome.has_to_agree
    told = told or chrome.left_to_open is not None
    if not posts or request.META.get("QUERY_STRING") or request.htmx or told:
        return None
    form = at_home(request)
    look = Look(
        get_language(),
        chrome.theme,
        chrome.has_keys,
        chrome.community,
        chrome.circles,
        form.language,
        bool(older),
        not are_over(remembered(request)),
    )
    own = {
        "viewer": str(request.viewer),
        "side": chrome.frame.side,
        "bottom": chrome.frame.bottom,
        "token": token_for(request),
        "key": form.key,
        "older": str(escape(older)),
        "announced": at_top(request) if look.tells else "",
    }
    mold = _kept.find(look, lambda: _around(look))
    sent = {name: text.encode() for name, text in own.items()}
    return mold.fill(sent | {"posts": b"".join(posts)})


def at_top(request: "MemberRequest") -> Markup:
    """How far a new member has come, and what was announced; whatever is asked about the community is asked once."""
    if "max_id" in request.GET:
        return Markup()
    chrome: Chrome = vars(request).setdefault("chrome", Chrome(request))
    said = announced(request.viewer) if chrome.community and chrome.community.announces else Markup()
    return card(request) + said


_kept = Shelf[molds.Encoded](KEPT)


def _around(look: Look) -> molds.Encoded:
    """What stands around the posts, with marks in it."""
    form = Composer("home", look.written_in, key=mark("key"), is_live=True)
    context = {
        "chrome": _chrome(look),
        "request": SimpleNamespace(path="/", get_full_path=lambda: "/"),
        "csrf_token": mark("token"),
        "csrf_input": TokenField(mark("token")),
        "form": form,
        "posts": mark("posts"),
        "older": mark("older") if look.has_older else "",
        "announced": mark("announced") if look.tells else "",
        "newer": "",
        "meanwhile": "",
        "is_first": True,
    }
    return molds.encoded(molds.cut(_template().render(context)))


def _chrome(look: Look) -> Chrome:
    chrome = Chrome.bare(cast("Any", None))
    chrome.__dict__ |= {
        "viewer": mark("viewer"),
        "account": SimpleNamespace(keys=look.has_keys),
        "theme": look.theme,
        "community": look.community,
        "circles": look.circles,
        "frame": Frame(mark("side"), mark("bottom")),
        "held_roles": frozenset(),  # who could have to be told something about theirs gets a page of their own
    }
    return chrome


@cache
def _template() -> Any:
    return cast("Jinja2", engines["jinja2"]).env.get_template("social/home.html")
