"""What those who run the community say to all, for programs."""

from django.http import HttpResponse
from django.utils import translation

from folkmoot.api.answers import answer
from folkmoot.api.calls import Call, emoji_of, route
from folkmoot.api.entities.announcements import announcement
from folkmoot.instance import actions, hydrate
from folkmoot.instance.queries import manner


def index(call: Call) -> HttpResponse:
    """What is announced at this moment; what the viewer has dismissed only if that is asked for."""
    every = call.sent.flag("with_dismissed")
    with translation.override(call.actor.language or manner().language):
        found = hydrate.announcements(call.viewer)
    return answer([announcement(each) for each in found if every or not each.is_read])


def dismiss(call: Call) -> HttpResponse:
    """It has been read."""
    actions.dismiss_announcement(call.actor, call.id)
    return answer({})


def react(call: Call) -> HttpResponse:
    """Put an emoji to it, or one of the community's own by its name."""
    actions.answer_announcement(call.actor, call.id, emoji_of(call))
    return answer({})


def unreact(call: Call) -> HttpResponse:
    """Take an emoji back."""
    actions.unanswer_announcement(call.actor, call.id, emoji_of(call))
    return answer({})


ROUTES = {
    "GET /api/v1/announcements": route(index, "read:accounts"),
    "POST /api/v1/announcements/:id/dismiss": route(dismiss, "write:accounts"),
    "PUT /api/v1/announcements/:id/reactions/:name": route(react, "write:favourites"),
    "DELETE /api/v1/announcements/:id/reactions/:name": route(unreact, "write:favourites"),
}
