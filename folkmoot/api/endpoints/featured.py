"""Hashtags on profiles, for programs."""

from typing import Any
from urllib.parse import quote

from django.http import HttpResponse

from folkmoot.api.answers import ORIGIN, answer
from folkmoot.api.calls import Call, Visit, open_route, route
from folkmoot.api.endpoints.accounts import id_at
from folkmoot.api.endpoints.tags import name_in, show, tag
from folkmoot.core.html import fold_tag
from folkmoot.posts import actions, queries
from folkmoot.posts.queries import FeaturedTagView


def index(call: Call) -> HttpResponse:
    """The hashtags on the viewer's profile."""
    return _of(call, call.viewer)


def of_account(visit: Visit) -> HttpResponse:
    """The hashtags on an account's profile."""
    return _of(visit, id_at(visit))


def create(call: Call) -> HttpResponse:
    """Put a hashtag on the viewer's profile."""
    name = call.sent.text("name").strip().removeprefix("#")
    made = actions.feature_tag(call.actor, name)
    known = queries.featured_tags(call.viewer, call.viewer)
    return answer(next(_featured(each) for each in known if each.id == made))


def delete(call: Call) -> HttpResponse:
    """Take a hashtag from the viewer's profile."""
    actions.unfeature_tag(call.actor, call.id)
    return answer({})


def suggestions(call: Call) -> HttpResponse:
    """The hashtags that the viewer writes most."""
    return answer([tag(each) for each in queries.often_used_tags(call.viewer)])


def feature(call: Call) -> HttpResponse:
    """Put a hashtag on the viewer's profile, by its name."""
    actions.feature_tag(call.actor, name_in(call))
    return show(call)


def unfeature(call: Call) -> HttpResponse:
    """Take a hashtag from the viewer's profile, by its name."""
    actions.unfeature_tag_named(call.actor, fold_tag(name_in(call)))
    return show(call)


def _of(visit: Visit, account_id: int) -> HttpResponse:
    return answer([_featured(each) for each in queries.featured_tags(visit.viewer, account_id)])


def _featured(view: FeaturedTagView) -> dict[str, Any]:
    """A FeaturedTag."""
    return {
        "id": str(view.id),
        "name": view.shown,
        "url": f"{ORIGIN}/tags/{quote(view.name, safe='')}",
        "statuses_count": str(view.posts),
        "last_status_at": view.last_post_on.isoformat() if view.last_post_on else None,
    }


ROUTES = {
    "GET /api/v1/featured_tags": route(index, "read:accounts"),
    "POST /api/v1/featured_tags": route(create, "write:accounts"),
    "DELETE /api/v1/featured_tags/:id": route(delete, "write:accounts"),
    "GET /api/v1/featured_tags/suggestions": route(suggestions, "read:accounts"),
    "GET /api/v1/accounts/:id/featured_tags": open_route(of_account, "read:accounts"),
    "POST /api/v1/tags/:name/feature": route(feature, "write:accounts"),
    "POST /api/v1/tags/:name/unfeature": route(unfeature, "write:accounts"),
}
