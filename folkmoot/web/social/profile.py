"""An account's page: who it is, what it wrote, who follows it."""

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from markupsafe import Markup

from folkmoot.accounts.hydrate import AccountView, views
from folkmoot.accounts.queries import by_username
from folkmoot.posts import queries as posts
from folkmoot.relations import queries as relations
from folkmoot.web.social import cards
from folkmoot.web.social.doors import opened
from folkmoot.web.social.paging import PEOPLE, page_of, show_posts
from folkmoot.web.social.people import show_people

if TYPE_CHECKING:
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


@require_safe
def followers(request: "MemberRequest", acct: str) -> HttpResponse:
    """Who follows an account; one's own followers can be sent away."""
    account = _account(request, acct)
    people = relations.followers(request.viewer, account.id, page_of(request, PEOPLE))
    return show_people(request, "social/followers.html", people, {"of": account})


@require_safe
def following(request: "MemberRequest", acct: str) -> HttpResponse:
    """Whom an account follows."""
    account = _account(request, acct)
    people = relations.following(request.viewer, account.id, page_of(request, PEOPLE))
    return show_people(request, "social/following.html", people, {"of": account})


def _show(request: "WebRequest", acct: str, tab: str) -> HttpResponse:
    account = _account(request, acct)
    bond = relations.relationship(request.viewer, [account.id])[account.id]
    found = posts.profile_posts(request.viewer, account.id, tab, page_of(request))
    pinned = posts.pinned(request.viewer, account.id) if tab == "posts" else []
    found = _without(found, {view.post_id for view in pinned})
    context: dict[str, Any] = {
        "account": account,
        "bond": bond,
        "tab": tab,
        "bio": Markup(account.bio_html),  # noqa: S704 - core.html made it safe
        "lines": [(line.name, Markup(line.html or "")) for line in account.fields],  # noqa: S704 - likewise
        "pinned": cards.feed(pinned, request.viewer),
        "tabs": _tabs(account, tab),
    }
    return show_posts(request, "social/profile.html", found, context)


def _account(request: "WebRequest", acct: str) -> AccountView:
    username, _at, domain = acct.partition("@")
    account = by_username(request.viewer, username, domain)
    return views([account.id])[account.id]


def _without(found: "Slice[PostView]", pinned: set[int]) -> "Slice[PostView]":
    """What stands on top already does not stand in the list again."""
    return found.filled(view for view in found.items if view.boosted_by or view.post_id not in pinned)


def _tabs(account: AccountView, tab: str) -> list[tuple[str, str, bool]]:
    return [
        (account.path, _("Posts"), tab == "posts"),
        (f"{account.path}/replies", _("Answers"), tab == "replies"),
    ]
