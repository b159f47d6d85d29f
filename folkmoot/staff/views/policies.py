"""Where it is written what the community stands by: drafts made from the settings, beside what holds now; published."""

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from folkmoot.accounts.actions import agree
from folkmoot.accounts.capabilities import Capability
from folkmoot.core.errors import Invalid, NotFound
from folkmoot.instance.actions import change_settings
from folkmoot.instance.policies.diff import Difference, compare
from folkmoot.instance.policies.facts import drift, facts
from folkmoot.instance.policies.kinds import Kind
from folkmoot.instance.policies.publishing import (
    Publication,
    generated,
    make_draft_anew,
    publish_change,
    publish_correction,
    save_draft,
)
from folkmoot.instance.policies.texts import sections
from folkmoot.instance.policies.versions import (
    drafted,
    drifts,
    editor,
    history,
    in_force,
    missing_policies,
    needed_for,
)
from folkmoot.instance.queries import as_chosen, manner
from folkmoot.staff.policy_forms import FACTS, KEEPING, FactsForm, PolicyForm, PublishForm
from folkmoot.web.access import door
from folkmoot.web.forms import refused, tell

if TYPE_CHECKING:
    from collections.abc import Callable

    from folkmoot.web.requests import MemberRequest

PAGE = "/staff/policies"


@door(Capability.RULES)
def policies(request: "MemberRequest") -> HttpResponse:
    """How each text stands, and what the program cannot know; a POST keeps that."""
    here = as_chosen()
    form = FactsForm(request.POST or None, initial={name: _typed(name, getattr(here, name)) for name in FACTS})
    if request.method == "POST" and form.is_valid():
        try:
            change_settings(request.account, form.settings())
        except Invalid as error:
            tell(form, error)
        else:
            messages.success(request, _("The settings are saved."))
            return _back()
    context = {"form": form, "rows": _rows(), "missing": missing_policies()}
    if request.method == "POST":
        return refused(request, "staff/policies.html", context)
    return render(request, "staff/policies.html", context)


@door(Capability.RULES)
def policy(request: "MemberRequest", kind: str) -> HttpResponse:
    """One text: what was written so far beside what holds; a POST keeps it, or publishes it."""
    wanted = _kind(kind)
    if request.method != "POST":
        return render(request, "staff/policy.html", _page(wanted, PolicyForm(initial=_filled(wanted))))
    form = PolicyForm(request.POST)
    if form.is_valid():
        try:
            return _done(request, wanted, form)
        except Invalid as error:
            tell(form, error)
    return refused(request, "staff/policy.html", _page(wanted, form))


@door(Capability.RULES)
@require_POST
def make_anew(request: "MemberRequest", kind: str) -> HttpResponse:
    """Make the draft from the settings as they are; what was written is gone."""
    wanted = _kind(kind)
    make_draft_anew(request.account, wanted)
    messages.success(request, _("The text is made from the settings as they are now."))
    return _back(wanted)


def _done(request: "MemberRequest", kind: Kind, form: PolicyForm) -> HttpResponse:
    texts = form.texts()
    save_draft(request.account, kind, texts)
    if form.cleaned_data["then"] == "keep":
        messages.success(request, _("Your draft is kept. Nobody else sees it."))
        return _back(kind)
    wanted = Publication(kind, texts, form.cleaned_data["builds_on"], form.cleaned_data["checked"])
    if form.cleaned_data["then"] == "correct":
        publish_correction(request.account, wanted)
        messages.success(request, _("The corrected text is published."))
    else:
        publish_from(request, form, kind, lambda moment: publish_change(request.account, wanted, moment))
        messages.success(request, _("The text is published. Members are told, and will be asked to agree."))
    return _back()


@transaction.atomic
def publish_from(
    request: "MemberRequest", form: PublishForm, kind: Kind, publish: "Callable[[datetime], object]"
) -> None:
    """Publish something significant from the day on that was chosen; whoever publishes agrees."""
    day = form.cleaned_data["effective_on"] or timezone.localdate()
    publish(timezone.make_aware(datetime.combine(day, time.min)))
    agree(request.account, history(kind)[0].id)


def _page(kind: Kind, form: PolicyForm) -> dict[str, object]:
    versions, draft = history(kind), drafted(kind)
    language = manner().language
    written = form.written(language)
    newest = versions[0] if versions else None
    of_what = draft.facts if draft else newest.facts if newest else {}
    return {
        "kind": kind,
        "form": form,
        "fields": [(form[f"text_{code}"], code) for code, _name in settings.LANGUAGES],
        "versions_list": versions,
        "newest": newest,
        "draft": draft,
        "sections": sections(written),
        "different": _different(newest.texts.get(language, "") if newest else "", written),
        "drift": drift(of_what, facts(kind)),
        "missing": needed_for(kind),
        "notice_days": as_chosen().notice_days,
        "language": language,
    }


def _different(before: str, after: str) -> list[Difference]:
    return compare(before, after) if before else []


def _filled(kind: Kind) -> dict[str, object]:
    """The draft, else the newest version, else what follows from the settings."""
    versions, draft = history(kind), drafted(kind)
    texts = draft.texts if draft else versions[0].texts if versions else generated(kind)
    days = as_chosen().notice_days if versions else 0
    day = timezone.localdate() + timedelta(days=days)
    return {
        **{f"text_{code}": texts.get(code, "") for code, _name in settings.LANGUAGES},
        "builds_on": versions[0].number if versions else 0,
        "effective_on": day,
    }


def _rows() -> list[dict[str, object]]:
    there, changed = in_force(), drifts()
    return [
        {
            "kind": kind,
            "path": editor(kind),
            "view": there.get(kind),
            "newest": next(iter(history(kind)), None),
            "drift": changed.get(kind, []),
            "missing": needed_for(kind),
            "draft": drafted(kind),
        }
        for kind in Kind
    ]


def _typed(name: str, value: object) -> object:
    """As one would type it: no age is nothing, no months are 0."""
    return value if name in KEEPING else value or ""


def _kind(name: str) -> Kind:
    """The text of this name; rules are written one by one, on a page of their own."""
    if name not in set(Kind) - {Kind.RULES}:
        raise NotFound
    return Kind(name)


def _back(kind: Kind | None = None) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{PAGE}/{kind}" if kind else PAGE, status=303)
