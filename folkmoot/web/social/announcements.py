"""What those who run the community say to all, at the top of home until it was read."""

from functools import cache
from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.http import HttpResponse
from django.template import engines
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from markupsafe import Markup

from folkmoot.core.emoji import OFTEN
from folkmoot.instance import actions
from folkmoot.instance.hydrate import AnnouncementView, unread_announcements
from folkmoot.instance.queries import emojis
from folkmoot.web.social.back import SeeOther
from folkmoot.web.social.emojis import drawn
from folkmoot.web.social.reaction_row import face

if TYPE_CHECKING:
    from django.template.backends.jinja2 import Jinja2

    from folkmoot.web.requests import MemberRequest


def announced(viewer: int) -> Markup:
    """What a member has not dismissed yet, as HTML."""
    found = unread_announcements(viewer)
    if not found:
        return Markup()
    offered = [face(each) for each in OFTEN] + [face(f":{each.name}:", each.picture) for each in emojis()]
    shown = [(each, drawn(each.html, each.emojis), _faces(each)) for each in found]
    return Markup(_piece().row(shown, offered))  # noqa: S704 - our own template escaped it


@require_POST
def dismiss(request: "MemberRequest", announcement_id: int) -> HttpResponse:
    """I have read it."""
    actions.dismiss_announcement(request.account, announcement_id)
    return _answer(request)


@require_http_methods(["POST", "DELETE"])
def reaction(request: "MemberRequest", announcement_id: int, emoji: str) -> HttpResponse:
    """Put an emoji to it, or take it back."""
    do = actions.answer_announcement if request.method == "POST" else actions.unanswer_announcement
    do(request.account, announcement_id, emoji)
    return _answer(request)


def _answer(request: "MemberRequest") -> HttpResponse:
    if request.htmx:
        return HttpResponse(announced(request.viewer))
    messages.success(request, _("Thank you, that is noted."))
    return SeeOther("/")


def _faces(view: AnnouncementView) -> list[tuple[object, int, bool]]:
    return [(face(each.emoji, each.picture), each.count, each.mine) for each in view.reactions]


@cache
def _piece() -> Any:
    return cast("Jinja2", engines["jinja2"]).env.get_template("social/announcements.html").module
