"""Writing, reading and taking back posts, for programs."""

from contextlib import suppress

from django.http import HttpResponse
from django.utils.translation import gettext as _

from folkmoot.api.answers import answer, listed
from folkmoot.api.calls import Call, route
from folkmoot.api.endpoints import quotes, scheduled
from folkmoot.api.endpoints.media import warning_in
from folkmoot.api.endpoints.polls import new_poll
from folkmoot.api.entities import kept
from folkmoot.api.entities.audiences import SCOPES
from folkmoot.api.entities.statuses import status
from folkmoot.api.limits import paced
from folkmoot.core.errors import Invalid, NotFound
from folkmoot.media.queries import recordings_among
from folkmoot.posts import actions
from folkmoot.posts.hydrate import PostView
from folkmoot.posts.queries import around, get_post


def create(call: Call) -> HttpResponse:
    """Publish a post, once per ``Idempotency-Key``; or plan it for later."""
    if due_at := scheduled.when(call.sent):
        return scheduled.plan(call, _draft(call), due_at)
    return answer(status(get_post(call.viewer, actions.publish_post(call.actor, _draft(call)))))


def show(call: Call) -> HttpResponse:
    """A post."""
    return answer(status(get_post(call.viewer, call.id)))


def delete(call: Call) -> HttpResponse:
    """Take one's own post or boost back; the answer has the text as it was written instead of its HTML."""
    view = get_post(call.viewer, call.id)
    mine = (view.boosted_by or view.body).author.id == call.viewer
    if not mine:
        raise NotFound
    if view.boosted_by:
        actions.unboost(call.actor, view.post_id)
    else:
        take_back = actions.delete_post if call.sent.flag("delete_media") else actions.withdraw_post
        take_back(call.actor, view.post_id)
    return answer(_source(view))


def context(call: Call) -> HttpResponse:
    """What a post answers, and what answers it; places of posts that the viewer may not see are left out."""
    found = around(call.viewer, call.id)
    above, below = (kept.page(call.viewer, marks) for marks in found)
    return listed(b'{"ancestors":%b,"descendants":%b}' % (above, below), "")


def _draft(call: Call) -> actions.Draft:
    sent = call.sent
    visibility = sent.text("visibility")
    if visibility not in SCOPES:
        raise Invalid("visibility", _("This must be public, unlisted, community, private or direct."))
    media = sent.ids("media_ids")
    played = recordings_among(media)
    return actions.Draft(
        text=sent.text("status"),
        scope=_scope(call, SCOPES[visibility] or call.actor.post_scope),
        warning=warning_in(sent, otherwise=call.actor.post_sensitive),
        language=sent.text("language") or call.actor.language,
        reply_to=sent.id("in_reply_to_id"),
        idempotency_key=_key(call),
        pictures=tuple(each for each in media if each not in played),
        recordings=tuple(each for each in media if each in played),
        poll=new_poll(sent),
        quote_of=sent.id("quoted_status_id"),
        quote_policy=quotes.policy_in(sent),
        app=call.app_id,
    )


def _scope(call: Call, scope: str) -> str:
    """Who a post is for; a private answer to what was written for a circle is for the same people."""
    parent = call.sent.id("in_reply_to_id")
    if scope != "followers" or parent is None:
        return scope
    with suppress(NotFound):
        if get_post(call.viewer, parent).body.scope == "list":
            return "list"
    return scope


def _key(call: Call) -> str:
    key: str = call.request.META.get("HTTP_IDEMPOTENCY_KEY", "")
    if not key.isprintable():
        raise Invalid("Idempotency-Key", _("This can have printable characters only."))
    return key


def _source(view: PostView) -> dict[str, object]:
    found = status(view)
    del found["content"]
    return {**found, "text": (view.boosted_by or view.body).text}


ROUTES = {
    "POST /api/v1/statuses": route(paced(create), "write:statuses"),
    "GET /api/v1/statuses/:id": route(show, "read:statuses"),
    "DELETE /api/v1/statuses/:id": route(delete, "write:statuses"),
    "GET /api/v1/statuses/:id/context": route(context, "read:statuses").reading(),
}
