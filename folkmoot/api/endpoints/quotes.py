"""Quotes, for programs: who quoted a status, taking one's words out of one, who may quote from now on."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from folkmoot.api.answers import answer, links, listed
from folkmoot.api.calls import Call, route
from folkmoot.api.entities import kept
from folkmoot.api.entities.quotes import POLICIES
from folkmoot.api.entities.statuses import status
from folkmoot.api.parameters import Parameters
from folkmoot.core.cursors import Page
from folkmoot.core.errors import Invalid, NotFound
from folkmoot.posts import actions
from folkmoot.posts.queries import get_post, quote_marks

LIMIT, MOST = 20, 40


def index(call: Call) -> HttpResponse:
    """The statuses that quote one."""
    page = Page.parse(call.query, limit=LIMIT, most=MOST)
    cut = quote_marks(call.viewer, call.id, page)
    limit = page.limit if "limit" in call.query else None
    newest = cut.items[0].cursor if cut.items else None
    around = links(f"/api/v1/statuses/{call.id}/quotes", limit, older=cut.older, newest=newest)
    return listed(kept.page(call.viewer, cut.items), around)


def revoke(call: Call) -> HttpResponse:
    """Take one's own status out of another that quotes it; the answer is that other one."""
    quoted_id, quoting_id = call.ids
    view = get_post(call.viewer, quoting_id)
    if view.body.quote is None or view.body.quote.quoted_id != quoted_id:
        raise NotFound
    actions.withdraw_quote(call.actor, quoting_id)
    return answer(status(get_post(call.viewer, quoting_id)))


def change_policy(call: Call) -> HttpResponse:
    """Let other people quote one's own status from now on."""
    policy = policy_in(call.sent)
    get_post(call.viewer, call.id)
    if policy:
        actions.choose_quote_policy(call.actor, call.id, policy)
    return answer(status(get_post(call.viewer, call.id)))


def policy_in(sent: Parameters) -> str:
    """Whom a program lets quote; empty where it does not say."""
    said = sent.text("quote_approval_policy")
    if said and said not in POLICIES:
        raise Invalid("quote_approval_policy", _("This must be public, followers, ask or nobody."))
    return POLICIES.get(said, "")


ROUTES = {
    "GET /api/v1/statuses/:id/quotes": route(index, "read:statuses"),
    "POST /api/v1/statuses/:id/quotes/:id/revoke": route(revoke, "write:statuses"),
    "PUT /api/v1/statuses/:id/interaction_policy": route(change_policy, "write:statuses"),
}
