"""Working out suggestions ahead: everybody's each night, a member's own when something changes for them."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import cache

from django.db import connection, transaction
from django.utils import timezone

from folkmoot.core.events import publish
from folkmoot.core.rows import among, execute, id_list, insert_once, select
from folkmoot.relations.events import SuggestingContinues, SuggestionsWanted
from folkmoot.relations.models import SuggestionRound, SuggestionWish
from folkmoot.relations.queries.candidates import Candidate, Candidates

AT_ONCE = 200  # members: while theirs are written, nobody else can write
AWAY = timedelta(days=30)  # nothing is kept for those away for longer
SETTLED_FROM = 30  # follows: for whoever has as many, the next night is soon enough
_STALE = timedelta(minutes=5)  # whoever was at it has ended


@transaction.atomic
def wish_suggestions(account_id: int) -> None:
    """Have a member's suggestions worked out anew soon, once for all that changes until then."""
    if insert_once(SuggestionWish, account_id=account_id):
        publish(SuggestionsWanted(account_id))


def wish_first_suggestions(account_id: int) -> None:
    """The same for a member who does not follow many yet."""
    if not select(_MANY, {"account": account_id, "many": SETTLED_FROM - 1}):
        wish_suggestions(account_id)


def suggest_to(account_id: int) -> None:
    """Work out the suggestions of one member: outside any transaction, so that others write meanwhile."""
    SuggestionWish.objects.filter(account=account_id).delete()
    if select(_IS_HERE, {"account": account_id}):
        found = Candidates().of([account_id])
        with transaction.atomic():
            _keep(found)


def round_due() -> None:
    """Begin the night's work once a day, or go on with it where nobody is at it."""
    today, now = timezone.localdate(), timezone.now()
    if SuggestionRound.objects.filter(day=today, is_complete=True).exists():
        return
    with transaction.atomic():
        known = _round()
        if known.is_complete:
            known.above, known.is_complete, known.day, known.stirred_at = 0, False, today, None
        if known.stirred_at is None or known.stirred_at < now - _STALE:
            known.stirred_at = now
            known.save()
            publish(SuggestingContinues())


def suggest_some(candidates: Candidates) -> bool:
    """Work out the suggestions of the next members in the round; whether there are more."""
    above = SuggestionRound.objects.values_list("above", flat=True).get()
    rows = select(_NEXT, {"above": above, "since": timezone.localdate() - AWAY, "most": AT_ONCE})
    ids = [some_id for some_id, _is_here in rows]
    found = candidates.of([some_id for some_id, is_here in rows if is_here])
    with transaction.atomic():
        SuggestionWish.objects.filter(account__in=ids).delete()
        _keep({some_id: found.get(some_id, []) for some_id in ids})
        is_complete = len(ids) < AT_ONCE
        place = {"above": ids[-1] if ids else above, "is_complete": is_complete, "stirred_at": timezone.now()}
        SuggestionRound.objects.update(**place)
    return not is_complete


@transaction.atomic
def pause_round() -> None:
    """Let others have their turn; what is left of the round waits in line again."""
    publish(SuggestingContinues())


_MANY = "SELECT 1 FROM relations_follow WHERE follower_id = %(account)s LIMIT 1 OFFSET %(many)s"
_IS_HERE = "SELECT 1 FROM accounts_account WHERE id = %(account)s AND domain = '' AND active"
_NEXT = """SELECT a.id, a.active AND COALESCE(s.seen_on >= %(since)s, FALSE)
  FROM accounts_account a LEFT JOIN accounts_stats s ON s.account_id = a.id
  WHERE a.id > %(above)s AND a.domain = '' ORDER BY a.id LIMIT %(most)s"""
_INSERT = """INSERT INTO relations_suggestion (account_id, suggested_id, place, reason, number)
  VALUES (%s, %s, %s, %s, %s) ON CONFLICT DO NOTHING"""


@cache
def _kept() -> str:
    return f"""SELECT account_id, suggested_id, reason, number FROM relations_suggestion
      WHERE {among("account_id", "ids")} ORDER BY account_id, place"""


@cache
def _dropped() -> str:
    return f"DELETE FROM relations_suggestion WHERE {among('account_id', 'ids')}"


def _keep(found: Mapping[int, Sequence[Candidate]]) -> None:
    """Write down whom to suggest to each, where that is different from what stands there."""
    before: dict[int, list[Candidate]] = {some_id: [] for some_id in found}
    for account_id, *one in select(_kept(), {"ids": id_list(found)}):
        before[account_id].append(Candidate(*one))
    changed = [some_id for some_id, candidates in found.items() if before[some_id] != list(candidates)]
    if not changed:
        return
    execute(_dropped(), {"ids": id_list(changed)})
    rows = [(some_id, one[0], place, *one[1:]) for some_id in changed for place, one in enumerate(found[some_id])]
    with connection.cursor() as cursor:
        cursor.executemany(_INSERT, rows)


def _round() -> SuggestionRound:
    """The one row, locked where rows can be; the first time it is made."""
    return SuggestionRound.objects.select_for_update().first() or SuggestionRound.objects.create()
