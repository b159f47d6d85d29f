"""The figures: how long cases wait, how long deciding takes, who has how much, how often it was wrong."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from folkmoot.core.errors import NotFound
from folkmoot.core.ids import id_at
from folkmoot.moderation.actions.closing import close_without_action
from folkmoot.moderation.models import Appeal, Case, Report
from folkmoot.moderation.queries.load import AGES, DAYS, WEEKS, load
from folkmoot.project.cast import Cast
from tests.moderation.casing import held, laid

pytestmark = pytest.mark.django_db


def ago(**span: float) -> datetime:
    return timezone.now() - timedelta(**span)


def test_open_cases_by_how_long_they_wait(cast: Cast) -> None:
    people = (cast.hal, cast.bob, cast.alice, cast.carol, cast.dan, cast.erin)
    for account, hours in zip(people, (0, 2, 7, 30, 80, 400), strict=True):
        laid(account, id=id_at(ago(hours=hours)) + 1)
    laid(cast.gina, state="closed")
    found = load(cast.frank.id)
    assert found.ages == (1,) * (len(AGES) + 1)
    assert found.waiting == 6
    assert found.late == 0
    Case.objects.filter(account=cast.hal).update(due_at=ago(hours=1))
    assert load(cast.frank.id).late == 1


def test_reports_by_day(cast: Cast) -> None:
    case = laid(cast.hal)
    for days in (0, 0, 3, DAYS + 5):
        Report.objects.create(id=id_at(ago(days=days)) + Report.objects.count(), case=case, account=cast.hal)
    found = load(cast.frank.id).reports
    assert len(found) == DAYS
    assert [count for _day, count in found if count] == [1, 2]
    assert found[-1] == (timezone.localdate(), 2)


def test_how_long_deciding_takes(cast: Cast) -> None:
    for account, hours in ((cast.hal, 2), (cast.bob, 4), (cast.alice, 60)):
        laid(account, id=id_at(ago(hours=hours)), state="decided", decided_at=timezone.now())
    joined = laid(cast.dan, id=id_at(ago(hours=900)), state="closed", decided_at=timezone.now())
    Case.objects.filter(id=joined.id).update(merged_into=Case.objects.get(account=cast.hal))
    weeks = load(cast.frank.id).weeks
    assert len(weeks) == WEEKS
    assert (weeks[-1].cases, round(weeks[-1].hours, 1)) == (3, 4.0)
    assert {week.hours for week in weeks[:-1]} == {0.0}
    assert all(week.begins.weekday() == 0 for week in weeks)


def test_what_was_decided_just_within_the_time_counts_with_the_first_week(cast: Cast) -> None:
    moment = ago(weeks=WEEKS) + timedelta(minutes=1)
    laid(cast.hal, id=id_at(moment - timedelta(hours=1)), state="closed", decided_at=moment)
    assert sum(week.cases for week in load(cast.frank.id).weeks) == 1


def test_who_has_how_much(cast: Cast) -> None:
    held(laid(cast.hal), cast.frank)
    held(laid(cast.bob), cast.frank, minutes=-1)
    close_without_action(cast.olivia, laid(cast.alice).id)
    shares = {one.account.username: (one.holds, one.decided) for one in load(cast.frank.id).shares}
    assert shares == {"frank": (1, 0), "olivia": (0, 1)}


def test_how_often_it_was_wrong(cast: Cast) -> None:
    for number, outcome in enumerate(("upheld", "upheld", "overturned", "partly", "")):
        decided = timezone.now() if outcome else None
        Appeal.objects.create(
            restriction_id=number + 1, by="author", text="No.", due_at=ago(), outcome=outcome, decided_at=decided
        )
    found = load(cast.frank.id)
    assert (found.appeals, found.overturned) == (4, 2)


def test_for_nobody_else(cast: Cast) -> None:
    with pytest.raises(NotFound):
        load(cast.bob.id)
