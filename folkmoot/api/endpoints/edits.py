"""Changing posts, and what they said before, for programs."""

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from folkmoot.api.answers import answer
from folkmoot.api.calls import Call, route
from folkmoot.api.endpoints.media import warning_in
from folkmoot.api.endpoints.polls import new_poll
from folkmoot.api.entities import edits as entities
from folkmoot.api.entities.statuses import status
from folkmoot.api.limits import paced
from folkmoot.core.errors import Invalid, NotFound
from folkmoot.core.ids import id_in
from folkmoot.media.queries import recordings_among
from folkmoot.posts import actions
from folkmoot.posts.queries import get_post
from folkmoot.posts.queries import history as history_of

if TYPE_CHECKING:
    from folkmoot.posts.hydrate import Body


def update(call: Call) -> HttpResponse:
    """Change one's own post into what is sent: all of it, but for its audience and, unless said, its language."""
    body = _own(call)
    actions.edit_post(call.actor, call.id, _edit(call, body))
    return answer(status(get_post(call.viewer, call.id)))


def source(call: Call) -> HttpResponse:
    """The words of a post as they were written, for whoever may read it."""
    view = get_post(call.viewer, call.id)
    if view.post_id != call.id:
        raise NotFound
    return answer(entities.source(view.body))


def history(call: Call) -> HttpResponse:
    """All that a post said, the oldest first, with what it says now at the end."""
    found = history_of(call.viewer, call.id)
    return answer([entities.status_edit(version, found.post.body) for version in found.versions])


def _own(call: Call) -> "Body":
    view = get_post(call.viewer, call.id)
    if not view.mark.mine or view.post_id != call.id:
        raise NotFound
    return view.body


def _edit(call: Call, body: "Body") -> actions.Edit:
    sent = call.sent
    files = sent.ids("media_ids")
    sounds = recordings_among(files)
    return actions.Edit(
        text=sent.text("status"),
        warning=warning_in(sent, otherwise=False),
        language=sent.text("language") or body.language,
        pictures=tuple(some_id for some_id in files if some_id not in sounds),
        recordings=tuple(some_id for some_id in files if some_id in sounds),
        alts=_descriptions(sent.values.get("media_attributes")),
        poll=new_poll(sent),
    )


def _descriptions(given: object) -> dict[int, str]:
    """What ``media_attributes`` says of the files: a list of objects with ``id`` and ``description``."""
    entries: list[Any] = given if isinstance(given, list) else list(given.values()) if isinstance(given, dict) else []
    found = {}
    for each in entries:
        some_id = id_in(str(each.get("id", ""))) if isinstance(each, dict) else None
        if some_id is None or not isinstance(each.get("description"), str | None):
            raise Invalid("media_attributes", _("Each of these must have an id and a description."))
        if each.get("description") is not None:
            found[some_id] = each["description"]
    return found


ROUTES = {
    "PUT /api/v1/statuses/:id": route(paced(update), "write:statuses"),
    "GET /api/v1/statuses/:id/source": route(source, "read:statuses"),
    "GET /api/v1/statuses/:id/history": route(history, "read:statuses"),
}
