"""Writing, reading and taking back posts, for programs."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from folkmoot.api.answers import answer, listed
from folkmoot.api.calls import Call
from folkmoot.api.entities import kept
from folkmoot.api.entities.statuses import status
from folkmoot.core.errors import Invalid, NotFound
from folkmoot.posts import actions
from folkmoot.posts.hydrate import PostView
from folkmoot.posts.queries import get_post, thread

SCOPES = {
    "": "public",  # what verify_credentials gives as the default
    "public": "public",
    "unlisted": "quiet",
    "community": "community",  # ours; shown to programs as "private"
    "private": "followers",
    "direct": "direct",
}
_NOT_HERE = ("poll", "scheduled_at", "quoted_status_id")


def create(call: Call) -> HttpResponse:
    """Publish a post, once per ``Idempotency-Key``."""
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
        actions.delete_post(call.actor, view.post_id)
    return answer(_source(view))


def context(call: Call) -> HttpResponse:
    """What a post answers, and what answers it; places of posts that the viewer may not see are left out."""
    found = thread(call.viewer, call.id)
    above = kept.page(call.viewer, [post.mark for post in found.ancestors if isinstance(post, PostView)])
    below = kept.page(call.viewer, [branch.post.mark for branch in found.replies if isinstance(branch.post, PostView)])
    return listed(b'{"ancestors":%b,"descendants":%b}' % (above, below), "")


def _draft(call: Call) -> actions.Draft:
    sent = call.sent
    sent.refuse(_NOT_HERE, _("This community does not have these yet."))
    sent.flag("sensitive")  # it hides pictures; the text is hidden by spoiler_text
    visibility = sent.text("visibility")
    if visibility not in SCOPES:
        raise Invalid("visibility", _("This must be public, unlisted, community, private or direct."))
    return actions.Draft(
        text=sent.text("status"),
        scope=SCOPES[visibility],
        warning=sent.text("spoiler_text"),
        language=sent.text("language") or call.actor.language,
        reply_to=sent.id("in_reply_to_id"),
        idempotency_key=_key(call),
        pictures=tuple(sent.ids("media_ids")),
    )


def _key(call: Call) -> str:
    key: str = call.request.META.get("HTTP_IDEMPOTENCY_KEY", "")
    if not key.isprintable():
        raise Invalid("Idempotency-Key", _("This can have printable characters only."))
    return key


def _source(view: PostView) -> dict[str, object]:
    found = status(view)
    del found["content"]
    return {**found, "text": (view.boosted_by or view.body).text}
