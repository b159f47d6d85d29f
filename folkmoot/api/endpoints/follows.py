"""Following, and letting in who asks to, for programs."""

from typing import TYPE_CHECKING

from django.http import HttpResponse

from folkmoot.accounts.hydrate import views
from folkmoot.accounts.queries import get_account
from folkmoot.api.answers import answer
from folkmoot.api.calls import Call, route
from folkmoot.api.endpoints.accounts import PEOPLE, PEOPLE_AT_ONCE, people
from folkmoot.api.entities import accounts as entities
from folkmoot.core.cursors import Page
from folkmoot.relations import actions
from folkmoot.relations.queries import familiar_followers, relationship, requests

if TYPE_CHECKING:
    from collections.abc import Callable

    from folkmoot.accounts.queries import Account


def follow(call: Call) -> HttpResponse:
    """Follow an account, or ask to, and say what of it one wants; what is not sent stays as it is."""
    sent = call.sent
    boosts, tell = (sent.flag(option) if option in sent.values else None for option in ("reblogs", "notify"))
    languages = tuple(sent.texts("languages")) if "languages" in sent.values else None
    actions.follow_as_wished(call.actor, call.id, actions.FollowWishes(boosts, tell, languages))
    return bond(call)


def unfollow(call: Call) -> HttpResponse:
    """Stop following an account, or asking to."""
    return towards(call, actions.unfollow)


def remove_follower(call: Call) -> HttpResponse:
    """Send a follower away."""
    return towards(call, actions.remove_follower)


def waiting(call: Call) -> HttpResponse:
    """Who asks to follow the viewer."""
    page = Page.parse(call.query, limit=PEOPLE, most=PEOPLE_AT_ONCE)
    return people(call, requests(call.viewer, page), page)


def authorize(call: Call) -> HttpResponse:
    """Let somebody in who asked."""
    return towards(call, actions.approve_request)


def reject(call: Call) -> HttpResponse:
    """Turn a request down."""
    return towards(call, actions.refuse_request)


def relationships(call: Call) -> HttpResponse:
    """How the viewer stands to some accounts, in the order asked for; those that are not there are left out."""
    asked = call.sent.ids("id")
    found = views(asked)
    known = relationship(call.viewer, [i for i in asked if i in found and found[i].active])
    return answer([entities.relationship(i, known[i]) for i in asked if i in known])


def familiar(call: Call) -> HttpResponse:
    """Who of those that the viewer follows follows some accounts."""
    asked = call.sent.ids("id")[:PEOPLE]
    found = familiar_followers(call.viewer, asked)
    return answer(
        [{"id": str(i), "accounts": [entities.account(one) for one in found[i]]} for i in asked if i in found]
    )


def towards(call: Call, action: "Callable[[Account, int], object]") -> HttpResponse:
    """Do something towards an account that the viewer may see; the answer is how the two stand then."""
    get_account(call.viewer, call.id)
    action(call.actor, call.id)
    return bond(call)


def bond(call: Call) -> HttpResponse:
    """How the viewer stands to the account that the address names."""
    return answer(entities.relationship(call.id, relationship(call.viewer, [call.id])[call.id]))


ROUTES = {
    "GET /api/v1/accounts/relationships": route(relationships, "read:follows"),
    "GET /api/v1/accounts/familiar_followers": route(familiar, "read:follows"),
    "POST /api/v1/accounts/:id/follow": route(follow, "write:follows"),
    "POST /api/v1/accounts/:id/unfollow": route(unfollow, "write:follows"),
    "POST /api/v1/accounts/:id/remove_from_followers": route(remove_follower, "write:follows"),
    "GET /api/v1/follow_requests": route(waiting, "read:follows"),
    "POST /api/v1/follow_requests/:id/authorize": route(authorize, "write:follows"),
    "POST /api/v1/follow_requests/:id/reject": route(reject, "write:follows"),
}
