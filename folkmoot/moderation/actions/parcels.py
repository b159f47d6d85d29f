"""Statements of reasons on their way to the public database of the Digital Services Act: in parcels, each once."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from folkmoot.moderation import dsa
from folkmoot.moderation.models import Statement

_STATES = Statement.Export


def parcels() -> Iterator[Mapping[str, Any]]:
    """What waits to be handed over, at most 100 statements in each; what would be refused is set apart before."""
    after = 0
    while rows := list(
        Statement.objects.filter(export_state=_STATES.READY, id__gt=after).order_by("id")[: dsa.BATCH_MOST]
    ):
        after = rows[-1].id
        refused = [row.id for row in rows if dsa.problems(row.fields)]
        Statement.objects.filter(id__in=refused).update(export_state=_STATES.ERROR)
        if kept := [row.fields for row in rows if row.id not in refused]:
            yield {"statements": kept}


def handed_over(puids: Collection[str]) -> int:
    """The database has taken these; how many of them were still waiting."""
    return Statement.objects.filter(puid__in=puids, export_state=_STATES.READY).update(export_state=_STATES.SENT)


def set_apart() -> int:
    """How many statements the database would refuse."""
    return Statement.objects.filter(export_state=_STATES.ERROR).count()
