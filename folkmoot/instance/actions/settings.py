"""Settings and rules that an owner edits in the browser."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.audit.actions import record
from folkmoot.core.errors import NotAllowed
from folkmoot.core.events import publish
from folkmoot.instance.actions.rules import keep_version_of_rules, put_rules, with_other_languages, written
from folkmoot.instance.actions.values import checked
from folkmoot.instance.events import SettingsChanged
from folkmoot.instance.models import Setting
from folkmoot.instance.queries import community, forget_manner


class Operator(Protocol):
    """Whoever may change the community: an account that knows whether it is an owner's, and in use."""

    @property
    def id(self) -> int:
        """The account's id, for the audit log."""

    @property
    def active(self) -> bool:
        """Whether it is a member's and not suspended."""

    @property
    def is_owner(self) -> bool:
        """Whether it may do everything."""


@transaction.atomic
def change_settings(actor: Operator | None, changes: Mapping[str, object]) -> None:
    """Change the settings named in ``changes``; ``None`` is the command line. ``Invalid`` names the setting."""
    require_owner(actor)
    values = {name: checked(name, value) for name, value in changes.items()}
    current = dict(Setting.objects.filter(name__in=values).values_list("name", "value"))
    changed = {name: value for name, value in values.items() if name not in current or current[name] != value}
    for name, value in changed.items():  # the log first: whoever changes settings at the same time waits there
        record(actor.id if actor else None, "instance.change_setting", "setting", None, f"{name}: {value}")
    keep(changed)


def keep(values: Mapping[str, object]) -> None:
    """Write down settings that were checked and noted in the log, inside the caller's transaction."""
    for name, value in values.items():
        Setting.objects.update_or_create(name=name, defaults={"value": value})
    if values:
        forget_manner()
        transaction.on_commit(forget_manner)
        publish(SettingsChanged(tuple(values)))


@transaction.atomic
def set_rules(actor: Operator | None, texts: Sequence[str]) -> None:
    """Replace the rules of the community, in this order; one that stays keeps its other languages."""
    require_owner(actor)
    kept = written(texts)
    record(actor.id if actor else None, "instance.set_rules", "rule", None, "\n".join(kept))  # others wait here
    put_rules(with_other_languages(kept, community().language))
    keep_version_of_rules(actor.id if actor else None)
    publish(SettingsChanged(("rules",)))


def require_owner(actor: Operator | None) -> None:
    """Refuse whoever does not run the community; ``None`` is the command line."""
    if actor is not None and not (actor.active and actor.is_owner):
        raise NotAllowed(_("Only an owner can change the settings of the community."))
