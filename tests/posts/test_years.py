"""Looking back on a year: which years there are, what is counted, and that nothing of others is told."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.core.errors import NotAllowed, NotFound
from folkmoot.core.events import drain
from folkmoot.core.ids import as_of
from folkmoot.moderation.actions import suspend
from folkmoot.posts.actions import Edit, boost, delete_post, edit_post, like
from folkmoot.posts.actions.years import ask_for_year, forget_in_years, make_year, read_year, remove_year
from folkmoot.posts.models import YearReport
from folkmoot.posts.queries import years
from folkmoot.posts.queries.years import kind_of, year_report, year_reports, year_state
from folkmoot.project.cast import Cast, member
from folkmoot.relations.actions import block, follow
from tests.posts.writing import say

pytestmark = pytest.mark.django_db
type Today = Callable[[int, int, int], None]


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> Today:
    """Lets it be another day."""

    def be(year: int, month: int, day: int) -> None:
        monkeypatch.setattr(timezone, "now", lambda: datetime(year, month, day, 12, tzinfo=UTC))

    return be


@contextmanager
def on(year: int, month: int, day: int = 3) -> Generator[None]:
    """What is done in here was done on that day."""
    with as_of(datetime(year, month, day, 12, tzinfo=UTC)):
        yield


@pytest.fixture
def nell(cast: Cast) -> Account:
    """Somebody who joined in 2022 and wrote in 2023."""
    with on(2022, 5):
        nell = member("nell")
    with on(2023, 2):
        post = say(nell, "First #boats")
    with on(2023, 7, 4):
        say(nell, "Second #boats #harbour")
    for who in (cast.bob, cast.hal):
        like(who, post)
    with on(2023, 8):
        follow(cast.bob, nell.id)
    return nell


def report(who: Account, year: int = 2023) -> years.YearView:
    ask_for_year(who, year)
    drain()
    return year_report(who, year)


# Which years there are


@pytest.mark.parametrize(
    ("day", "latest"), [((2025, 11, 30), 2024), ((2025, 12, 9), 2024), ((2025, 12, 10), 2025), ((2026, 1, 1), 2025)]
)
def test_one_looks_back_from_december(nell: Account, today: Today, day: tuple[int, int, int], latest: int) -> None:
    today(*day)
    assert list(years.years(nell)) == list(range(latest, 2021, -1))


def test_how_years_stand(nell: Account, today: Today) -> None:
    today(2025, 3, 1)
    assert years.years(nell) == {2024: "none", 2023: "possible", 2022: "none"}
    for year in (0, 1900, 2025, 2026, 9999, 10**15):
        assert year_state(nell, year) == "none"
    ask_for_year(nell, 2023)
    assert year_state(nell, 2023) == "asked"
    drain()
    assert year_state(nell, 2023) == "made"
    assert years.years(nell)[2023] == "made"


def test_nothing_is_made_where_there_is_nothing(cast: Cast, nell: Account, today: Today) -> None:
    today(2025, 3, 1)
    for who, year in ((nell, 2024), (nell, 1900), (cast.bob, 2023)):
        assert ask_for_year(who, year) is False
    drain()
    assert not YearReport.objects.exists()
    for do in (read_year, remove_year, year_report):
        with pytest.raises(NotFound):
            do(nell, 2023)
    suspend(cast.olivia, nell.id, "Noise", None)
    with pytest.raises(NotAllowed):
        ask_for_year(Account.objects.get(id=nell.id), 2023)


def test_it_is_made_once_and_stays(cast: Cast, nell: Account) -> None:
    assert [ask_for_year(nell, 2023) for _ in range(2)] == [True, True]
    drain()
    first = year_report(nell, 2023).figures
    with on(2023, 9):
        say(nell, "Found later")
    assert ask_for_year(nell, 2023) is False
    make_year(nell.id, 2023)
    assert year_report(nell, 2023).figures == first
    remove_year(nell, 2023)
    assert report(nell).figures["own"] == 3
    make_year(cast.bob.id, 2023)
    assert YearReport.objects.count() == 1


def test_it_is_read(nell: Account) -> None:
    ask_for_year(nell, 2023)
    with pytest.raises(NotFound):
        read_year(nell, 2023)
    assert year_reports(nell) == []
    drain()
    read_year(nell, 2023)
    seen = YearReport.objects.get().read_at
    assert seen is not None
    read_year(nell, 2023)
    assert YearReport.objects.get().read_at == seen


# What is counted


def test_months_are_those_of_the_members_clock(nell: Account) -> None:
    months = report(nell).figures["months"]
    assert [(place, *each) for place, each in enumerate(months, 1) if any(each)] == [(2, 1, 0), (7, 1, 0), (8, 0, 1)]
    remove_year(nell, 2023)
    with as_of(datetime(2023, 12, 31, 20, tzinfo=UTC)):
        say(nell, "Nearly midnight")
    assert report(nell).figures["months"][11][0] == 1
    remove_year(nell, 2023)
    nell.time_zone = "Asia/Tokyo"
    nell.save(update_fields=["time_zone"])
    assert report(nell).figures["months"][11][0] == 0, "there it was the next year"


def test_what_was_written(cast: Cast, nell: Account) -> None:
    with on(2023, 3):
        question = say(cast.bob, "Who comes?")
        say(nell, "I do", reply_to=question)
        say(nell, f"@{cast.hal.username} psst #secret", "direct")
        boost(nell, question)
        gone = say(nell, "Not this #gone")
        delete_post(nell, gone)
    with on(2022, 12):
        say(nell, "Before #before")
    shown = report(nell)
    figures = shown.figures
    assert {name: figures[name] for name in ("own", "answers", "boosts", "polls", "kind")} == {
        "own": 3,
        "answers": 1,
        "boosts": 1,
        "polls": 0,
        "kind": "reader",
    }
    assert shown.tags == [("boats", 2), ("harbour", 1)]
    assert figures["answered"] == figures["boosted"] == [[cast.bob.id, 1]]
    assert figures["apps"] == []


def test_the_best_of_it(cast: Cast, nell: Account) -> None:
    shown = report(nell)
    first = shown.top("likes")
    assert first is not None
    assert "First" in first.body.html
    assert shown.top("boosts") is None
    assert shown.top("replies") is None
    delete_post(nell, first.id)
    assert year_report(nell, 2023).top("likes") is None, "what is gone is not shown again"


def test_hashtags_of_what_is_gone_are_not_named(nell: Account) -> None:
    with on(2023, 9):
        gone, changed = say(nell, "Third #boats #gone"), say(nell, "Fourth #before")
    with on(2024, 3):
        say(nell, "Fifth #other")
    assert {name for name, _times in report(nell).tags} == {"boats", "harbour", "gone", "before"}
    assert "gone" not in str(YearReport.objects.get().figures), "no words are kept"
    ask_for_year(nell, 2024)
    drain()
    delete_post(nell, gone)
    edit_post(nell, changed, Edit("Fourth"))
    assert [each.tags for each in year_reports(nell)] == [[("other", 1)], [("boats", 3), ("harbour", 1)]]


def test_people_who_are_gone_or_blocked_are_not_named(cast: Cast, nell: Account) -> None:
    with on(2023, 3):
        for who in (cast.bob, cast.hal):
            for _ in range(2 if who is cast.bob else 1):
                say(nell, "Yes", reply_to=say(who, "Well?"))
    shown = report(nell)
    assert [(who.username, times) for who, times in shown.named("answered")] == [("bob", 2), ("hal", 1)]
    suspend(cast.olivia, cast.bob.id, "Noise", None)
    assert [who.username for who, _ in year_report(nell, 2023).named("answered")] == ["hal"]
    remove_year(nell, 2023)
    block(cast.hal, nell.id)
    assert report(nell).named("answered") == []


def test_reports_are_ones_own(cast: Cast, nell: Account) -> None:
    report(nell)
    for do in (year_report, read_year, remove_year):
        with pytest.raises(NotFound):
            do(cast.bob, 2023)
    assert year_reports(cast.bob) == []
    assert [each.year for each in year_reports(nell)] == [2023]
    Account.objects.filter(id=nell.id).delete()
    assert not YearReport.objects.exists()


@pytest.mark.parametrize(
    ("numbers", "kind"),
    [
        ((5, 5, 1, 0), "reader"),
        ((6, 5, 1, 0), "teller"),
        ((4, 0, 8, 0), "teller"),
        ((4, 0, 9, 0), "booster"),
        ((20, 0, 0, 2), "teller"),
        ((20, 0, 0, 3), "asker"),
        ((5, 10, 0, 0), "teller"),
        ((5, 11, 0, 0), "answerer"),
    ],
)
def test_sorts_of_years(numbers: tuple[int, int, int, int], kind: str) -> None:
    own, answers, boosts, polls = numbers
    assert kind_of(own=own, answers=answers, boosts=boosts, polls=polls) == kind


def test_a_year_has_an_end(nell: Account) -> None:
    with as_of(datetime(2024, 1, 1, tzinfo=UTC)):
        say(nell, "A new year")
    assert report(nell).figures["own"] == 2


def test_who_is_erased_is_in_nobodys_report(cast: Cast, nell: Account) -> None:
    with on(2023, 9):
        for other in (cast.bob, cast.hal):
            say(nell, "Boats", reply_to=say(other, "Boats"))
    assert {who for who, _times in report(nell).figures["answered"]} == {cast.bob.id, cast.hal.id}
    forget_in_years(cast.hal.id)
    assert year_report(nell, 2023).figures["answered"] == [[cast.bob.id, 1]]
