"""Taking in the posts that were there before the index, the oldest first: so its pages are full, and stay in order."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from folkmoot.core.events import publish
from folkmoot.core.rows import select
from folkmoot.search.actions.keeping import empty, fixed, take_in
from folkmoot.search.events import FillingContinues
from folkmoot.search.models import Filling

AT_ONCE = 100  # posts: for so long nobody else can write
_STALE = timedelta(minutes=5)  # whoever filled the index has ended


def begin_anew() -> None:
    """Empty the index and have it filled again."""
    with transaction.atomic():
        _filling()
        empty()
        Filling.objects.update(above=0, is_complete=False, done=0, total=_total(), stirred_at=None)


def filling_due() -> None:
    """Begin to fill the index, or go on, where something is missing and nobody is at it."""
    if Filling.objects.filter(is_complete=True).exists():
        return
    with transaction.atomic():
        filling = _filling()
        is_worked_on = filling.stirred_at and filling.stirred_at > timezone.now() - _STALE
        if not (filling.is_complete or is_worked_on):
            Filling.objects.update(stirred_at=timezone.now())
            publish(FillingContinues())


def fill_some() -> bool:
    """Take in the next posts; whether there are more."""
    with transaction.atomic():
        filling = _filling()
        rows = select(_NEXT, {"above": filling.above, "most": AT_ONCE})
        take_in(fixed([post_id for post_id, there in rows if there is None]))
        is_complete = len(rows) < AT_ONCE
        above = rows[-1][0] if rows else filling.above
        done = filling.done + len(rows)
        Filling.objects.update(above=above, is_complete=is_complete, done=done, stirred_at=timezone.now())
    return not is_complete


def _filling() -> Filling:
    """The one row, locked where rows can be; the first time it is made."""
    return Filling.objects.select_for_update().first() or Filling.objects.create(total=_total())


def _total() -> int:
    return int(select("SELECT COUNT(*) FROM post", {})[0][0])


# looked up post by post: joined, PostgreSQL would read the index from its beginning each time
_NEXT = """SELECT p.id, (SELECT e.post_id FROM search_entry e WHERE e.post_id = p.id) FROM post p
  WHERE p.id > %(above)s ORDER BY p.id LIMIT %(most)s"""
