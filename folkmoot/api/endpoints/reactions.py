"""Answering a status with an emoji, and the community's own emoji, for programs."""

from django.http import HttpResponse

from folkmoot.api.answers import answer
from folkmoot.api.calls import Call, Visit, emoji_of, free_route, route
from folkmoot.api.entities.emojis import custom_emoji, reaction
from folkmoot.api.entities.statuses import status
from folkmoot.instance.queries import emojis
from folkmoot.posts import actions
from folkmoot.posts.queries import get_post


def index(call: Call) -> HttpResponse:
    """What a status was answered with, each emoji once with how often."""
    return answer([reaction(each) for each in get_post(call.viewer, call.id).extras.reactions])


def react(call: Call) -> HttpResponse:
    """Answer a status with an emoji, or with the name of one of the community's own."""
    actions.react(call.actor, call.id, emoji_of(call))
    return answer(status(get_post(call.viewer, get_post(call.viewer, call.id).post_id)))


def unreact(call: Call) -> HttpResponse:
    """Take an emoji back; what one may not see any more is not there in the answer."""
    target = call.id
    try:
        target = get_post(call.viewer, call.id).post_id
    finally:
        actions.unreact(call.actor, target, emoji_of(call))
    return answer(status(get_post(call.viewer, target)))


def custom_emojis(visit: Visit) -> HttpResponse:
    """The community's own emoji."""
    del visit
    return answer([custom_emoji(each) for each in emojis()])


ROUTES = {
    "GET /api/v1/statuses/:id/reactions": route(index, "read:statuses"),
    "POST /api/v1/statuses/:id/react/:name": route(react, "write:favourites"),
    "POST /api/v1/statuses/:id/unreact/:name": route(unreact, "write:favourites"),
    "GET /api/v1/custom_emojis": free_route(custom_emojis),
}
