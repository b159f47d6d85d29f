"""What members say about themselves and prefer, for programs."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _

from folkmoot.accounts import actions
from folkmoot.accounts.hydrate import views
from folkmoot.accounts.queries import Account
from folkmoot.api.answers import answer
from folkmoot.api.calls import Call, route
from folkmoot.api.endpoints.accounts import verify_credentials
from folkmoot.api.entities.accounts import preferences as preferences_of
from folkmoot.api.entities.accounts import profile
from folkmoot.api.entities.audiences import SCOPES
from folkmoot.api.entities.quotes import POLICIES
from folkmoot.api.parameters import Parameters
from folkmoot.core.errors import Invalid
from folkmoot.media.actions import take_picture

_FACES = {"avatar": actions.set_avatar, "header": actions.set_header}


def update_credentials(call: Call) -> HttpResponse:
    """Change the viewer's profile and what posts begin with; what is not sent stays as it is."""
    _update(call)
    return verify_credentials(call)


def show(call: Call) -> HttpResponse:
    """The viewer's profile as it was typed."""
    return answer(profile(views([call.viewer])[call.viewer]))


def update(call: Call) -> HttpResponse:
    """Change the viewer's profile; what is not sent stays as it is."""
    _update(call)
    return show(call)


def remove_avatar(call: Call) -> HttpResponse:
    """Show no picture beside the viewer's name any more."""
    actions.remove_avatar(call.actor)
    return verify_credentials(call)


def remove_header(call: Call) -> HttpResponse:
    """Show no picture across the top of the viewer's profile any more."""
    actions.remove_header(call.actor)
    return verify_credentials(call)


def preferences(call: Call) -> HttpResponse:
    """What a program may begin a post with."""
    return answer(preferences_of(call.actor))


def _update(call: Call) -> None:
    """All of it or, when something will not do, nothing; pictures are made ready before that."""
    sent, actor = call.sent, call.actor
    source = _source(sent)
    draft = _draft(sent, actor)
    pictures = {place: _picture(call, place) for place in _FACES if place in sent.files or sent.values.get(place)}
    with transaction.atomic():
        actions.edit_profile(actor, draft)
        for setting, choose in _SETTINGS.items():
            if setting in source.values:
                choose(actor, source.text(setting))
        for name, (yes, no) in _SWITCHES.items():
            if name in sent.values:
                (yes if sent.flag(name) else no)(actor)
        if "sensitive" in source.values:
            (actions.warn_of_files if source.flag("sensitive") else actions.show_files)(actor)
        for place, picture_id in pictures.items():
            _FACES[place](actor, picture_id)
    vars(call).pop("actor", None)  # as it stood before


def _draft(sent: Parameters, actor: Account) -> actions.ProfileDraft:
    return actions.ProfileDraft(
        name=sent.text("display_name") if "display_name" in sent.values else actor.name,
        bio=sent.text("note") if "note" in sent.values else actor.bio,
        fields=_fields(sent, actor),
        locked=sent.flag("locked") if "locked" in sent.values else actor.locked,
        discoverable=sent.flag("discoverable") if "discoverable" in sent.values else actor.discoverable,
        automatic=sent.flag("bot") if "bot" in sent.values else actor.kind == Account.Kind.SERVICE,
    )


def _fields(sent: Parameters, actor: Account) -> tuple[tuple[str, str], ...]:
    """All lines anew, in the order of their numbers."""
    if "fields_attributes" not in sent.values:
        return tuple((line["name"], line["value"]) for line in actor.fields)
    return tuple((row.text("name"), row.text("value")) for row in sent.rows("fields_attributes"))


def _source(sent: Parameters) -> Parameters:
    """What posts begin with."""
    source: Any = sent.values.get("source") or {}
    if not isinstance(source, dict):
        raise Invalid("source", _("This must be an object."))
    return Parameters(source)


def _picture(call: Call, place: str) -> int:
    return take_picture(call.viewer, call.sent.file(place), call.sent.text(f"{place}_description"))


def _quote(actor: Account, policy: str) -> None:
    actions.choose_quoting(actor, POLICIES.get(policy, policy))


def _speak(actor: Account, language: str) -> None:
    actions.choose_language(actor, language, actor.time_zone)


def _begin(actor: Account, visibility: str) -> None:
    if visibility not in SCOPES or SCOPES[visibility] in {"", "direct"}:
        raise Invalid("source", _("This must be public, unlisted, community or private."))
    actions.choose_audience(actor, SCOPES[visibility])


_SWITCHES: dict[str, tuple[Callable[[Account], object], Callable[[Account], object]]] = {
    "hide_collections": (actions.hide_people, actions.show_people),
    "indexable": (actions.let_be_indexed, actions.keep_unindexed),
}
_SETTINGS: dict[str, Callable[[Account, str], object]] = {
    "quote_policy": _quote,
    "language": _speak,
    "privacy": _begin,
}
ROUTES = {
    "PATCH /api/v1/accounts/update_credentials": route(update_credentials, "write:accounts", with_file=True),
    "GET /api/v1/profile": route(show, "read:accounts").also("profile"),
    "PATCH /api/v1/profile": route(update, "write:accounts", with_file=True),
    "DELETE /api/v1/profile/avatar": route(remove_avatar, "write:accounts"),
    "DELETE /api/v1/profile/header": route(remove_header, "write:accounts"),
    "GET /api/v1/preferences": route(preferences, "read:accounts"),
}
