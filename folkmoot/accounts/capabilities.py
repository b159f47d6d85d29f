"""What the roles of a community are, and what each of them may do; what these tables do not say, nobody may."""

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What somebody is in this community beside a member, in the order in which roles are told of."""

    OWNER = "owner", _("Owner")
    ADMIN = "admin", _("Admin")
    SENIOR_MODERATOR = "senior_moderator", _("Senior moderator")
    MODERATOR = "moderator", _("Moderator")
    CHILD_SAFETY = "child_safety", _("Child safety")
    LEGAL_CONTACT = "legal_contact", _("Legal contact")
    RULES_EDITOR = "rules_editor", _("Rules editor")
    ANALYST = "analyst", _("Analyst")
    AUDITOR = "auditor", _("Auditor")
    TRUSTED_FLAGGER = "trusted_flagger", _("Trusted flagger")


class Capability(StrEnum):
    """One thing that is not for everybody; pages, reads and actions ask for it by name."""

    CASES = "cases"  # to read and decide cases, those that the reader is shown (moderation/visibility.py)
    CHILD_SAFETY = "child_safety"  # to be shown cases in which a child is harmed
    MEMBERS = "members"  # to look members up, and to decide about them outside of a case
    SUSPEND = "suspend"  # to shut somebody out, for a while or for good, and to let them in again
    APPEALS = "appeals"  # to look again at what somebody decided
    SIGN_UPS = "sign_ups"  # to let in who wants to join
    REFERRALS = "referrals"  # to tell the police where a life is in danger
    COLLEAGUES = "colleagues"  # hours and decisions of others; members by address
    FIGURES = "figures"  # numbers without names
    AUDIT = "audit"  # to read the log of all that was done
    SETTINGS = "settings"  # how the community works: doors, mail, storage, emoji, and all else that is set
    INVITATIONS = "invitations"  # links that let people in
    ANNOUNCE = "announce"  # to say something to everybody
    RULES = "rules"  # the rules, and the texts of the policies
    CONTACT = "contact"  # whom the outside world writes to, and what is reported to the public
    ROLES = "roles"  # to give roles and to take them
    FLAG = "flag"  # no code asks for it: it keeps those who do not hold it from making trusted flaggers


_MODERATION = frozenset(
    {Capability.CASES, Capability.MEMBERS, Capability.SIGN_UPS, Capability.REFERRALS, Capability.FIGURES}
)
_GRAVE = frozenset({Capability.SUSPEND, Capability.APPEALS})
_CONFIGURATION = frozenset(
    {
        Capability.SETTINGS,
        Capability.INVITATIONS,
        Capability.ANNOUNCE,
        Capability.RULES,
        Capability.CONTACT,
        Capability.ROLES,
    }
)
HELD: Mapping[str, frozenset[Capability]] = {
    Role.OWNER: frozenset(Capability),
    Role.ADMIN: _CONFIGURATION,
    Role.SENIOR_MODERATOR: _MODERATION | _GRAVE,
    Role.MODERATOR: _MODERATION,
    Role.CHILD_SAFETY: _GRAVE | {Capability.CASES, Capability.CHILD_SAFETY, Capability.REFERRALS},
    Role.LEGAL_CONTACT: frozenset({Capability.REFERRALS, Capability.CONTACT, Capability.FIGURES}),
    Role.RULES_EDITOR: frozenset({Capability.RULES}),
    Role.ANALYST: frozenset({Capability.FIGURES}),
    Role.AUDITOR: frozenset({Capability.AUDIT}),
    Role.TRUSTED_FLAGGER: frozenset({Capability.FLAG}),
}
WITHOUT_PAGES = frozenset({Role.TRUSTED_FLAGGER.value})  # no page opens for them, and no second factor is asked


class StandIn:
    """Who does something in the place of a role, until somebody was named for it."""

    def __init__(self, named: Role, roles: Collection[str]) -> None:
        self.named = named.value
        self.roles = frozenset(str(role) for role in roles)


_FOR_SENIORS = StandIn(Role.SENIOR_MODERATOR, {Role.MODERATOR.value})
STAND_IN: Mapping[str, StandIn] = {
    Capability.SUSPEND: _FOR_SENIORS,
    Capability.APPEALS: _FOR_SENIORS,
    Capability.CHILD_SAFETY: StandIn(Role.CHILD_SAFETY, {Role.MODERATOR.value, Role.SENIOR_MODERATOR.value}),
}
NAMED = tuple(sorted({each.named for each in STAND_IN.values()}))


def of_roles(roles: Iterable[str]) -> frozenset[Capability]:
    """What somebody with these roles may do by the roles themselves: all that they can hand on."""
    return frozenset[Capability]().union(*(HELD.get(role, frozenset()) for role in roles))


def in_effect(roles: Collection[str], named: Collection[str]) -> frozenset[Capability]:
    """What somebody with these roles may do while these are ``named`` in the community: stand-ins included."""
    standing_in = {
        Capability(capability)
        for capability, by in STAND_IN.items()
        if by.named not in named and by.roles.intersection(roles)
    }
    return of_roles(roles) | standing_in


def roles_with(capability: str) -> tuple[str, ...]:
    """The roles that bring a capability by themselves."""
    return tuple(role.value for role in Role if capability in HELD[role])


def with_pages(roles: Iterable[str]) -> frozenset[str]:
    """Those of some roles that open a page of staff."""
    return frozenset(roles) - WITHOUT_PAGES


def is_above(mine: Collection[str], theirs: Collection[str]) -> bool:
    """Whether somebody with these roles may decide about somebody with those: nobody acts upward, nor sideways.

    Owners decide about everybody, senior moderators also about moderators, others about nobody who has pages of staff.
    """
    if Role.OWNER in mine:
        return True
    above = with_pages(theirs)
    return bool(with_pages(mine)) and (not above or (Role.SENIOR_MODERATOR in mine and above == {Role.MODERATOR}))
