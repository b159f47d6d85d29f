"""Holding on to uploads that something not yet published names."""

from collections.abc import Collection
from datetime import datetime

from folkmoot.core.rows import among, execute, id_list


def reserve(actor_id: int, pictures: Collection[int], recordings: Collection[int], until: datetime) -> None:
    """Keep one's own unused uploads until then at least; those of others, and used ones, are left as they are."""
    for table, ids in (("media_picture", pictures), ("media_recording", recordings)):
        if ids:
            execute(_RESERVE.format(table=table, those=among("id", "ids")), _values(actor_id, ids, until))


_RESERVE = """UPDATE {table} SET kept_until = %(until)s WHERE {those} AND owner_id = %(actor)s
  AND used_at IS NULL AND (kept_until IS NULL OR kept_until < %(until)s)"""


def _values(actor_id: int, ids: Collection[int], until: datetime) -> dict[str, object]:
    return {"until": until, "ids": id_list(ids), "actor": actor_id}
