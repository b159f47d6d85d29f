"""Planning posts, and changing one's mind, for programs."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from folkmoot.api.answers import answer, encoded, links, listed
from folkmoot.api.calls import Call, route
from folkmoot.api.entities.scheduled import scheduled_status
from folkmoot.api.parameters import Parameters
from folkmoot.core.cursors import Page, Slice
from folkmoot.core.errors import Invalid
from folkmoot.media.queries import unused
from folkmoot.posts.actions.schedule import cancel_schedule, change_schedule, schedule_post
from folkmoot.posts.queries.saved import ScheduledView, scheduled, scheduled_post

if TYPE_CHECKING:
    from folkmoot.posts.actions import Draft

LIMIT, MOST = 20, 40


def plan(call: Call, draft: "Draft", due_at: datetime) -> HttpResponse:
    """Keep a post until its time has come."""
    return _shown(call, schedule_post(call.actor, draft, due_at, {}))


def index(call: Call) -> HttpResponse:
    """The viewer's planned posts, the newest plan first."""
    page = Page.parse(call.query, limit=LIMIT, most=MOST)
    known = [each for each in scheduled(call.viewer) if page.above < each.id < page.below]
    known.sort(key=lambda each: each.id, reverse=not page.ascending)
    cut = Slice.cut(known, page, lambda each: each.id)
    limit = page.limit if "limit" in call.query else None
    newest = cut.items[0].id if cut.items else None
    around = links("/api/v1/scheduled_statuses", limit, older=cut.older, newest=newest)
    return listed(encoded(_entities(call.viewer, cut.items)), around)


def show(call: Call) -> HttpResponse:
    """One planned post."""
    return _shown(call, call.id)


def change(call: Call) -> HttpResponse:
    """Publish it at another time."""
    scheduled_post(call.viewer, call.id)
    due_at = when(call.sent)
    if due_at is not None:
        change_schedule(call.actor, call.id, due_at)
    return _shown(call, call.id)


def cancel(call: Call) -> HttpResponse:
    """Do not publish it."""
    cancel_schedule(call.actor, call.id)
    return answer({})


def when(sent: Parameters) -> datetime | None:
    """The moment in ``scheduled_at``; None when there is none."""
    text = sent.text("scheduled_at").strip()
    if not text:
        return None
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise Invalid("scheduled_at", _("This must be a moment such as 2031-05-04T18:30:00Z."))
    return found


def _shown(call: Call, scheduled_id: int) -> HttpResponse:
    return answer(_entities(call.viewer, [scheduled_post(call.viewer, scheduled_id)])[0])


def _entities(viewer: int, plans: Sequence[ScheduledView]) -> list[dict[str, Any]]:
    ids = [some_id for each in plans for some_id in each.draft.get("pictures", ())]
    pictures = {picture.id: picture for picture in unused(viewer, ids)}
    return [scheduled_status(each, pictures) for each in plans]


ROUTES = {
    "GET /api/v1/scheduled_statuses": route(index, "read:statuses"),
    "GET /api/v1/scheduled_statuses/:id": route(show, "read:statuses"),
    "PUT /api/v1/scheduled_statuses/:id": route(change, "write:statuses"),
    "DELETE /api/v1/scheduled_statuses/:id": route(cancel, "write:statuses"),
}
