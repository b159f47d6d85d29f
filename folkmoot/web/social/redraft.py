"""Deleting a post and writing it again: what it said goes back into the form."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from folkmoot.conversations.queries import conversation_of, others
from folkmoot.core.errors import NotFound
from folkmoot.posts.actions import redraft_post
from folkmoot.posts.actions.saved import Begun
from folkmoot.posts.queries import circle_of, get_post
from folkmoot.web.social import cards
from folkmoot.web.social.back import SeeOther
from folkmoot.web.social.composer import fresh_key
from folkmoot.web.social.parts.poll import USUAL, nearest

if TYPE_CHECKING:
    from folkmoot.posts.hydrate import Body
    from folkmoot.web.requests import MemberRequest


@require_http_methods(["GET", "HEAD", "POST"])
def redraft(request: "MemberRequest", post_id: int) -> HttpResponse:
    """Ask once, naming what is lost; then the post is a draft, open in its form."""
    found = get_post(request.viewer, post_id)
    if not found.mark.mine or found.post_id != post_id:
        raise NotFound
    if request.method != "POST":
        context = {"found": found, "post": cards.card(found, request.viewer)}
        return render(request, "social/redraft.html", context)
    kept = redraft_post(request.account, post_id, _begun(request.viewer, found.body))
    messages.success(request, _("The post is deleted, and its words are here as a draft."))
    return SeeOther(f"/drafts/{kept.id}")


def _begun(viewer: int, body: "Body") -> Begun:
    """The form as it would be if the post had just been written."""
    pictures = tuple(each.id for each in body.pictures)
    recordings = tuple(each.id for each in body.recordings)
    form = {
        "key": [fresh_key()],
        "text": [body.text],
        "warning": [body.warning],
        "language": [body.language],
        "scope": [_scope(viewer, body)],
        "reply_policy": [body.reply_policy] if not body.is_limited else [],
        "quote_policy": [body.quote_policy],
        "pictures": [*map(str, pictures)],
        "recordings": [*map(str, recordings)],
        **_links(viewer, body),
        **_poll(body),
    }
    return Begun(form, pictures, recordings)


def _scope(viewer: int, body: "Body") -> str:
    circle = circle_of(viewer, body.key.id) if body.scope == "list" else None
    return f"list:{circle}" if circle else body.scope


def _links(viewer: int, body: "Body") -> dict[str, list[str]]:
    """What it answers and quotes, and the conversation it was said in where that has people whom it does not name."""
    links = {}
    if body.reply_to_id:
        links["reply_to"] = [str(body.reply_to_id)]
    if body.quote:
        links["quote_of"] = [str(body.quote.quoted_id)]
    talk = conversation_of(viewer, body.key.id) if body.scope == "direct" else None
    if talk and {person.id for person in others(viewer, talk)} - {ref.id for ref in body.mentions}:
        links["conversation"] = [str(talk)]
    return links


def _poll(body: "Body") -> dict[str, list[str]]:
    if body.poll is None:
        return {}
    ran = (body.poll.ends_at - (body.edited_at or body.created_at)).total_seconds()
    multiple = {"poll_multiple": ["on"]} if body.poll.multiple else {}
    lasts = nearest(ran) if ran > 0 else USUAL
    return {"poll_option": [*body.poll.options], "poll_lasts": [str(lasts)], **multiple}
