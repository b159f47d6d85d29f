"""The presses on the page of a case: take it, hand it on, say something, close it."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from folkmoot.accounts.capabilities import Capability
from folkmoot.core.errors import Invalid
from folkmoot.core.ids import id_in
from folkmoot.moderation.actions.casework import assign, claim, escalate, hand_back, release
from folkmoot.moderation.actions.closing import close_without_action, merge
from folkmoot.moderation.actions.talking import note, say_to_member, say_to_reporter
from folkmoot.staff.views.cases.case import Slip, again, onwards
from folkmoot.staff.views.cases.queue import LIST
from folkmoot.web.access import door

if TYPE_CHECKING:
    from folkmoot.web.requests import MemberRequest


@door(Capability.CASES)
@require_http_methods(["POST", "DELETE"])
def holding(request: "MemberRequest", case_id: int) -> HttpResponse:
    """Take a case, or give it back."""
    if request.method == "DELETE":
        release(request.account, case_id)
        return _done(request, case_id, _("You have given the case back."))
    claim(request.account, case_id)
    return _done(request, case_id, _("You have this case for the next half an hour."))


@door(Capability.CASES)
@require_POST
def hand_on(request: "MemberRequest", case_id: int) -> HttpResponse:
    """Give a case to somebody else."""
    assign(request.account, case_id, _number(request, "account", _("Choose who is to have it.")))
    return _done(request, case_id, _("The case is handed on."))


@door(Capability.CASES)
@require_http_methods(["POST", "DELETE"])
def to_owners(request: "MemberRequest", case_id: int) -> HttpResponse:
    """Leave a case to the owners; they leave it to the moderators again."""
    if request.method == "DELETE":
        hand_back(request.account, case_id)
        return _done(request, case_id, _("The moderators have this case again."))
    why = request.POST.get("why", "")
    try:
        escalate(request.account, case_id, why)
    except Invalid as error:
        return again(request, case_id, Slip("why", why, error.message))
    return _done(request, case_id, _("The case is with the owners now. They have been told."))


@door(Capability.CASES)
@require_POST
def join(request: "MemberRequest", case_id: int) -> HttpResponse:
    """Let a case go on as part of another."""
    typed = request.POST.get("into", "")
    try:
        into = _number(request, "into", _("Type the number of the other case."))
        merge(request.account, case_id, into)
    except Invalid as error:
        return again(request, case_id, Slip("into", typed, error.message))
    return _done(request, into, _("Both are one case now: this one."))


@door(Capability.CASES)
@require_POST
def notes(request: "MemberRequest", case_id: int) -> HttpResponse:
    """Write something for the others who run this community."""
    send = partial(note, request.account, case_id)
    return _said(request, case_id, send, (_("The note is kept."), "notes", "note"))


@door(Capability.CASES)
@require_POST
def to_member(request: "MemberRequest", case_id: int) -> HttpResponse:
    """Write to the member whom a case is about."""
    send = partial(say_to_member, request.account, case_id)
    return _said(request, case_id, send, (_sent(), "say", "say-text"))


@door(Capability.CASES)
@require_POST
def to_reporter(request: "MemberRequest", case_id: int, report_id: int) -> HttpResponse:
    """Write to whoever made a report."""
    send = partial(say_to_reporter, request.account, case_id, report_id)
    return _said(request, case_id, send, (_sent(), f"r{report_id}", f"ask-{report_id}"))


@door(Capability.CASES)
@require_POST
def nothing_to_do(request: "MemberRequest", case_id: int) -> HttpResponse:
    """Close a case without a decision."""
    close_without_action(request.account, case_id)
    messages.success(request, _("The case is closed; nothing was changed. Those who reported are told."))
    return onwards(request, case_id)


def _sent() -> str:
    return _("It is sent. The case waits for an answer.")


def _said(
    request: "MemberRequest", case_id: int, send: Callable[[str], None], words: tuple[str, str, str]
) -> HttpResponse:
    """Send what was typed; ``words`` are what is told then, the place on the page, and the box that it came from."""
    told, place, box = words
    text = request.POST.get("text", "")
    try:
        send(text)
    except Invalid as error:
        return again(request, case_id, Slip(box, text, error.message))
    return _done(request, case_id, told, f"#{place}")


def _number(request: "MemberRequest", name: str, otherwise: str) -> int:
    found = id_in(request.POST.get(name, ""))
    if found is None:
        raise Invalid(name, otherwise)
    return found


def _done(request: "MemberRequest", case_id: int, told: str, place: str = "") -> HttpResponse:
    messages.success(request, told)
    return HttpResponseRedirect(f"{LIST}/{case_id}{place}", status=303)
