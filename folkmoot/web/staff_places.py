"""The pages of staff in the navigation: those that open for whoever looks, and no others."""

from collections.abc import Collection
from typing import NamedTuple

from django.utils.translation import gettext as _

from folkmoot.accounts.capabilities import Capability
from folkmoot.moderation.queries import Waiting


class Entry(NamedTuple):
    """One page of staff, and what it takes."""

    takes: Capability
    path: str
    icon: str
    label: str
    badge: int = 0
    unless: Capability | None = None  # who has this as well comes there another way


def entries(may: Collection[Capability], waiting: Waiting) -> list[Entry]:
    """What somebody is led to who may do these things."""
    listed = (*_moderation(waiting), *_administration())
    return [each for each in listed if each.takes in may and each.unless not in may]


def _moderation(waiting: Waiting) -> tuple[Entry, ...]:
    return (
        Entry(Capability.CASES, "/staff/cases", "flag", _("Cases"), waiting.cases),
        Entry(Capability.REFERRALS, "/staff/threats", "warning", _("Danger to life"), unless=Capability.CASES),
        Entry(Capability.FIGURES, "/staff/figures", "poll", _("Figures"), unless=Capability.CASES),
        Entry(Capability.MEMBERS, "/staff/trends", "poll", _("Trends")),
        Entry(Capability.SIGN_UPS, "/staff/applications", "door", _("Applications"), waiting.applications),
    )


def _administration() -> tuple[Entry, ...]:
    return (
        Entry(Capability.INVITATIONS, "/staff/invitations", "link", _("Invitations")),
        Entry(Capability.SETTINGS, "/staff/doors", "door", _("Sign-up")),
        Entry(Capability.ANNOUNCE, "/staff/announcements", "info", _("Announcements")),
        Entry(Capability.SETTINGS, "/staff/emoji", "smile", _("Emoji")),
        Entry(Capability.SETTINGS, "/staff/setup", "check", _("Setting up")),
        Entry(Capability.CONTACT, "/staff/setup/contact", "mail", _("Contact"), unless=Capability.SETTINGS),
        Entry(Capability.SETTINGS, "/staff/settings", "shield", _("Community settings")),
        Entry(Capability.RULES, "/staff/rules", "pen", _("Rules")),
        Entry(Capability.RULES, "/staff/policies", "page", _("Policies")),
        Entry(Capability.SETTINGS, "/staff/storage", "stack", _("Storage")),
        Entry(Capability.ROLES, "/staff/roles", "key", _("Roles")),
        Entry(Capability.AUDIT, "/staff/audit", "clock", _("Staff log")),
    )
