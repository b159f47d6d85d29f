"""What members set for themselves: profile, look, sessions, whom they block and mute."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from folkmoot.accounts.actions import (
    Look,
    choose_language,
    choose_look,
    edit_profile,
    hide_people,
    keep_unindexed,
    let_be_indexed,
    show_people,
)
from folkmoot.accounts.queries import why_username_stays
from folkmoot.core.cursors import Page
from folkmoot.core.errors import Invalid
from folkmoot.posts import queries as posts
from folkmoot.relations import queries as relations
from folkmoot.web import cookies
from folkmoot.web.entrance import sessions as devices
from folkmoot.web.entrance.factors.stepup import stepped_up
from folkmoot.web.forms import refused, tell
from folkmoot.web.languages import speak_with
from folkmoot.web.settings.faces import faces
from folkmoot.web.settings.forms import LINES, LanguageForm, ProfileForm, filled

if TYPE_CHECKING:
    from django.http import HttpRequest

    from folkmoot.web.requests import MemberRequest

PEOPLE = 40


@require_safe
def start(request: "MemberRequest") -> HttpResponse:
    """All that a member can set, in groups."""
    return render(request, "settings/start.html")


def profile(request: "MemberRequest") -> HttpResponse:
    """Name, bio, extra lines, who may follow and find me."""
    form = ProfileForm(request.POST) if request.method == "POST" else ProfileForm(initial=filled(request.account))
    context: dict[str, object] = {"form": form, "lines": LINES, "why_username_stays": why_username_stays()}
    context["faces"] = faces(request)
    if request.method != "POST":
        return render(request, "settings/profile.html", context)
    if form.is_valid():
        try:
            _save_profile(request, form)
        except Invalid as error:
            tell(form, error, fields="name_0")
        else:
            messages.success(request, _("Your profile is saved."))
            return _back(request)
    return refused(request, "settings/profile.html", context)


@transaction.atomic
def _save_profile(request: "MemberRequest", form: ProfileForm) -> None:
    edit_profile(request.account, form.draft())
    (hide_people if form.cleaned_data["hides_people"] else show_people)(request.account)
    (let_be_indexed if form.cleaned_data["indexable"] else keep_unindexed)(request.account)


def appearance(request: "MemberRequest") -> HttpResponse:
    """Light, dark, high contrast or as the device wants it; this browser remembers it for signing in, too."""
    if request.method != "POST":
        return render(request, "settings/appearance.html")
    theme = request.POST.get("theme", "")
    choose_look(request.account, Look(theme, keys="keys" in request.POST))
    messages.success(request, _("This is how it looks from now on, on every device you sign in with."))
    response = _back(request)
    cookies.keep(response, "theme", theme)
    return response


def language(request: "MemberRequest") -> HttpResponse:
    """What the site speaks to me, and whose clock it shows."""
    wanted = {"language": request.account.language, "time_zone": request.account.time_zone}
    form = LanguageForm(request.POST) if request.method == "POST" else LanguageForm(initial=wanted)
    if request.method != "POST":
        return render(request, "settings/language.html", {"form": form})
    if form.is_valid():
        speak_with(choose_language(request.account, **form.cleaned_data))
        messages.success(request, _("That is how we speak from now on."))
        return _back(request)
    return refused(request, "settings/language.html", {"form": form})


def sessions(request: "MemberRequest") -> HttpResponse:
    """Where I am signed in; a POST signs me out everywhere else."""
    if request.method == "POST":
        return _end_others(request)
    return render(request, "settings/sessions.html", {"devices": devices.devices(request)})


@stepped_up
def _end_others(request: "MemberRequest") -> HttpResponse:
    devices.end_others(request)
    messages.success(request, _("You are signed out everywhere but here."))
    return _back(request)


@require_http_methods(["DELETE"])
@stepped_up
def session(request: "MemberRequest", device_id: int) -> HttpResponse:
    """Sign out one device."""
    devices.end_one(request, device_id)
    messages.success(request, _("That device is signed out."))
    return HttpResponseRedirect("/settings/sessions", status=303)


def blocks(request: "MemberRequest") -> HttpResponse:
    """Whom I block."""
    people = relations.blocks(request.viewer, _page(request))
    return render(request, "settings/blocks.html", {"people": people})


def mutes(request: "MemberRequest") -> HttpResponse:
    """Whom I mute, and until when, and which threads."""
    people = relations.mutes(request.viewer, _page(request))
    ends = relations.relationship(request.viewer, [account.id for account in people.items])
    threads = posts.muted_threads(request.viewer, Page(limit=PEOPLE)).items
    return render(request, "settings/mutes.html", {"people": people, "ends": ends, "threads": threads})


def _page(request: "HttpRequest") -> Page:
    return Page.parse(request.GET, limit=PEOPLE, most=PEOPLE)


def _back(request: "HttpRequest") -> HttpResponseRedirect:
    return HttpResponseRedirect(request.path, status=303)
