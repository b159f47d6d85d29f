"""What somebody is in the community, in Mastodon's shape."""

from collections.abc import Collection
from typing import Any

from folkmoot.accounts.capabilities import Capability, Role
from folkmoot.relations.actions.collections import COLLECTIONS_MOST

EVERYBODY = "-99"
_ROLES = {  # the numbers of the first three are Mastodon's
    Role.OWNER: ("3", "Owner"),
    Role.ADMIN: ("2", "Admin"),
    Role.SENIOR_MODERATOR: ("4", "Senior moderator"),
    Role.MODERATOR: ("1", "Moderator"),
    Role.CHILD_SAFETY: ("5", "Child safety"),
    Role.LEGAL_CONTACT: ("6", "Legal contact"),
    Role.RULES_EDITOR: ("7", "Rules editor"),
    Role.ANALYST: ("8", "Analyst"),
    Role.AUDITOR: ("9", "Auditor"),
    Role.TRUSTED_FLAGGER: ("10", "Trusted flagger"),
}
_BITS = {  # what programs can do here, as Mastodon counts it
    Capability.FIGURES: 1 << 3,  # to see the dashboard
    Capability.CASES: 1 << 4,  # to manage reports
    Capability.SETTINGS: 1 << 7,  # to manage blocks
    Capability.MEMBERS: 1 << 10,  # to manage users
    Capability.SUSPEND: 1 << 19,  # to delete their data
}


def role(roles: Collection[str], capabilities: Collection[Capability]) -> dict[str, Any]:
    """A Role: the highest that somebody has, with what of these they can do through programs."""
    some_id, name = next((told for each, told in _ROLES.items() if each in roles), (EVERYBODY, ""))
    return {
        "id": some_id,
        "name": name,
        "permissions": str(sum(_BITS.get(each, 0) for each in capabilities)),
        "color": "",
        "highlighted": False,
        "collection_limit": COLLECTIONS_MOST,
    }


def roles_numbered(ids: Collection[str]) -> frozenset[str]:
    """The roles with these ids."""
    return frozenset(each.value for each, (some_id, _name) in _ROLES.items() if some_id in ids)
