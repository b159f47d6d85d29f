"""What search engines are told: where they may look, and what members want to be found (sitemaps.org, RFC 9309)."""

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.core.cache import cache
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from folkmoot.core.ids import id_at
from folkmoot.instance.policies.kinds import Kind
from folkmoot.instance.queries import community
from folkmoot.posts.queries import indexed_posts
from folkmoot.relations.queries import indexed_members
from folkmoot.web.access import Door, door, first_of_all
from folkmoot.web.public.face import absolute
from folkmoot.web.public.syndication import from_outside

if TYPE_CHECKING:
    from django.http import HttpRequest

MOST = 10_000  # people, and posts: a sitemap may have 50,000 entries
_LATELY = timedelta(days=365)  # older posts are found through their authors
_KEPT, _SECONDS = "web.sitemap", 60
_PAGES = ("/", *(kind.path for kind in Kind))
_NEVER = ("/api/", "/oauth", "/settings", "/staff", "/sign-in", "/sign-up", "/password", "/report", "/search")


class Place(NamedTuple):
    """One page, and when it was last written where that says something."""

    address: str
    changed: str = ""


@first_of_all
@door(Door.VISITORS)
@require_safe
def robots(request: "HttpRequest") -> HttpResponse:
    """Where programs may look by themselves: nowhere, as long as the community is for its members alone."""
    del request
    refused = _NEVER if community().visitors == "posts" else ("/",)
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in refused)]
    if refused is _NEVER:
        lines += ["", f"Sitemap: {absolute('/sitemap.xml')}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@from_outside
def sitemap(request: "HttpRequest") -> HttpResponse:
    """The pages about the community, the profiles and the posts of members who want to be found."""
    del request
    return HttpResponse(cache.get_or_set(_KEPT, _written, _SECONDS), content_type="application/xml; charset=utf-8")


def _written() -> str:
    posts = indexed_posts(id_at(timezone.now() - _LATELY), MOST)
    places = [
        *(Place(absolute(path)) for path in _PAGES),
        *(Place(absolute(f"/@{name}")) for name in indexed_members(MOST)),
        *(
            Place(absolute(f"/@{each.username}/{each.id}"), each.changed_at.isoformat(timespec="seconds"))
            for each in posts
        ),
    ]
    return render_to_string("sitemap.xml", {"places": places})
