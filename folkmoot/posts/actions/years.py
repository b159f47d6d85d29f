"""To look back on a year of one's own."""

from django.db import transaction
from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils import timezone

from folkmoot.accounts.interaction import require_active
from folkmoot.accounts.models import Account
from folkmoot.core.errors import NotFound
from folkmoot.core.events import publish
from folkmoot.core.rows import insert_once
from folkmoot.posts.events import YearAsked
from folkmoot.posts.models import YearReport
from folkmoot.posts.queries.years import PEOPLE, figures_of, year_state


@transaction.atomic
def ask_for_year(actor: Account, year: int) -> bool:
    """Have a report about a year put together, if there can be one; whether it is being made now."""
    require_active(actor)
    state = year_state(actor, year)
    if state == "possible" and insert_once(YearReport, account_id=actor.id, year=year):
        publish(YearAsked(actor.id, year))
    return state in {"possible", "asked"}


@transaction.atomic
def make_year(account_id: int, year: int) -> None:
    """Count what a member wrote in a year, once."""
    row = YearReport.objects.select_for_update(no_key=True, of=("self",)).select_related("account")
    report = row.filter(account=account_id, year=year, figures__isnull=True).first()
    if report:
        report.figures = figures_of(report.account, year)
        report.save(update_fields=["figures"])


def read_year(actor: Account, year: int) -> None:
    """The member has looked at the report."""
    made = YearReport.objects.filter(account=actor, year=year, figures__isnull=False)
    if not made.exists():
        raise NotFound
    made.filter(read_at=None).update(read_at=timezone.now())


def remove_year(actor: Account, year: int) -> None:
    """Remove a report; it can be made anew."""
    if not YearReport.objects.filter(account=actor, year=year).delete()[0]:
        raise NotFound


def forget_in_years(account_id: int) -> None:
    """Nobody's report speaks of somebody who is erased."""
    naming = YearReport.objects.annotate(written=Cast("figures", TextField())).filter(
        written__contains=f"[{account_id}, "
    )
    for some_id in list(naming.values_list("id", flat=True)):
        with transaction.atomic():
            report = YearReport.objects.select_for_update(no_key=True, of=("self",)).get(id=some_id)
            known = report.figures or {}
            kept = {part: [each for each in known[part] if each[0] != account_id] for part in PEOPLE}
            report.figures = {**known, **kept}
            report.save(update_fields=["figures"])
