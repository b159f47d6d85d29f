"""What is on the rise: hashtags, links, people and posts, in the reader's language or in any."""

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from folkmoot.core.cursors import Page
from folkmoot.core.errors import NotFound
from folkmoot.discovery import queries
from folkmoot.relations.queries import relationship
from folkmoot.web.public import face
from folkmoot.web.social import cards, link_card
from folkmoot.web.social.doors import opened
from folkmoot.web.social.sieve import kept
from folkmoot.web.social.sparks import spark

if TYPE_CHECKING:
    from folkmoot.web.requests import WebRequest

TAGS, LINKS, PEOPLE, POSTS = 10, 5, 5, 10
_ANY = "all"


@opened
@require_safe
def explore(request: "WebRequest") -> HttpResponse:
    """What is on the rise; where nothing is in the reader's language, what is in any."""
    if not queries.is_shown(request.viewer):
        raise NotFound
    asked = request.GET.get("language", "")
    own = (get_language() or "").partition("-")[0]
    language = asked if asked in dict(settings.LANGUAGES) else "" if asked == _ANY else own
    found = _found(request, language)
    if language and not asked and not _is_anything(found):
        language, found = "", _found(request, "")
    look = face.of_feed(_("On the rise"), "/explore")._replace(feed="")
    around = {"people": _people(request), "languages": _languages(language), "look": look}
    return render(request, "social/explore.html", {**found, **around})


def _found(request: "WebRequest", language: str) -> dict[str, Any]:
    viewer = request.viewer
    posts = kept(queries.rising_posts(viewer, language, Page(limit=POSTS)).items, "public")
    return {
        "tags": [(each, spark(each.days)) for each in queries.rising_tags(viewer, language, TAGS)],
        "links": [
            (link_card.shown(each.card, 0, "", for_visitors=viewer is None), each.voices, spark(each.days))
            for each in queries.rising_links(viewer, language, LINKS)
        ],
        "posts": cards.feed(posts, viewer),
    }


def _people(request: "WebRequest") -> list[tuple[Any, Any, Any]]:
    found = queries.rising_people(request.viewer, PEOPLE)
    ids = [each.account.id for each in found]
    bonds = relationship(request.viewer, ids) if request.viewer and ids else {}
    return [(each.account, bonds.get(each.account.id), spark(each.days)) for each in found]


def _is_anything(found: dict[str, Any]) -> bool:
    return bool(found["tags"] or found["links"] or found["posts"])


def _languages(chosen: str) -> list[tuple[str, str, bool]]:
    each = [(code, format_html('<bdi lang="{}">{}</bdi>', code, name)) for code, name in settings.LANGUAGES]
    named = [("", _("Every language")), *each]
    return [(f"/explore?{urlencode({'language': code or _ANY})}", name, code == chosen) for code, name in named]
