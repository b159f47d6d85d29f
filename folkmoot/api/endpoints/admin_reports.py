"""Reports, for programs of staff, which know no cases.

Here all reports about one member gather in a case, and that is what somebody takes and decides. So a report is assigned
by taking its case, for half an hour as on its page, and given back with it; to resolve one closes the case without a
change, and all reports in it. A report stays as whoever made it wrote it, and one that was answered is looked at again
only if somebody objects: to change or to reopen one is refused.
"""

from collections.abc import Collection

from django.http import HttpResponse
from django.utils.translation import gettext as _

from folkmoot.accounts.capabilities import Capability
from folkmoot.api.answers import answer, encoded, listed
from folkmoot.api.calls import Call, staff_route
from folkmoot.api.endpoints.accounts import around
from folkmoot.api.entities.admin import CATEGORIES, admin_report
from folkmoot.core.cursors import Page
from folkmoot.core.errors import NotAllowed
from folkmoot.instance.policies.wordings import Wording, named
from folkmoot.instance.queries import RuleView
from folkmoot.moderation.actions.casework import claim, release
from folkmoot.moderation.actions.closing import close_without_action
from folkmoot.moderation.queries.persons import persons
from folkmoot.moderation.queries.reports import Filed, ReportView, report_view, reports
from folkmoot.posts.hydrate import posts

ROWS, MOST = 100, 200


def index(call: Call) -> HttpResponse:
    """The reports that nobody has answered yet, or those that were."""
    sent, page = call.sent, Page.parse(call.query, limit=ROWS, most=MOST)
    cut = reports(call.viewer, Filed(sent.flag("resolved"), sent.id("account_id"), sent.id("target_account_id")), page)
    return listed(encoded(_told(call.viewer, cut.items)), around(call, cut, page))


def show(call: Call) -> HttpResponse:
    """One report."""
    return _shown(call)


def update(call: Call) -> HttpResponse:
    """Refused, unless it says what is so already."""
    found = report_view(call.viewer, call.id)
    category, rule_ids = call.sent.text("category"), call.sent.ids("rule_ids")
    if category not in {"", CATEGORIES.get(found.category, "other")} or not set(rule_ids) <= set(found.rules):
        raise NotAllowed(_("A report stays as whoever made it wrote it."))
    return _shown(call)


def assign_to_self(call: Call) -> HttpResponse:
    """Take the case that a report belongs to."""
    claim(call.actor, report_view(call.viewer, call.id).case_id or 0)
    return _shown(call)


def unassign(call: Call) -> HttpResponse:
    """Give the case back."""
    found = report_view(call.viewer, call.id)
    if found.holder_id is not None:
        release(call.actor, found.case_id or 0)
    return _shown(call)


def resolve(call: Call) -> HttpResponse:
    """Close the case of a report without a change, and all reports in it."""
    found = report_view(call.viewer, call.id)
    if found.is_open:
        close_without_action(call.actor, found.case_id or 0)
    return _shown(call)


def reopen(call: Call) -> HttpResponse:
    """Refused for one that was answered."""
    if not report_view(call.viewer, call.id).is_open:
        raise NotAllowed(_("A report that was answered is looked at again only if somebody objects."))
    return _shown(call)


def _shown(call: Call) -> HttpResponse:
    (told,) = _told(call.viewer, [report_view(call.viewer, call.id)])
    return answer(told)


def _told(viewer: int, found: Collection[ReportView]) -> list[dict[str, object]]:
    """All that is said of some reports, in a fixed number of statements."""
    concerned = {
        some_id
        for each in found
        for some_id in (each.account_id, each.reporter_id, each.holder_id, each.closed_by)
        if some_id is not None
    }
    people = persons(viewer, concerned)
    shown = {view.id: view for view in posts(viewer, [post_id for each in found for post_id in each.posts])}
    rules = [_rule(each) for each in named({rule for each in found for rule in each.rules}).values()]
    return [admin_report(each, people, shown, rules) for each in found]


def _rule(each: Wording) -> RuleView:
    """In the words that it had, also where it holds no more."""
    return RuleView(each.key, each.title, each.text, each.hint, each.category)


READ, WRITE = "admin:read:reports", "admin:write:reports"
ROUTES = {
    "GET /api/v1/admin/reports": staff_route(index, READ, Capability.CASES),
    "GET /api/v1/admin/reports/:id": staff_route(show, READ, Capability.CASES),
    "PUT /api/v1/admin/reports/:id": staff_route(update, WRITE, Capability.CASES),
    "POST /api/v1/admin/reports/:id/assign_to_self": staff_route(assign_to_self, WRITE, Capability.CASES),
    "POST /api/v1/admin/reports/:id/unassign": staff_route(unassign, WRITE, Capability.CASES),
    "POST /api/v1/admin/reports/:id/resolve": staff_route(resolve, WRITE, Capability.CASES),
    "POST /api/v1/admin/reports/:id/reopen": staff_route(reopen, WRITE, Capability.CASES),
}
