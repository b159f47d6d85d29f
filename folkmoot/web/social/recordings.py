"""Recordings by themselves: how far those of a post are, and the page where their owner describes them."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from folkmoot.core.errors import Invalid, NotFound
from folkmoot.media.actions import discard_recording, remove_caption
from folkmoot.media.queries import own_recording, recordings, unused_recordings
from folkmoot.posts.queries import get_post
from folkmoot.posts.visibility import open_to_visitors
from folkmoot.web import pictures
from folkmoot.web.social import players
from folkmoot.web.social.back import SeeOther
from folkmoot.web.social.doors import opened
from folkmoot.web.social.parts.recordings import describe, field_of

if TYPE_CHECKING:
    from folkmoot.web.requests import MemberRequest, WebRequest


@opened
@require_safe
def of_post(request: "WebRequest", post_id: int) -> HttpResponse:
    """The recordings of a post as they are at this moment: cards ask for it while one is being prepared."""
    view = get_post(request.viewer, post_id)
    fresh = recordings([each.id for each in view.body.recordings])
    seen = open_to_visitors(view.body.files_scope)
    shown = [players.shown(fresh[each.id], for_visitors=seen) for each in view.body.recordings if each.id in fresh]
    if not shown:
        raise NotFound
    context = {"post_id": view.post_id, "players": shown, "language": view.body.language}
    response = render(request, "social/recordings_of_post.html", context)
    text = pictures.finish(response.content.decode(), request.viewer, is_own=view.mark.mine)
    return HttpResponse(text, headers={"Cache-Control": "no-store"})


@require_http_methods(["GET", "HEAD", "POST", "DELETE"])
def recording(request: "MemberRequest", recording_id: int) -> HttpResponse:
    """One's own recording: its place in a form that is being written, or a page to describe it; or throw it away."""
    if request.method == "DELETE":
        discard_recording(request.viewer, recording_id)
        return HttpResponse(status=204)
    if request.method == "POST":
        return _described(request, recording_id)
    return _place(request, recording_id) if "place" in request.GET else _page(request, recording_id, "", 200)


@require_http_methods(["DELETE"])
def captions(request: "MemberRequest", recording_id: int, language: str) -> HttpResponse:
    """Take the captions in one language away."""
    remove_caption(request.viewer, recording_id, language)
    if request.htmx:
        return _place(request, recording_id)
    messages.success(request, _("The captions are taken away."))
    return SeeOther(f"/recordings/{recording_id}")


def _described(request: "MemberRequest", recording_id: int) -> HttpResponse:
    try:
        describe(request, own_recording(request.viewer, recording_id))
    except Invalid as error:
        if request.htmx:
            return HttpResponse(error.message, status=422, content_type="text/plain; charset=utf-8")
        return _page(request, recording_id, error.message, 422)
    if request.htmx:
        return _place(request, recording_id)
    messages.success(request, _("What you said about this recording is saved."))
    return SeeOther(f"/recordings/{recording_id}")


def _place(request: "MemberRequest", recording_id: int) -> HttpResponse:
    """Its place in a form; those that a post plays already have none."""
    found = unused_recordings(request.viewer, [recording_id])
    if not found:
        raise NotFound
    return render(request, "social/recording_field.html", {"field": field_of(found[0], request)})


def _page(request: "MemberRequest", recording_id: int, error: str, status: int) -> HttpResponse:
    found = own_recording(request.viewer, recording_id)
    return render(request, "social/recording.html", {"field": field_of(found, request, error)}, status=status)
