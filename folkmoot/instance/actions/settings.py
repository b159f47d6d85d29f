"""Settings and rules, edited in the browser by those whose role includes it."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.audit.actions import record
from folkmoot.core.errors import NotAllowed
from folkmoot.core.events import publish
from folkmoot.instance.actions.rules import keep_version_of_rules, put_rules, written
from folkmoot.instance.actions.values import checked
from folkmoot.instance.events import SettingsChanged
from folkmoot.instance.models import Setting
from folkmoot.instance.queries import community, forget_manner

SETTINGS, ANNOUNCE, RULES, CONTACT = "settings", "announce", "rules", "contact"  # what roles include, as they say it
PUBLIC_CONTACT = frozenset({"responsible", "contact", "postal_address"})  # settings: whom the outside world writes to


class Operator(Protocol):
    """Whoever may change the community: an account that knows what it may do, and whether it is in use."""

    @property
    def id(self) -> int:
        """The account's id, for the audit log."""

    @property
    def active(self) -> bool:
        """Whether it is a member's and not suspended."""

    def may(self, capability: str) -> bool:
        """Whether it may do something that is not for everybody."""


@transaction.atomic
def change_settings(actor: Operator | None, changes: Mapping[str, object]) -> None:
    """Change the settings named in ``changes``; ``None`` is the command line. ``Invalid`` names the setting."""
    require(actor, CONTACT if PUBLIC_CONTACT.issuperset(changes) else SETTINGS)
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
    require(actor, RULES)
    kept = written(texts)
    record(actor.id if actor else None, "instance.set_rules", "rule", None, "\n".join(kept))  # others wait here
    put_rules([{community().language: line} for line in kept])
    keep_version_of_rules(actor.id if actor else None)
    publish(SettingsChanged(("rules",)))


def require(actor: Operator | None, capability: str) -> None:
    """Refuse whoever may not do this; ``None`` is the command line."""
    if actor is not None and not (actor.active and actor.may(capability)):
        raise NotAllowed(_("Only those who run the community, and whose role includes this, can do it."))
