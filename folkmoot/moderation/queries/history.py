"""A member's past at a glance, for whoever decides about them."""

from dataclasses import dataclass
from datetime import datetime

from folkmoot.accounts.hydrate import AccountView, views
from folkmoot.core.errors import NotFound
from folkmoot.core.ids import made_at
from folkmoot.core.rows import select
from folkmoot.moderation.categories import Category, category
from folkmoot.moderation.models import Case, Restriction
from folkmoot.moderation.visibility import sight

LATEST = 10


@dataclass(frozen=True)
class PastCase:
    """An earlier case about the same member."""

    id: int
    category: Category
    state: str
    opened_at: datetime


@dataclass(frozen=True)
class PastDecision:
    """An earlier decision about the member or one of their posts; ``ended_at`` is ``None`` while it runs."""

    id: int
    action: str
    reason: str
    case_id: int | None
    by: AccountView | None
    starts_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True)
class Tally:
    """How many reports there were, and how many of those came to nothing."""

    made: int
    dismissed: int


@dataclass(frozen=True)
class History:
    """What is known of a member here."""

    cases: tuple[PastCase, ...]
    decisions: tuple[PastDecision, ...]
    about: Tally
    by: Tally


def history_of(viewer: int, account_id: int, but: int) -> History:
    """A member's past, but for one case, as far as the viewer is shown any; not their own (``NotFound``)."""
    seen = sight(viewer)
    if account_id in seen.kept:
        raise NotFound
    cases = seen.shown(Case.objects.filter(account=account_id).exclude(id=but).order_by("-id")[:LATEST])
    made = list(Restriction.objects.filter(seen.decisions(), account_id=account_id).order_by("-id")[:LATEST])
    people = views({row.decided_by for row in made})
    return History(
        tuple(PastCase(row.id, category(row.category), row.state, made_at(row.id)) for row in cases),
        tuple(
            PastDecision(
                row.id, row.action, row.reason, row.case_id, people.get(row.decided_by), row.starts_at, row.ended_at
            )
            for row in made
        ),
        _tally("account_id", account_id),
        _tally("reporter_id", account_id),
    )


def _tally(column: str, account_id: int) -> Tally:
    text = f"""SELECT COUNT(*), COALESCE(SUM(CASE WHEN outcome = 'dismissed' THEN 1 ELSE 0 END), 0)
      FROM moderation_report WHERE {column} = %(account)s"""
    ((made, dismissed),) = select(text, {"account": account_id})
    return Tally(int(made), int(dismissed))
