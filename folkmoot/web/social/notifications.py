"""What happened to me."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe
from markupsafe import Markup

from folkmoot.core.errors import Invalid
from folkmoot.core.ids import id_in
from folkmoot.moderation.queries.talks import waits_for_answer
from folkmoot.notifications import actions, queries
from folkmoot.notifications.queries import NotificationGroup
from folkmoot.web.social import cards
from folkmoot.web.social.back import back
from folkmoot.web.social.paging import page_of, show
from folkmoot.web.social.sieve import folded
from folkmoot.web.words import bdi

if TYPE_CHECKING:
    from folkmoot.web.requests import MemberRequest

ICONS = {
    "follow": "follow",
    "request": "lock",
    "like": "heart-on",
    "boost": "boost",
    "mention": "mail",
    "reply": "reply",
    "reaction": "smile",
    "quote": "quote",
    "ask": "quote",
    "poll": "poll",
    "edit": "pen",
    "post": "bell",
    "collected": "stack",
    "collection": "stack",
    "plan": "clock",
    "report": "flag",
    "decision": "shield",
    "appeal": "shield",
}


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the page: the sentence, and the post it is about when that is to be read here."""

    group: NotificationGroup
    icon: str
    sentence: Markup
    card: str


@require_safe
def notifications(request: "MemberRequest") -> HttpResponse:
    """What happened to me, newest first; what is new is marked, and stays marked on this page."""
    found = queries.grouped(request.viewer, page_of(request))
    context = {
        "told": lines(found.items, request.viewer),
        "has_words_from_staff": waits_for_answer(request.viewer),
        "strangers": queries.waiting(request.viewer).people,
        "newest": found.items[0].id if found.items else 0,
        "has_unread": any(group.unread for group in found.items),
    }
    return show(request, "social/notifications.html", "social/more_notifications.html", found, context)


@require_POST
def read(request: "MemberRequest") -> HttpResponse:
    """Everything up to here is seen."""
    up_to = id_in(request.POST.get("up_to", ""))
    if up_to is None:
        raise Invalid("up_to", _("Your browser sent something we could not read. Please go back and try again."))
    actions.mark_read(request.account, up_to)
    if not request.htmx:
        return back(request, otherwise="/notifications")
    return marks(request.viewer)


@require_safe
def unread(request: "MemberRequest") -> HttpResponse:
    """How much is new, for the marks in the navigation."""
    return JsonResponse(queries.unread(request.viewer)._asdict())


def marks(viewer: int) -> HttpResponse:
    """Nothing but how much is new, for a page that stays as it is."""
    unread = {"folkmoot:unread": queries.unread(viewer)._asdict()}
    return HttpResponse(status=204, headers={"HX-Trigger": json.dumps(unread)})


def lines(groups: Iterable[NotificationGroup], viewer: int) -> list[Told]:
    """What is to be read of these: without those whose post a filter of the viewer's hides."""
    return [_told(_folded(group), viewer) for group in groups if not queries.hides(group.post)]


def _folded(group: NotificationGroup) -> NotificationGroup:
    return replace(group, post=folded(group.post, "notifications")) if group.post else group


def _told(group: NotificationGroup, viewer: int) -> Told:
    named = Markup('<a class="told-name" href="{}">{}</a>')
    name = named.format(group.actors[0].path, bdi(group.actors[0].name))
    rest = len(group.actors) - 1
    sentence = Markup(_sentence(group, rest)) % {"name": name, "count": rest}  # noqa: S704 - our own words
    card = cards.card(group.post, viewer) if group.post and group.kind in _WITH_POST else ""
    return Told(group, ICONS.get(group.kind, "bell"), sentence, card)


_WITH_POST = frozenset({"mention", "reply", "poll", "quote", "ask", "post"})


def _sentence(group: NotificationGroup, rest: int) -> str:
    if not rest:
        return queries.sentence_of(group.kind, group.post.mark if group.post else None)
    many = {
        "follow": ngettext("%(name)s and %(count)d other follow you", "%(name)s and %(count)d others follow you", rest),
        "like": ngettext(
            "%(name)s and %(count)d other like your post", "%(name)s and %(count)d others like your post", rest
        ),
        "reaction": ngettext(
            "%(name)s and %(count)d other reacted to your post",
            "%(name)s and %(count)d others reacted to your post",
            rest,
        ),
        "boost": ngettext(
            "%(name)s and %(count)d other boosted your post", "%(name)s and %(count)d others boosted your post", rest
        ),
    }
    return many[group.kind]
