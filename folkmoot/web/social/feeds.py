"""Feeds of posts: home, community, bookmarks and likes."""

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe
from markupsafe import Markup

from folkmoot.accounts.actions.trust import note_reading
from folkmoot.core.cursors import Page
from folkmoot.core.errors import NotFound
from folkmoot.core.push import ticket_for
from folkmoot.instance.queries import community as this_community
from folkmoot.posts import queries as posts
from folkmoot.timelines import queries as timelines
from folkmoot.web.access import Door, door
from folkmoot.web.public import face
from folkmoot.web.social import away, cards, composer, home
from folkmoot.web.social.doors import opened
from folkmoot.web.social.paging import older, page_of, show, show_posts, varying
from folkmoot.web.social.sieve import kept, sifted

if TYPE_CHECKING:
    from folkmoot.core.cursors import Slice
    from folkmoot.posts.hydrate import PostView
    from folkmoot.web.requests import MemberRequest, WebRequest

FRONT = 10  # posts on the page that visitors see first


@door(Door.VISITORS)
@require_safe
def start(request: "WebRequest") -> HttpResponse:
    """Home for members; for visitors, what this community is and how to come in; applicants read how they stand."""
    if request.viewer is None:
        return HttpResponseRedirect("/waiting") if request.account else _front(request)
    return _home(request)  # type: ignore[arg-type]  # whoever has a viewer has an account


@opened
@require_safe
def community(request: "WebRequest") -> HttpResponse:
    """What members wrote for everybody here."""
    found = sifted(timelines.community(request.viewer, page_of(request)), "public")
    seen = face.of_feed(this_community().name, "/community") if request.viewer is None else None
    return show_posts(request, "social/community.html", found, {"look": seen})


@require_safe
def bookmarks(request: "MemberRequest") -> HttpResponse:
    """What I keep for later."""
    return show_posts(request, "social/bookmarks.html", posts.bookmarks(request.viewer, page_of(request)))


@require_safe
def likes(request: "MemberRequest") -> HttpResponse:
    """What I like."""
    return show_posts(request, "social/likes.html", posts.likes(request.viewer, page_of(request)))


@require_safe
def new(request: "MemberRequest", feed: str) -> HttpResponse:
    """How many posts came in above the one on top, in words; nothing when there are none."""
    if feed not in {"home", "community"}:
        raise NotFound
    since = Page.parse({"since_id": request.GET.get("since", "")}, limit=1, most=1).since_id or 0
    count = timelines.new_since(request.viewer, feed, since)
    if not count:
        return HttpResponse(status=204)
    shown = f"{count}+" if count >= timelines.NEW_MOST else str(count)
    return HttpResponse(
        ngettext("%(count)s new post", "%(count)s new posts", count) % {"count": shown},
        content_type="text/plain; charset=utf-8",
    )


@require_safe
def stream(request: "MemberRequest") -> HttpResponse:
    """Where this page can listen for news, for the next quarter of an hour; empty where it has to ask instead."""
    address = settings.FOLKMOOT_STREAM_URL
    ticket = urlencode({"ticket": ticket_for(request.viewer)}) if address else ""
    return JsonResponse({"address": f"{address}?{ticket}" if address else ""})


def _home(request: "MemberRequest") -> HttpResponse:
    note_reading(request.account)
    found = sifted(timelines.home(request.viewer, page_of(request)), "home")
    posts, meanwhile = cards.sent(found.items, request.viewer), _meanwhile(request, found)
    missed = away.card(request)
    if not meanwhile and not missed and (page := home.usual(request, posts, older(request, found))):
        return varying(HttpResponse(page))
    context = {
        "posts": cards.joined(post.decode() for post in posts),
        "form": composer.at_home(request),
        "announced": home.at_top(request) + missed,
    }
    context["meanwhile"] = meanwhile
    return show(request, "social/home.html", "social/more_posts.html", found, context)


def _meanwhile(request: "MemberRequest", found: "Slice[PostView]") -> Markup:
    """What others wrote for everybody, below the home of somebody to whom nobody else's posts come yet."""
    if found.older or "max_id" in request.GET or not all(view.mark.mine for view in found.items):
        return Markup()
    newest = sifted(timelines.community(request.viewer, Page(limit=FRONT)), "public").items
    return cards.feed([view for view in kept(newest, "home") if not view.mark.mine], request.viewer)


def _front(request: "WebRequest") -> HttpResponse:
    here = this_community()
    is_open = here.visitors == "posts"
    found = timelines.community(None, Page(limit=FRONT)).items if is_open else ()
    seen = face.of_front(here)
    return render(request, "social/front.html", {"is_open": is_open, "posts": cards.feed(found, None), "look": seen})
