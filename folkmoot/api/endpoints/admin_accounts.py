"""Members as staff look for them, for programs: by the same search as on pages, with the same notes in the log."""

from collections.abc import Mapping
from dataclasses import replace

from django.http import HttpResponse

from folkmoot.accounts.actions import approve as let_in
from folkmoot.accounts.actions import decline
from folkmoot.accounts.capabilities import Capability, Role, with_pages
from folkmoot.accounts.hydrate import views
from folkmoot.api.answers import answer, encoded, listed
from folkmoot.api.calls import Call, staff_route
from folkmoot.api.endpoints.accounts import around
from folkmoot.api.entities.admin import admin_account
from folkmoot.api.entities.roles import EVERYBODY, roles_numbered
from folkmoot.api.errors import Unknown
from folkmoot.core import limits
from folkmoot.core.cursors import Page
from folkmoot.core.errors import NotAllowed
from folkmoot.core.limits.rules import SEARCH
from folkmoot.moderation.actions.looking import note_addresses, note_search
from folkmoot.moderation.queries.members import Sought, members
from folkmoot.moderation.queries.persons import person, persons

PEOPLE, MOST = 100, 200
_STATUSES: Mapping[str, str] = {  # nobody is "disabled" or "sensitized" here: such decisions are not made
    "active": "active",
    "pending": "waiting",
    "disabled": "",
    "silenced": "limited",
    "suspended": "suspended",
    "sensitized": "",
}
_ORIGINS = ("", "local", "remote")
_STAFF = with_pages(Role.values)


def index(call: Call) -> HttpResponse:
    """Members, by what Mastodon asked for at first: the active ones, unless others are named."""
    named = [status for status in _STATUSES if call.sent.flag(status)]
    remote = call.sent.flag("remote") and not call.sent.flag("local")
    staff = _STAFF if call.sent.flag("staff") else None
    return _found(call, (named or ["active"])[-1], Sought(roles=staff), is_nobody=remote)


def index_v2(call: Call) -> HttpResponse:
    """Members, by how they stand, what they are in the community, and who invited them."""
    origin, status = call.sent.text("origin"), call.sent.text("status")
    if origin not in _ORIGINS:
        raise Unknown(f"Unknown origin: {origin}")
    ids = call.sent.texts("role_ids")
    roles = None if not ids or EVERYBODY in ids else roles_numbered(ids)
    if call.sent.text("permissions") == "staff":
        roles = _STAFF
    sought = Sought(roles=roles, reason=call.sent.text("reason"))
    inviter, is_nobody = call.sent.id("invited_by"), origin == "remote"
    if inviter is not None:
        known = views([inviter]).get(inviter)
        sought = replace(sought, inviter=known.username) if known else sought
        is_nobody = is_nobody or not known
    return _found(call, status, sought, is_nobody=is_nobody)


def show(call: Call) -> HttpResponse:
    """One member; that an owner is shown the address stands in the log."""
    known = person(call.viewer, call.id, addresses=True)
    if known.email:
        note_addresses(call.actor, known.account.id)
    return answer(admin_account(known))


def approve(call: Call) -> HttpResponse:
    """Let an applicant in."""
    applicant = _applicant(call)
    let_in(call.actor, applicant)
    return _shown(call)


def reject(call: Call) -> HttpResponse:
    """Turn an applicant away."""
    applicant = _applicant(call)
    decline(call.actor, applicant, "")
    return _shown(call)


def _found(call: Call, status: str, sought: Sought, *, is_nobody: bool) -> HttpResponse:
    """Those who fit; members of other servers, addresses of the network and other servers are known to nobody here."""
    if status and status not in _STATUSES:
        raise Unknown(f"Unknown status: {status}")
    page = Page.parse(call.query, limit=PEOPLE, most=MOST)
    username, name, email = (call.sent.text(each) for each in ("username", "display_name", "email"))
    sought = replace(sought, username=username, name=name, email=email.strip(), state=_STATUSES.get(status, ""))
    elsewhere = bool(call.sent.text("by_domain") or call.sent.text("ip"))
    if is_nobody or elsewhere or (status and not sought.state):
        return answer([])
    if any((sought.username, sought.name, sought.email)):
        limits.count(SEARCH, call.viewer)
    if sought.inviter or sought.is_address:
        note_search(call.actor, sought)
    cut = members(call.viewer, sought, page)
    known = persons(call.viewer, [row.account.id for row in cut.items], addresses=True)
    if not sought.is_address and any(each.email for each in known.values()):
        note_addresses(call.actor, None)
    shown = [admin_account(known[row.account.id]) for row in cut.items]
    return listed(encoded(shown), around(call, cut, page))


def _applicant(call: Call) -> int:
    """The login of somebody who is no member yet."""
    found = person(call.viewer, call.id)
    if found.login_id is None or found.approved:
        raise NotAllowed
    return found.login_id


def _shown(call: Call) -> HttpResponse:
    return answer(admin_account(person(call.viewer, call.id)))


READ, WRITE = "admin:read:accounts", "admin:write:accounts"
ROUTES = {
    "GET /api/v1/admin/accounts": staff_route(index, READ, Capability.MEMBERS),
    "GET /api/v2/admin/accounts": staff_route(index_v2, READ, Capability.MEMBERS),
    "GET /api/v1/admin/accounts/:id": staff_route(show, READ, Capability.MEMBERS),
    "POST /api/v1/admin/accounts/:id/approve": staff_route(approve, WRITE, Capability.SIGN_UPS),
    "POST /api/v1/admin/accounts/:id/reject": staff_route(reject, WRITE, Capability.SIGN_UPS),
}
