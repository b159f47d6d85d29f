"""Whom the viewer keeps away, recommends and keeps notes about, for programs."""

from datetime import datetime, timedelta

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.queries import get_account
from folkmoot.api.answers import answer, encoded, listed
from folkmoot.api.calls import Call, Visit, open_route, route
from folkmoot.api.endpoints.accounts import PEOPLE, PEOPLE_AT_ONCE, around, for_members, people
from folkmoot.api.endpoints.follows import bond, towards
from folkmoot.api.entities.accounts import muted_account
from folkmoot.core.cursors import Page
from folkmoot.core.errors import Invalid
from folkmoot.relations import actions, queries

LONGEST = 100 * 365 * 86_400  # seconds


def block(call: Call) -> HttpResponse:
    """Hide the viewer and an account from each other."""
    return towards(call, actions.block)


def unblock(call: Call) -> HttpResponse:
    """Lift a block."""
    return towards(call, actions.unblock)


def mute(call: Call) -> HttpResponse:
    """Keep an account out of feeds and, unless that is not wanted, out of notifications."""
    get_account(call.viewer, call.id)
    until, sent = _until(call), call.sent
    with_notifications = sent.flag("notifications") if "notifications" in sent.values else True
    (actions.mute if with_notifications else actions.mute_posts)(call.actor, call.id, until)
    return bond(call)


def unmute(call: Call) -> HttpResponse:
    """Hear of an account again."""
    return towards(call, actions.unmute)


def note(call: Call) -> HttpResponse:
    """Keep a few words about an account."""
    get_account(call.viewer, call.id)
    actions.keep_note(call.actor, call.id, call.sent.text("comment"))
    return bond(call)


def endorse(call: Call) -> HttpResponse:
    """Recommend an account on the viewer's profile."""
    return towards(call, actions.endorse)


def unendorse(call: Call) -> HttpResponse:
    """Recommend an account no longer."""
    return towards(call, actions.unendorse)


def blocks(call: Call) -> HttpResponse:
    """Whom the viewer blocks."""
    page = _page(call)
    return people(call, queries.blocks(call.viewer, page), page)


def mutes(call: Call) -> HttpResponse:
    """Whom the viewer mutes, and until when."""
    page = _page(call)
    cut = queries.mutes(call.viewer, page)
    known = queries.relationship(call.viewer, [one.id for one in cut.items])
    return listed(encoded([muted_account(one, known[one.id]) for one in cut.items]), around(call, cut, page))


def endorsements(call: Call) -> HttpResponse:
    """Whom the viewer recommends."""
    page = _page(call)
    return people(call, queries.endorsed(call.viewer, call.viewer, page), page)


def endorsed_by(visit: Visit) -> HttpResponse:
    """Whom an account recommends; visitors are not shown it, as on its page."""
    page = _page(visit)
    if visit.viewer is None:
        return for_members(visit)
    return people(visit, queries.endorsed(visit.viewer, visit.id, page), page)


def domain_blocks(call: Call) -> HttpResponse:
    """None: members of other servers are not read here yet."""
    _page(call)
    return answer([])


def block_domain(call: Call) -> HttpResponse:
    """Refused, since nothing of other servers is shown."""
    call.sent.text("domain")
    raise Invalid("domain", _("Nothing of other servers is shown here, so that none can be blocked."))


def unblock_domain(call: Call) -> HttpResponse:
    """There is none to lift, which is what was wanted."""
    call.sent.text("domain")
    return answer({})


def _page(visit: Visit) -> Page:
    return Page.parse(visit.query, limit=PEOPLE, most=PEOPLE_AT_ONCE)


def _until(call: Call) -> datetime | None:
    """In so many seconds; 0 and nothing mean for good."""
    seconds = call.sent.id("duration") or 0
    if not 0 <= seconds <= LONGEST:
        raise Invalid("duration", _("This must be a number of seconds."))
    return timezone.now() + timedelta(seconds=seconds) if seconds else None


ROUTES = {
    "POST /api/v1/accounts/:id/block": route(block, "write:blocks"),
    "POST /api/v1/accounts/:id/unblock": route(unblock, "write:blocks"),
    "POST /api/v1/accounts/:id/mute": route(mute, "write:mutes"),
    "POST /api/v1/accounts/:id/unmute": route(unmute, "write:mutes"),
    "POST /api/v1/accounts/:id/note": route(note, "write:accounts"),
    "POST /api/v1/accounts/:id/endorse": route(endorse, "write:accounts"),
    "POST /api/v1/accounts/:id/unendorse": route(unendorse, "write:accounts"),
    "POST /api/v1/accounts/:id/pin": route(endorse, "write:accounts"),
    "POST /api/v1/accounts/:id/unpin": route(unendorse, "write:accounts"),
    "GET /api/v1/accounts/:id/endorsements": open_route(endorsed_by, "read:accounts"),
    "GET /api/v1/blocks": route(blocks, "read:blocks"),
    "GET /api/v1/mutes": route(mutes, "read:mutes"),
    "GET /api/v1/endorsements": route(endorsements, "read:accounts"),
    "GET /api/v1/domain_blocks": route(domain_blocks, "read:blocks"),
    "POST /api/v1/domain_blocks": route(block_domain, "write:blocks"),
    "DELETE /api/v1/domain_blocks": route(unblock_domain, "write:blocks"),
}
