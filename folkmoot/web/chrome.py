"""What surrounds a page: the community's name, the places, who is signed in, the look they chose."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _
from markupsafe import Markup

from folkmoot.accounts.actions import THEMES
from folkmoot.accounts.capabilities import Capability, with_pages
from folkmoot.accounts.queries import Standing, may_invite, standing
from folkmoot.discovery.queries import is_shown_in
from folkmoot.instance.opening import missing
from folkmoot.instance.queries import Community, community, manner
from folkmoot.media.addresses import origin
from folkmoot.moderation.queries import Waiting, waiting
from folkmoot.notifications.queries import Unread, unread
from folkmoot.relations.queries import circles
from folkmoot.web import cookies, staff_places, theme
from folkmoot.web.access import factor_page
from folkmoot.web.csrf import token_for
from folkmoot.web.entrance.factors.proof import is_proved
from folkmoot.web.frame import Frame, about, foot, frame_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.contrib.messages.storage.base import Message

    from folkmoot.accounts.queries import Account
    from folkmoot.web.requests import WebRequest


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the navigation."""

    path: str
    icon: str
    label: str
    current: bool
    badge: int = 0


class Chrome:
    """Looked up lazily: a page pays only for what its layout shows."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.account: Account | None = getattr(request, "account", None)
        self.viewer: int | None = getattr(request, "viewer", None)

    @classmethod
    def bare(cls, request: HttpRequest) -> "Chrome":
        """Without a look at the database, for pages about its failure."""
        chrome = cls(request)
        chrome.__dict__ |= {"community": None, "viewer": None, "account": None, "messages": ()}
        return chrome

    @cached_property
    def community(self) -> Community | None:
        """The community as its owners describe it."""
        return community()

    @property
    def name(self) -> str:
        """The community's name, or the program's own where nobody knows it."""
        return (self.community and self.community.name) or "Folkmoot"

    @cached_property
    def roles(self) -> frozenset[str]:
        """What the signed-in account may administer now: nothing before this session has shown a second factor."""
        return self.held_roles if self.held_roles and is_proved(self.request) else frozenset()

    @cached_property
    def held_roles(self) -> frozenset[str]:
        """The roles of the signed-in account that open pages of staff, in use or not."""
        return with_pages(self.standing.roles)

    @cached_property
    def may(self) -> frozenset[Capability]:
        """What of all that is not for everybody the signed-in account may do now."""
        return self.standing.capabilities if self.roles else frozenset()

    @cached_property
    def standing(self) -> Standing:
        """The roles of the signed-in account and what they bring; members without any cost nothing."""
        if self.viewer and self.account and self.account.has_roles:
            return standing(self.viewer)
        return Standing(frozenset(), frozenset())

    @property
    def factor_page(self) -> str:
        """Where staff whose session has shown no second factor are to go; empty for everybody else."""
        return factor_page(cast("WebRequest", self.request)) if self.held_roles and not self.roles else ""

    @cached_property
    def left_to_open(self) -> int | None:
        """What is missing before the community can be opened, for those who can; ``None`` for others, and after."""
        if self.community is None or self.community.is_open or Capability.SETTINGS not in self.may:
            return None
        return len(missing())

    @cached_property
    def unread(self) -> Unread:
        """What was not seen yet: notifications, direct posts."""
        return unread(self.viewer) if self.viewer else Unread(0, 0)

    @cached_property
    def waiting(self) -> Waiting:
        """What staff have not decided on yet; nobody else's pages ask."""
        decides = self.may & {Capability.CASES, Capability.SIGN_UPS}
        return waiting(self.viewer) if self.viewer and decides else Waiting(0, 0)

    @cached_property
    def circles(self) -> tuple[tuple[int, str], ...]:
        """The member's own circles, for whom a post can be: id and name."""
        return tuple((each.id, each.title) for each in circles(self.viewer)) if self.viewer else ()

    @property
    def service(self) -> str:
        """What the connected sign-in service is called; empty where there is none."""
        return settings.FOLKMOOT.oidc_name if settings.FOLKMOOT.oidc_issuer else ""

    @cached_property
    def theme(self) -> str:
        """The look that the member chose, else the one of this browser: auto, light, dark or contrast."""
        wanted = (self.account.theme if self.account else "") or cookies.kept(self.request, "theme") or "auto"
        return wanted if wanted in THEMES else "auto"

    @property
    def colour_sheet(self) -> str:
        """Where the stylesheet of the community's own colour is; empty where it has none."""
        return theme.stylesheet(self.community.colour) if self.community else ""

    @property
    def logo(self) -> str:
        """Where the community's own picture is; empty where it has none."""
        return origin() + self.community.logo if self.community and self.community.logo else ""

    @property
    def mark(self) -> str:
        """Where the mark in the community's own colour is; empty where it has none."""
        return theme.mark(self.community.colour) if self.community else ""

    @property
    def touch(self) -> str:
        """Where the mark for a home screen is."""
        return theme.touch(self.community.colour if self.community else "", 180)

    @property
    def has_rising(self) -> bool:
        """Whether there is a page of what is on the rise for whoever looks."""
        return self.community is not None and is_shown_in(self.community, self.viewer)

    @property
    def has_keys(self) -> bool:
        """Whether single keys do something here: for members who did not switch them off."""
        return bool(self.viewer and self.account and self.account.keys)

    @property
    def has_to_agree(self) -> bool:
        """Whether there are changes to which the member is asked to agree, or soon will be."""
        newest = manner().coming if self.viewer else 0
        return bool(newest and getattr(getattr(self.request, "user", None), "agreed", newest) < newest)

    @property
    def is_for_tests(self) -> bool:
        """Whether whoever asks comes in, which every page then says."""
        return bool(settings.TEST_PROFILE)

    @property
    def language(self) -> str:
        """The language of the words on the page."""
        return get_language() or "en"

    @property
    def direction(self) -> str:
        """The direction of the words on the page."""
        return "rtl" if get_language_bidi() else "ltr"

    @property
    def languages(self) -> "list[tuple[str, str]]":
        """What a visitor can have the pages speak; members choose in their settings."""
        return [] if self.account else list(settings.LANGUAGES)

    @cached_property
    def may_invite(self) -> bool:
        """Whether the member may bring others in."""
        return bool(self.viewer and self.account and self.community and may_invite(self.account, self.community))

    @cached_property
    def messages(self) -> "Collection[Message]":
        """What the last action has to say; a browser that brings nothing is not told to forget it."""
        storage = get_messages(self.request)
        if cookies.kept(self.request, cookies.MESSAGES) or getattr(storage, "added_new", False):
            return storage
        return ()

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Where a member can go, in the order of the side column."""
        me = f"/@{self.account.username}" if self.account else "/"
        return (
            self._place("/", "home", _("Home")),
            self._place("/community", "people", _("Community")),
            self._place("/notifications", "bell", _("Notifications"), self.unread.notifications),
            self._place("/direct", "mail", _("Direct posts"), self.unread.direct),
            self._place("/search", "search", _("Search")),
            *((self._place("/explore", "poll", _("On the rise")),) if self.has_rising else ()),
            self._place("/circles", "circle", _("Circles")),
            self._place("/members", "follow", _("Members")),
            self._place("/bookmarks", "bookmark", _("Bookmarks")),
            self._place("/likes", "heart", _("Likes")),
            self._place("/drafts", "feather", _("Drafts")),
            self._place(me, "person", _("Your profile")),
            self._place("/settings", "sliders", _("Settings")),
        )

    @cached_property
    def staff_places(self) -> tuple[Place, ...]:
        """The pages of staff that open for whoever looks."""
        if not self.may:
            return ()
        found = staff_places.entries(self.may, self.waiting)
        return tuple(self._place(each.path, each.icon, each.label, each.badge) for each in found)

    @cached_property
    def frame(self) -> Frame:
        """The navigation, as HTML."""
        return frame_of(self)

    @property
    def about(self) -> Markup:
        """The community's card, as HTML; empty where nobody knows the community."""
        return about(self.community, self.language) if self.community else Markup()

    @property
    def foot(self) -> Markup:
        """Who runs this, with what, and where its source is, as HTML."""
        return foot(self.language, has_keys=self.has_keys)

    def _place(self, path: str, icon: str, label: str, badge: int = 0) -> Place:
        here = self.request.path
        current = here == path if path in {"/", "/likes"} else here == path or here.startswith(f"{path}/")
        return Place(path, icon, label, current, badge)


class Token:
    """The token of a page's forms, drawn when the first of them is written, and no page twice."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def __html__(self) -> str:
        """As it stands in an attribute; it has letters and digits only."""
        return self._drawn

    @cached_property
    def _drawn(self) -> str:
        return token_for(self.request)


class TokenField:
    """The same as the hidden field of a form."""

    def __init__(self, token: Token | Markup) -> None:
        self.token = token

    def __html__(self) -> str:
        """The field."""
        return f'<input type="hidden" name="csrfmiddlewaretoken" value="{self.token.__html__()}">'


def chrome(request: HttpRequest) -> dict[str, Any]:
    """The context processor: every template has ``chrome``, and the token of its forms, drawn once a page."""
    token = Token(request)
    return {
        "chrome": getattr(request, "chrome", None) or Chrome(request),
        "csrf_token": token,
        "csrf_input": TokenField(token),
    }
