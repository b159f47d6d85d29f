"""E-mail domains that are kept out, for programs: the rules of the page about the door that let nobody in.

A domain is its own id. Rules that let a domain in are none of these, and stay on the page.
"""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from folkmoot.accounts.actions import Obstacle, drop_domain_rule, keep_domain_out
from folkmoot.accounts.actions.address_rules import domain_in
from folkmoot.accounts.capabilities import Capability
from folkmoot.accounts.queries import DomainRule, domain_rules
from folkmoot.api.answers import answer
from folkmoot.api.calls import Call, staff_route
from folkmoot.api.entities.admin import email_domain_block
from folkmoot.api.errors import Refused
from folkmoot.core.errors import Invalid, NotFound


def index(call: Call) -> HttpResponse:
    """All of them, by name: there are never more than a thousand."""
    return answer([email_domain_block(each) for each in _kept_out(call).values()])


def show(call: Call) -> HttpResponse:
    """One of them."""
    return answer(email_domain_block(_named(call)))


def create(call: Call) -> HttpResponse:
    """Keep a domain out, and all below it."""
    try:
        domain = _new(call)
        keep_domain_out(call.actor, domain, "")
    except Invalid as error:
        raise Refused([Obstacle("domain", "invalid", error.message)]) from error
    return answer(email_domain_block(_kept_out(call)[domain]))


def delete(call: Call) -> HttpResponse:
    """Decide nothing about a domain any more."""
    drop_domain_rule(call.actor, _named(call).domain)
    return answer({})


def _kept_out(call: Call) -> dict[str, DomainRule]:
    return {each.domain: each for each in domain_rules(call.viewer) if not each.allows}


def _new(call: Call) -> str:
    domain = domain_in(call.sent.text("domain"))
    if domain in _kept_out(call):
        raise Invalid("domain", _("This domain is kept out already."))
    return domain


def _named(call: Call) -> DomainRule:
    found = _kept_out(call).get(call.request.path_info.removesuffix("/").rpartition("/")[2].lower())
    if found is None:
        raise NotFound
    return found


READ, WRITE = "admin:read:email_domain_blocks", "admin:write:email_domain_blocks"
ROUTES = {
    "GET /api/v1/admin/email_domain_blocks": staff_route(index, READ, Capability.SETTINGS),
    "POST /api/v1/admin/email_domain_blocks": staff_route(create, WRITE, Capability.SETTINGS),
    "GET /api/v1/admin/email_domain_blocks/:name": staff_route(show, READ, Capability.SETTINGS),
    "DELETE /api/v1/admin/email_domain_blocks/:name": staff_route(delete, WRITE, Capability.SETTINGS),
}
