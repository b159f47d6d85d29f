"""Whom a new member may want to follow: who is suggested to them, and else those who came last."""

from typing import NamedTuple

from folkmoot.accounts.hydrate import AccountView
from folkmoot.core.cursors import Page
from folkmoot.relations import queries as relations
from folkmoot.relations.queries import Relationship
from folkmoot.web.social.suggesting import why

MOST = 10


class Row(NamedTuple):
    """Somebody, how they stand to the viewer, and why they are suggested, if they are."""

    account: AccountView
    bond: Relationship
    why: str


def people(viewer: int) -> list[Row]:
    """Those who are suggested in front; nobody whom the viewer blocks or mutes."""
    found = {each.account.id: (each.account, why(each)) for each in relations.suggested(viewer, MOST)}
    latest = relations.members(viewer, "", Page(limit=MOST * 2)).items
    bonds = relations.relationship(viewer, [*found, *(each.id for each in latest)])
    for each in latest:
        if each.id != viewer and not (bonds[each.id].muting or bonds[each.id].blocking):
            found.setdefault(each.id, (each, ""))
    return [Row(account, bonds[account.id], words) for account, words in list(found.values())[:MOST]]
