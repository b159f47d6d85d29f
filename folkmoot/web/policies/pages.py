"""Privacy policy, terms, rules, contact: the version in force, earlier ones, what became different; for everybody."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from folkmoot.instance.policies.kinds import Kind
from folkmoot.instance.policies.publishing import generated
from folkmoot.instance.policies.texts import numbered, sections
from folkmoot.instance.policies.versions import VersionView, changes, history, version
from folkmoot.instance.queries import localised, manner, rules
from folkmoot.web.access import Door, door, first_of_all

if TYPE_CHECKING:
    from folkmoot.instance.policies.diff import Difference


@first_of_all
@door(Door.VISITORS)
@require_safe
def policy(request: HttpRequest, kind: str) -> HttpResponse:
    """The text as it holds at this moment; before the first version, what follows from the settings."""
    wanted, moment = Kind(kind), now()
    versions = history(wanted)
    view = next((each for each in versions if each.is_effective(moment)), None)
    to_come = [each for each in versions if not each.is_effective(moment)]
    context = _context(wanted, versions) | {"view": view, "to_come": to_come}
    return render(
        request, "policies/policy.html", context | {"sections": sections(view.shown if view else _made(wanted))}
    )


@first_of_all
@door(Door.VISITORS)
@require_safe
def one_version(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """One version, whenever it held, and what was new in it."""
    wanted = Kind(kind)
    view = version(wanted, number)
    different: list[Difference] = changes(view) if number > 1 else []
    context = _context(wanted, history(wanted)) | {"view": view, "different": different, "moment": now()}
    return render(request, "policies/version.html", context | {"sections": sections(view.shown)})


def _context(kind: Kind, versions: list[VersionView]) -> dict[str, object]:
    return {"kind": kind, "kinds": list(Kind), "versions_list": versions}


def _made(kind: Kind) -> str:
    """What was never published; nobody is shown rules that the community did not write."""
    if kind is Kind.RULES and not rules():
        return ""
    text = localised(generated(kind), manner().language)
    return numbered(text) if kind is Kind.RULES else text
