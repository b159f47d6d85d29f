"""What this community says of itself to programs; to all of them the same."""

from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpResponse

from folkmoot.accounts.hydrate import views
from folkmoot.accounts.queries import AccountView, owners
from folkmoot.api.answers import answer, iso
from folkmoot.api.calls import Visit, free_route
from folkmoot.api.entities import instance as entities
from folkmoot.core.errors import NotFound
from folkmoot.core.html import render_plain
from folkmoot.instance.policies.kinds import Kind
from folkmoot.instance.policies.publishing import generated
from folkmoot.instance.policies.texts import as_html
from folkmoot.instance.policies.versions import VersionView, after, on_day, present
from folkmoot.instance.queries import Community, changed_at, community, localised, manner
from folkmoot.instance.queries import rules as rules_here
from folkmoot.timelines.queries import figures, weeks


def show(_visit: Visit) -> HttpResponse:
    """The community, its limits and its rules."""
    here = community()
    return answer(
        entities.instance(here, rules_here(), figures(), _contact(here), has_terms=present(Kind.TERMS) is not None)
    )


def show_before(_visit: Visit) -> HttpResponse:
    """The same, as it was before the second version."""
    here = community()
    return answer(entities.instance_before(here, rules_here(), figures(), _contact(here)))


def rules(_visit: Visit) -> HttpResponse:
    """The rules."""
    return answer([entities.rule(each) for each in rules_here()])


def extended_description(_visit: Visit) -> HttpResponse:
    """What the owners say of the community, as HTML."""
    said = community().description
    return _said("description", f"<p>{render_plain(said)}</p>" if said else "")


def privacy_policy(_visit: Visit) -> HttpResponse:
    """The version in force; before the first one, what follows from the settings."""
    view = present(Kind.PRIVACY)
    if view:
        return answer({"updated_at": iso(view.effective_at), "content": as_html(view.shown)})
    return _said("contact", as_html(localised(generated(Kind.PRIVACY), manner().language)))


def terms_of_service(_visit: Visit) -> HttpResponse:
    """The version in force; 404 before the first one."""
    return answer(_terms(present(Kind.TERMS)))


def terms_of_day(visit: Visit) -> HttpResponse:
    """The version that came into force on a day, or will."""
    try:
        day = date.fromisoformat(visit.request.path_info.removesuffix("/").rpartition("/")[2])
    except ValueError as problem:
        raise NotFound from problem
    return answer(_terms(on_day(Kind.TERMS, day)))


def activity(_visit: Visit) -> HttpResponse:
    """What happened in the last weeks, where the community shows itself to visitors."""
    if community().visitors != "posts":
        raise NotFound
    return answer(
        [
            {
                "week": str(int(week.begins.timestamp())),
                "statuses": str(week.posts),
                "logins": str(week.authors),
                "registrations": str(week.newcomers),
            }
            for week in weeks()
        ]
    )


def nothing(_visit: Visit) -> HttpResponse:
    """None: no community elsewhere is known."""
    return answer([])


def no_languages(_visit: Visit) -> HttpResponse:
    """No language is translated into another."""
    return answer({})


def languages(_visit: Visit) -> HttpResponse:
    """What is spoken here."""
    return answer([{"code": code, "name": name} for code, name in settings.LANGUAGES])


def no_blocks(_visit: Visit) -> HttpResponse:
    """Which servers are shut out is not shown."""
    raise NotFound


def health(visit: Visit) -> HttpResponse:
    """This server answers, and so does its database."""
    community()
    if "application/json" in visit.request.META.get("HTTP_ACCEPT", ""):
        return answer({"status": "OK"})
    return HttpResponse("OK", content_type="text/plain; charset=utf-8")


def _contact(here: Community) -> AccountView | None:
    """The first owner, where visitors may see who is here."""
    found = owners() if here.visitors == "posts" else []
    return views(found[:1])[found[0]] if found else None


def _terms(view: VersionView | None) -> dict[str, Any]:
    if view is None:
        raise NotFound
    return entities.terms(view, after(view))


def _said(name: str, html: str) -> HttpResponse:
    return answer({"updated_at": iso(changed_at(name)), "content": html})


ROUTES = {
    "GET /api/v2/instance": free_route(show),
    "GET /api/v1/instance": free_route(show_before),
    "GET /api/v1/instance/rules": free_route(rules),
    "GET /api/v1/instance/extended_description": free_route(extended_description),
    "GET /api/v1/instance/privacy_policy": free_route(privacy_policy),
    "GET /api/v1/instance/terms_of_service": free_route(terms_of_service),
    "GET /api/v1/instance/terms_of_service/:name": free_route(terms_of_day),
    "GET /api/v1/instance/peers": free_route(nothing),
    "GET /api/v1/instance/domain_blocks": free_route(no_blocks),
    "GET /api/v1/instance/languages": free_route(languages),
    "GET /api/v1/instance/activity": free_route(activity),
    "GET /api/v1/instance/translation_languages": free_route(no_languages),
    "GET /health": free_route(health),
}
