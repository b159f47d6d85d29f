"""The pages of the rota: who is there, and each one's own hours."""

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.moderation.actions.rota import MOST, Peace, add_hours, choose_peace
from folkmoot.moderation.models import Case, Duty, Rest, Step
from folkmoot.staff import rota_words
from tests.moderation.casing import laid
from tests.web.pages import page
from tests.web.social.reading import once

pytestmark = pytest.mark.usefixtures("community")
ROTA = "/staff/rota"
type Clients = Callable[..., Client]


@pytest.fixture
def frank(cast: Any, client_of: Clients) -> Client:
    """A moderator's browser."""
    return client_of(cast.frank)


@pytest.fixture
def olivia(cast: Any, client_of: Clients) -> Client:
    """An owner's."""
    return client_of(cast.olivia)


def own(account: Account) -> str:
    return f"{ROTA}/{account.id}"


def test_a_moderator_enters_hours(frank: Client, cast: Any) -> None:
    assert "Nobody has entered hours yet" in page(frank.get(ROTA)).text
    assert own(cast.frank) in page(frank.get(ROTA)).links
    form = page(frank.get(own(cast.frank))).form(own(cast.frank))
    sent = form.filled(weekdays="0-4", begins="09:00", ends="17:30")
    read = page(frank.post(form.action, sent, follow=True))
    assert "Saved." in read.notices
    assert "Friday" in read.text
    assert "09:00–17:30" in read.text
    assert Duty.objects.filter(account=cast.frank).count() == 5


def test_hours_are_taken_away(frank: Client, cast: Any) -> None:
    add_hours(cast.frank, cast.frank.id, [0, 1], time(9), time(17))
    some = Duty.objects.get(weekday=1)
    form = page(frank.get(own(cast.frank))).form(f"{own(cast.frank)}/hours/{some.id}")
    assert frank.post(form.action, form.fields)["Location"] == own(cast.frank)
    assert [row.weekday for row in Duty.objects.all()] == [0]
    assert frank.post(form.action, form.fields).status_code == 404
    assert frank.post(form.action).status_code == 405


def test_quiet_hours_and_an_absence_are_kept_and_shown(frank: Client, cast: Any) -> None:
    address = f"{own(cast.frank)}/peace"
    days = [str(timezone.localdate() + timedelta(days=number)) for number in (3, 9)]
    sent = {"quiet_from": "22:00", "quiet_until": "07:00", "away_from": days[0], "away_until": days[1]}
    form = page(frank.get(own(cast.frank))).form(address)
    assert frank.post(address, form.filled(**sent))["Location"] == own(cast.frank)
    fields = page(frank.get(own(cast.frank))).form(address).fields
    assert {name: fields[name] for name in sent} == sent
    empty = page(frank.get(own(cast.frank))).form(address).filled(**dict.fromkeys(sent, ""))
    frank.post(address, empty)
    row = Rest.objects.get(account=cast.frank)
    assert (row.quiet_from, row.quiet_until, row.away_from, row.away_until) == (None, None, None, None)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"weekdays": "0", "begins": "", "ends": "17:00"}, "begins"),
        ({"weekdays": "0", "begins": "09:00", "ends": "late"}, "ends"),
        ({"weekdays": "9", "begins": "09:00", "ends": "17:00"}, "weekdays"),
    ],
)
def test_refused_hours_keep_what_was_typed(frank: Client, cast: Any, typed: dict[str, str], field: str) -> None:
    answer = frank.post(own(cast.frank), typed)
    form = page(answer).form(own(cast.frank))
    assert answer.status_code == 422
    assert form.invalid == [field]
    assert all(form.fields[name] == typed[name] for name in ("begins", "ends"))
    assert not Duty.objects.exists()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"quiet_from": "22:00"}, "quiet_until"),
        ({"quiet_from": "22:00", "quiet_until": "22:00"}, "quiet_until"),
        ({"quiet_from": "night", "quiet_until": "07:00"}, "quiet_from"),
        ({"away_from": "2026-12-24"}, "away_until"),
        ({"away_from": "2026-12-24", "away_until": "2026-12-23"}, "away_until"),
        ({"away_until": "2026-12-24"}, "away_from"),
    ],
)
def test_refused_peace_keeps_what_was_typed(frank: Client, cast: Any, typed: dict[str, str], field: str) -> None:
    address = f"{own(cast.frank)}/peace"
    answer = frank.post(address, typed)
    form = page(answer).form(address)
    assert answer.status_code == 422
    assert form.invalid == [field]
    assert all(form.fields[name] == value for name, value in typed.items())
    assert not Rest.objects.exists()


def test_more_hours_than_anybody_can_keep_in_mind(frank: Client, cast: Any) -> None:
    for minute in range(MOST // 7):
        add_hours(cast.frank, cast.frank.id, range(7), time(9, minute), time(17))
    answer = frank.post(own(cast.frank), {"weekdays": "0-6", "begins": "10:00", "ends": "11:00"})
    assert answer.status_code == 422
    assert page(answer).form(own(cast.frank)).invalid == ["weekdays"]
    assert "more hours than anybody can keep in mind" in page(answer).errors


def test_who_is_there_who_comes_and_when_nobody_does(frank: Client, cast: Any) -> None:
    add_hours(cast.frank, cast.frank.id, range(7), time(0), time(0))
    read = page(frank.get(ROTA))
    assert "Now: frank" in read.text
    assert "Next: frank" in read.text
    assert "somebody is always there" in read.text
    table = once(frank, ROTA).one(".week")
    assert len(table.all("tr")) == 8
    choose_peace(cast.frank, cast.frank.id, Peace(time(1), time(3)))
    assert "nobody 01:00–03:00" in page(frank.get(ROTA)).text


def test_now_nobody(frank: Client, cast: Any) -> None:
    there = (timezone.localdate().weekday() + 3) % 7
    add_hours(cast.frank, cast.frank.id, [there], time(9), time(17))
    read = page(frank.get(ROTA))
    assert "Now: nobody." in read.text
    assert "nobody 00:00–24:00" in read.text
    assert "frank 09:00–17:00" in read.text


def test_by_the_readers_clock(frank: Client, cast: Any) -> None:
    add_hours(cast.olivia, cast.olivia.id, range(7), time(9), time(10))
    Account.objects.filter(id=cast.frank.id).update(time_zone="Asia/Tokyo")
    assert "olivia 18:00–19:00" in page(frank.get(ROTA)).text
    assert "Tokyo" in page(frank.get(own(cast.frank))).text


def test_names_are_no_markup(olivia: Client, cast: Any) -> None:
    Account.objects.filter(id=cast.frank.id).update(name="<b>Frank</b>")
    add_hours(cast.frank, cast.frank.id, range(7), time(0), time(0))
    for address in (ROTA, own(cast.frank)):
        assert "<b>Frank" not in olivia.get(address).content.decode()


def test_a_moderator_opens_nobody_elses(frank: Client, cast: Any) -> None:
    add_hours(cast.olivia, cast.olivia.id, [0], time(9), time(17))
    some = Duty.objects.get().id
    hers = own(cast.olivia)
    assert hers not in page(frank.get(ROTA)).links
    assert "olivia" in page(frank.get(ROTA)).words("main")
    assert frank.get(hers).status_code == 404
    assert frank.post(hers, {"weekdays": "0", "begins": "10:00", "ends": "11:00"}).status_code == 404
    assert frank.post(f"{hers}/peace", {"quiet_from": "22:00", "quiet_until": "07:00"}).status_code == 404
    for address in (f"{hers}/hours/{some}", f"{own(cast.frank)}/hours/{some}"):
        assert frank.post(address, {"_method": "DELETE"}).status_code == 404
    assert Duty.objects.get().id == some
    assert not Rest.objects.exists()


def test_an_owner_changes_everybodys(olivia: Client, cast: Any) -> None:
    assert own(cast.frank) in page(olivia.get(ROTA)).links
    assert "Hours of" in page(olivia.get(own(cast.frank))).heading
    assert olivia.post(own(cast.frank), {"weekdays": "0-6", "begins": "10:00", "ends": "11:00"}).status_code == 303
    assert Duty.objects.filter(account=cast.frank).count() == 7
    assert "somebody&#39;s hours in the rota" in olivia.get("/staff/audit").content.decode()


@pytest.mark.parametrize("who", ["bob", "gina", "ivy", None])
def test_for_nobody_else(cast: Any, client_of: Clients, who: str | None) -> None:
    add_hours(cast.frank, cast.frank.id, [0], time(9), time(17))
    client, some = client_of(getattr(cast, who) if who else None), Duty.objects.get().id
    expected = {404} if who == "bob" else {302, 303, 401, 403, 404}
    for address in (ROTA, own(cast.frank), own(cast.bob)):
        assert client.get(address).status_code in expected
    hours = {"weekdays": "0", "begins": "10:00", "ends": "11:00"}
    for address, sent in (
        (own(cast.frank), hours),
        (own(cast.bob), hours),
        (f"{own(cast.frank)}/peace", {}),
        (f"{own(cast.frank)}/hours/{some}", {"_method": "DELETE"}),
    ):
        assert client.post(address, sent).status_code in expected
    assert [row.id for row in Duty.objects.all()] == [some]


def test_of_nobody(olivia: Client, cast: Any) -> None:
    for account_id in (cast.bob.id, 4711, 10**30):
        assert olivia.get(f"{ROTA}/{account_id}").status_code == 404
        assert olivia.post(f"{ROTA}/{account_id}/peace", {}).status_code == 404
    assert olivia.post(f"{own(cast.olivia)}/hours/{10**30}", {"_method": "DELETE"}).status_code == 404


def test_steps_stand_in_the_case(frank: Client, cast: Any) -> None:
    case = laid(cast.hal)
    assert "Nobody had taken it" not in page(frank.get(f"/staff/cases/{case.id}")).text
    for whom, people in zip(Step.Whom, (1, 3, 2), strict=True):
        Step.objects.create(case=case, whom=whom, danger=True, at=timezone.now(), people=people)
    read = page(frank.get(f"/staff/cases/{case.id}")).text
    for words in ("1 person was told, the next on the rota", "3 people were told", "2 owners were told"):
        assert words in read
    assert Case.objects.get().id == case.id


def test_the_week_costs_the_same_for_few_and_for_many(frank: Client, cast: Any, queries: Any) -> None:
    frank.get(ROTA)
    with queries(15):
        frank.get(ROTA)
    for who in (cast.olivia, cast.frank):
        add_hours(who, who.id, range(7), time(9), time(17))
        choose_peace(who, who.id, Peace(time(22), time(7)))
    with queries(15):
        frank.get(ROTA)


@pytest.mark.parametrize(
    ("choice", "days"), [("0-4", [0, 1, 2, 3, 4]), ("0-6", [0, 1, 2, 3, 4, 5, 6]), ("2", [2]), ("6", [6])]
)
def test_what_a_choice_of_days_stands_for(choice: str, days: list[int]) -> None:
    assert rota_words.weekdays_of(choice) == days
    assert choice in dict(rota_words.weekday_choices())


def test_days_and_times_in_words() -> None:
    assert rota_words.named(date(2026, 11, 23)) == "Monday, 23 November"
    assert rota_words.hours(time(9), time(0)) == "09:00–24:00"
    assert rota_words.weekday(6) == "Sunday"
