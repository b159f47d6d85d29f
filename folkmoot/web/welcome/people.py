"""Whom a new member may want to follow: who is suggested to them, and else those who came last."""

from folkmoot.core.cursors import Page
from folkmoot.relations import queries as relations
from folkmoot.web.social.suggesting import Suggested, why

MOST = 10


def people(viewer: int) -> list[Suggested]:
    """Those who are suggested in front; nobody whom the viewer blocks or mutes."""
    found = {each.account.id: (each.account, why(each)) for each in relations.suggested(viewer, MOST)}
    latest = relations.members(viewer, "", Page(limit=MOST * 2)).items
    bonds = relations.relationship(viewer, [*found, *(each.id for each in latest)])
    for each in latest:
        if each.id != viewer and not bonds[each.id].muting:
            found.setdefault(each.id, (each, ""))
    return [Suggested(account, bonds[account.id], words) for account, words in list(found.values())[:MOST]]
