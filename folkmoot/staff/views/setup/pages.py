"""What the owner answers: contact and data, who comes in, rules and welcome, policies; and the doors, at last."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from folkmoot.accounts.capabilities import Capability
from folkmoot.core.errors import Invalid
from folkmoot.instance.actions import change_settings, finish_step, open_community, set_rules
from folkmoot.instance.opening import missing
from folkmoot.instance.policies.publishing import publish_drafts
from folkmoot.instance.policies.versions import EDITOR
from folkmoot.instance.queries import as_chosen, community, setting
from folkmoot.instance.queries import rules as rules_here
from folkmoot.staff.views.setup.community import community_page
from folkmoot.staff.views.setup.forms import ContactForm, DoorsForm, PublicContactForm, RulesForm
from folkmoot.staff.views.setup.steps import HOME, after, left, steps_of_owner
from folkmoot.web.access import door
from folkmoot.web.forms import refused, tell

if TYPE_CHECKING:
    from django.http import QueryDict

    from folkmoot.web.requests import MemberRequest

type Save = Callable[["MemberRequest", dict[str, object]], None]
type Keep = Callable[[dict[str, object]], str]  # where it leads


@door(Capability.SETTINGS)
def overview(request: "MemberRequest") -> HttpResponse:
    """The list of all steps, what is missing, and the button that opens the community."""
    steps = steps_of_owner(request, "")
    context = {"steps": steps, "left": left(steps), "missing": missing(), "here": as_chosen(), "origin": _origin()}
    return render(request, "staff/setup/overview.html", context)


@door(Capability.SETTINGS)
@require_POST
def open_doors(request: "MemberRequest") -> HttpResponse:
    """Open the community, or say what is missing."""
    try:
        open_community(request.account)
    except Invalid as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Your community is open. Tell everybody!"))
    return HttpResponseRedirect(HOME, status=303)


@door(Capability.SETTINGS)
def first(request: "MemberRequest") -> HttpResponse:
    """The first step once more: name, kind, picture, colour, language."""
    steps = steps_of_owner(request, "community")
    return community_page(request, request.account, steps, after(steps, "community"))


@door(Capability.CONTACT)
def contact(request: "MemberRequest") -> HttpResponse:
    """Who answers for the community, where its data is and how long it is kept."""
    here = as_chosen()
    names = ("responsible", "contact", "postal_address", "data_place", "log_days", "inactive_months")
    known = {name: getattr(here, name) for name in names}
    known["contact"] = here.contact or (request.account.login.email if request.account.login else "")
    known["data_place"] = here.data_place or data_place()
    if not request.account.may(Capability.SETTINGS):
        return _contact_alone(request, known)
    return _step(request, "contact", ContactForm, known, _save)


@door(Capability.SETTINGS)
def doors(request: "MemberRequest") -> HttpResponse:
    """Who may join, and what visitors see."""
    here = as_chosen()
    return _step(request, "doors", DoorsForm, {"sign_up": here.sign_up, "visitors": here.visitors}, _save)


@door(Capability.SETTINGS)
def rules(request: "MemberRequest") -> HttpResponse:
    """The rules, the welcome and the lines for profiles, as the kit has them or as they were written."""
    here = as_chosen()
    known: dict[str, object] = {"rules": "\n".join(_lines(here.language)), "profile_fields": here.profile_fields}
    return _step(request, "rules", RulesForm, known | {"welcome": setting("welcome")}, _save_rules)


@door(Capability.SETTINGS)
def policies(request: "MemberRequest") -> HttpResponse:
    """What has to be published before the community can open; a POST publishes the drafts as they are."""
    if request.method == "POST":
        if published := publish_drafts(request.account):
            titles = ", ".join(kind.called for kind in published)
            messages.success(request, _("Published: %(titles)s.") % {"titles": titles})
        return HttpResponseRedirect(HOME if not missing() else request.path, status=303)
    context = {"steps": steps_of_owner(request, "policies"), "missing": missing(), "editor": EDITOR}
    return render(request, "staff/setup/policies.html", context)


def data_place() -> str:
    """What is known of where the data is, as a beginning for the owner."""
    environment = settings.FOLKMOOT
    if environment.s3_bucket:
        words = _("On our own server; pictures and recordings with a storage service (%(host)s, region %(region)s).")
        host = environment.s3_endpoint.partition("://")[2]
        return words % {"host": host, "region": environment.s3_region}
    return _("On our own server, with all pictures and recordings.")


def _contact_alone(request: "MemberRequest", known: dict[str, object]) -> HttpResponse:
    """The same for whoever answers to the outside world and sets nothing else: no other step, nothing about data."""

    def keep(typed: dict[str, object]) -> str:
        change_settings(request.account, typed)
        return request.path

    return _form(request, "staff/contact.html", PublicContactForm(_sent(request), initial=known), keep, {})


def _step(
    request: "MemberRequest", key: str, kind: type[forms.Form], known: dict[str, object], save: Save
) -> HttpResponse:
    """One page of the wizard; saved, it leads to the next."""
    steps = steps_of_owner(request, key)

    def keep(typed: dict[str, object]) -> str:
        save(request, typed)
        finish_step(request.account, key)
        return after(steps, key)

    context: dict[str, object] = {"steps": steps, "here": community(), "has_mail": bool(settings.FOLKMOOT.smtp_url)}
    return _form(request, f"staff/setup/{key}.html", kind(_sent(request), initial=known), keep, context)


def _form(
    request: "MemberRequest", template: str, form: forms.Form, keep: Keep, context: dict[str, object]
) -> HttpResponse:
    """One page with one form: saved, it leads on; refused, it keeps what was typed."""
    if not form.is_bound:
        return render(request, template, context | {"form": form})
    try:
        if form.is_valid():
            with transaction.atomic():
                onwards = keep(form.cleaned_data)
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(onwards, status=303)
    except Invalid as error:
        tell(form, error)
    return refused(request, template, context | {"form": form})


def _sent(request: "MemberRequest") -> "QueryDict | None":
    return request.POST if request.method == "POST" else None


def _save(request: "MemberRequest", typed: dict[str, object]) -> None:
    change_settings(request.account, typed)


def _save_rules(request: "MemberRequest", typed: dict[str, object]) -> None:
    change_settings(request.account, {name: typed[name] for name in ("welcome", "profile_fields")})
    lines = [line.strip() for line in str(typed["rules"]).splitlines() if line.strip()]
    if lines != _lines(as_chosen().language) or any(each.what == "rules" for each in missing()):
        set_rules(request.account, lines)


def _lines(language: str) -> list[str]:
    """The rules in the community's own language, as far as they were written in it."""
    return [each.by_language.get(language, each.text) for each in rules_here()]


def _origin() -> str:
    return str(settings.FOLKMOOT.origin)
