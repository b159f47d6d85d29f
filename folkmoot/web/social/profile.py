"""An account's page: who it is, what it wrote, who follows it."""

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from markupsafe import Markup

from folkmoot.accounts.actions.trust import note_reading
from folkmoot.accounts.hydrate import AccountView, views
from folkmoot.accounts.queries import by_username
from folkmoot.core.cursors import Page
from folkmoot.posts import queries as posts
from folkmoot.relations import queries as relations
from folkmoot.web.public import face
from folkmoot.web.social import cards, tiles
from folkmoot.web.social.doors import opened
from folkmoot.web.social.paging import PEOPLE, page_of, show, show_posts
from folkmoot.web.social.people import show_people
from folkmoot.web.social.sieve import kept, sifted

RECOMMENDED = 12
TILES = 36  # rows of three, of four and of six come out even

if TYPE_CHECKING:
    from collections.abc import Iterable

    from folkmoot.core.cursors import Slice
    from folkmoot.posts.hydrate import PostView
    from folkmoot.web.requests import MemberRequest, WebRequest


@opened
@require_safe
def profile(request: "WebRequest", acct: str) -> HttpResponse:
    """An account with its posts."""
    return _show(request, acct, "posts")


@opened
@require_safe
def replies(request: "WebRequest", acct: str) -> HttpResponse:
    """An account with its answers to others."""
    return _show(request, acct, "replies")


@opened
@require_safe
def media(request: "WebRequest", acct: str) -> HttpResponse:
    """The pictures and recordings of an account, as a grid."""
    account = account_at(request, acct)
    found = posts.profile_posts(request.viewer, account.id, "media", page_of(request, TILES))
    note_reading(request.account)
    grid = tiles.grid(_unfiltered(found.items), request.viewer)
    context = around(request, account, "media") | {"posts": grid, "pinned": ""}
    return show(request, "social/profile_media.html", "social/more_tiles.html", found, context)


@require_safe
def followers(request: "MemberRequest", acct: str) -> HttpResponse:
    """Who follows an account; one's own followers can be sent away."""
    account = account_at(request, acct)
    people = relations.followers(request.viewer, account.id, page_of(request, PEOPLE))
    return show_people(request, "social/followers.html", people, {"of": account})


@require_safe
def following(request: "MemberRequest", acct: str) -> HttpResponse:
    """Whom an account follows."""
    account = account_at(request, acct)
    people = relations.following(request.viewer, account.id, page_of(request, PEOPLE))
    return show_people(request, "social/following.html", people, {"of": account})


def _show(request: "WebRequest", acct: str, tab: str) -> HttpResponse:
    account = account_at(request, acct)
    found = posts.profile_posts(request.viewer, account.id, tab, page_of(request))
    pinned = posts.pinned(request.viewer, account.id) if tab == "posts" else []
    found = sifted(_without(found, {view.post_id for view in pinned}), "account")
    context = around(request, account, tab) | {"pinned": cards.feed(kept(pinned, "account"), request.viewer)}
    return show_posts(request, "social/profile.html", found, context)


def around(request: "WebRequest", account: AccountView, tab: str) -> dict[str, Any]:
    """Who it is, above any of the tabs."""
    return {
        "account": account,
        "look": face.of_account(account) if request.viewer is None else None,
        "bond": relations.relationship(request.viewer, [account.id])[account.id],
        "tab": tab,
        "bio": Markup(account.bio_html),  # noqa: S704 - core.html made it safe
        "lines": [(line.name, Markup(line.html or "")) for line in account.fields],  # noqa: S704 - likewise
        "tabs": _tabs(request.viewer, account, tab),
        "hashtags": posts.featured_tags(request.viewer, account.id) if posts.FEATURING.has(account.id) else [],
        "recommended": _recommended(request, account.id),
    }


def _recommended(request: "WebRequest", account_id: int) -> "tuple[AccountView, ...]":
    """For members, as the lists of followers are."""
    if request.viewer is None or not relations.ENDORSING.has(account_id):
        return ()
    return relations.endorsed(request.viewer, account_id, Page(limit=RECOMMENDED)).items


def account_at(request: "WebRequest", acct: str) -> AccountView:
    """The account that an address names."""
    username, _at, domain = acct.partition("@")
    account = by_username(request.viewer, username, domain)
    return views([account.id])[account.id]


def _unfiltered(views: "Iterable[PostView]") -> "list[PostView]":
    """In a grid nothing can be folded: what a filter warns of is left out as well."""
    return [view for view in kept(views, "account") if not view.extras.behind]


def _without(found: "Slice[PostView]", pinned: set[int]) -> "Slice[PostView]":
    """What stands on top already does not stand in the list again."""
    return found.filled(view for view in found.items if view.boosted_by or view.post_id not in pinned)


def _tabs(viewer: int | None, account: AccountView, tab: str) -> list[tuple[str, str, bool]]:
    found = [
        (account.path, _("Posts"), tab == "posts"),
        (f"{account.path}/replies", _("Answers"), tab == "replies"),
        (f"{account.path}/media", _("Media"), tab == "media"),
    ]
    if account.id == viewer or relations.COLLECTING.has(account.id):
        found.append((f"{account.path}/collections", _("Collections"), tab == "collections"))
    return found
