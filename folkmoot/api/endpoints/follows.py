"""Following, for programs."""

from django.http import HttpResponse

from folkmoot.accounts.hydrate import views
from folkmoot.accounts.queries import get_account
from folkmoot.api.answers import answer
from folkmoot.api.calls import Call, route
from folkmoot.api.entities import accounts as entities
from folkmoot.relations import actions
from folkmoot.relations.queries import relationship


def follow(call: Call) -> HttpResponse:
    """Follow an account, or ask to."""
    for option in ("reblogs", "notify"):
        call.sent.flag(option)
    actions.follow(call.actor, call.id)
    return _relationship(call)


def unfollow(call: Call) -> HttpResponse:
    """Stop following an account, or asking to."""
    get_account(call.viewer, call.id)
    actions.unfollow(call.actor, call.id)
    return _relationship(call)


def relationships(call: Call) -> HttpResponse:
    """How the viewer stands to some accounts, in the order asked for; those that are not there are left out."""
    asked = call.sent.ids("id")
    people = views(asked)
    known = relationship(call.viewer, [i for i in asked if i in people and people[i].active])
    return answer([entities.relationship(i, known[i]) for i in asked if i in known])


def _relationship(call: Call) -> HttpResponse:
    return answer(entities.relationship(call.id, relationship(call.viewer, [call.id])[call.id]))


ROUTES = {
    "GET /api/v1/accounts/relationships": route(relationships, "read:follows"),
    "POST /api/v1/accounts/:id/follow": route(follow, "write:follows"),
    "POST /api/v1/accounts/:id/unfollow": route(unfollow, "write:follows"),
}
