"""The digest: what somebody missed who was not here, once in a period, and nothing where there is nothing to say."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from folkmoot.accounts.actions import choose_language
from folkmoot.accounts.models import Account, Stats
from folkmoot.core.errors import Invalid
from folkmoot.core.events import drain
from folkmoot.core.ids import id_at, new_id
from folkmoot.core.models import Event
from folkmoot.instance.actions import Notice, announce
from folkmoot.moderation.actions import suspend
from folkmoot.notifications.events import DigestDue
from folkmoot.notifications.letters.digest import missed_by, write_digest
from folkmoot.notifications.letters.due import find_due_letters
from folkmoot.notifications.letters.wishes import Wishes, choose_letters, next_digest, standing_of
from folkmoot.notifications.models import Letters
from folkmoot.posts.actions import FilterDraft, FilterWordDraft, like, make_filter
from folkmoot.project.cast import Cast, member
from folkmoot.relations.actions import block, mute
from tests.happened import at_once, problems
from tests.notifications.posting import body, digest, quiet_start, row
from tests.posts.writing import say

__all__ = ["quiet_start"]
pytestmark = pytest.mark.django_db
ALICE = "alice@example.org"
ARABIC = re.compile("[\u0621-\u064a]")


@pytest.fixture(autouse=True)
def away(quiet_start: None, cast: Cast) -> None:
    for person in (cast.alice, cast.bob):
        choose_letters(person, Wishes(digest="weekly"))
    Stats.objects.update(seen_on=date(2020, 1, 1))
    Account.objects.update(discoverable=False)  # else each of the cast is new here


def test_it_says_what_was_missed(cast: Cast, mail: Any) -> None:
    mine = say(cast.alice, "One")
    like(cast.bob, mine)
    like(cast.hal, mine)
    say(cast.hal, "Hello @alice")
    say(cast.hal, "A secret for @alice", "direct")
    quiet, loud = say(cast.bob, "few read this"), say(cast.bob, "many like this")
    like(cast.hal, loud)
    nora = member("nora")
    digest(cast.alice)
    (letter,) = mail.to(ALICE)
    assert letter["Subject"].startswith("What you missed at")
    assert letter.get_content_type() == "text/plain"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "/unsubscribe/digest." in letter["List-Unsubscribe"]
    words = body(letter)
    for line in ("- Private posts to you: 1", "- Posts that mention you: 1", "- Likes of your posts: 2"):
        assert line in words
    assert "A secret" not in words
    assert words.index(f"/@bob/{loud}") < words.index(f"/@bob/{quiet}"), "those with most echo first"
    assert f"/@{nora.username}" in words
    assert "One" not in words.split(), "one's own posts are nothing that was missed"


def test_nothing_is_sent_where_there_is_nothing_to_say(cast: Cast, mail: Any) -> None:
    member("nora")
    digest(cast.alice)
    assert mail.to(ALICE) == []
    assert row(cast.alice).digest_id > 0, "the period is seen to"
    assert row(cast.alice).digest_due > timezone.now() + timedelta(days=5)


def test_nothing_is_sent_to_who_was_here(cast: Cast, mail: Any) -> None:
    say(cast.hal, "Hello @alice")
    Stats.objects.filter(account=cast.alice).update(seen_on=timezone.now().date())
    digest(cast.alice)
    assert mail.to(ALICE) == []


def days_later(days: float) -> int:
    return id_at(timezone.now() + timedelta(days=days))


def test_the_days_of_a_digest_that_was_not_written_are_in_the_next(cast: Cast, mail: Any) -> None:
    say(cast.hal, "Hello @alice")
    say(cast.bob, "A post of today")
    drain()
    first = timezone.now() + timedelta(days=3)
    seen_on = first.date() - timedelta(days=7)
    Stats.objects.filter(account=cast.alice).update(seen_on=seen_on)
    write_digest(cast.alice.id, id_at(first), 7)
    drain()
    assert mail.to(ALICE) == [], "they may have been here in its days"
    write_digest(cast.alice.id, id_at(first + timedelta(days=7)), 7)
    drain()
    (letter,) = mail.to(ALICE)
    assert "A post of today" in body(letter)
    assert "- Posts that mention you: 1" in body(letter)
    assert f"since {date_format(seen_on)}:" in body(letter)


def test_what_one_digest_told_the_next_does_not(cast: Cast, mail: Any) -> None:
    say(cast.hal, "Hello @alice")
    drain()
    for period in (days_later(0.01), days_later(6)):
        write_digest(cast.alice.id, period, 7)
        drain()
    assert len(mail.to(ALICE)) == 1


def test_no_more_than_two_periods_are_told_at_once(cast: Cast, mail: Any) -> None:
    say(cast.hal, "Hello @alice")
    drain()
    write_digest(cast.alice.id, days_later(15), 7)
    drain()
    assert mail.to(ALICE) == []


def test_it_tells_only_of_its_own_days(cast: Cast) -> None:
    say(cast.bob, "Hello @alice")
    drain()
    assert missed_by(cast.alice, timezone.now() - timedelta(days=1)).is_worth_it
    later = missed_by(cast.alice, timezone.now() + timedelta(seconds=1))
    assert (later.numbers, later.posts, later.is_worth_it) == ({}, [], False)


def test_what_is_for_few_or_behind_a_warning_stays_out(cast: Cast, mail: Any) -> None:
    say(cast.bob, "for followers", "followers")
    say(cast.bob, "softly", warning="Spiders")
    say(cast.bob, "about tea")
    make_filter(cast.alice, FilterDraft("Tea", "hide", ("home",), None, (FilterWordDraft("tea"),)))
    say(cast.bob, "for the community", "community")
    digest(cast.alice)
    words = body(mail.to(ALICE)[0])
    assert "for the community" in words
    for hidden in ("for followers", "softly", "about tea"):
        assert hidden not in words


@pytest.mark.parametrize("change", ["mute", "block", "suspend"])
def test_the_rules_are_asked_when_it_is_written(cast: Cast, mail: Any, change: str) -> None:
    say(cast.bob, "Hello @alice")
    drain()
    changes: dict[str, Any] = {
        "mute": lambda: mute(cast.alice, cast.bob.id, None),
        "block": lambda: block(cast.alice, cast.bob.id),
        "suspend": lambda: suspend(cast.olivia, cast.bob.id, "No", None),
    }
    changes[change]()
    digest(cast.alice)
    assert mail.to(ALICE) == []


def test_who_is_suspended_gets_none(cast: Cast, mail: Any) -> None:
    say(cast.bob, "Hello @alice")
    suspend(cast.olivia, cast.alice.id, "No", None)
    digest(cast.alice)
    assert not [each for each in mail.to(ALICE) if each["List-Unsubscribe"]]


def test_what_is_coming(cast: Cast, mail: Any) -> None:
    soon = timezone.now() + timedelta(days=3)
    announce(cast.olivia, Notice({"en": "The harbour fair"}, starts_at=soon, ends_at=soon + timedelta(hours=2)))
    announce(cast.olivia, Notice({"en": "Just words"}))
    digest(cast.alice)
    words = body(mail.to(ALICE)[0])
    assert "Coming soon:" in words
    assert "The harbour fair" in words
    assert "Just words" not in words


def test_in_the_language_of_its_reader(cast: Cast, mail: Any) -> None:
    choose_language(cast.alice, "ar", "")
    say(cast.bob, "Hello @alice")
    digest(cast.alice)
    assert ARABIC.search(body(mail.to(ALICE)[0]))


def test_once_in_a_period_however_often_it_is_tried(cast: Cast, mail: Any) -> None:
    say(cast.bob, "Hello @alice")
    drain()
    period = new_id()
    for _time in range(2):
        write_digest(cast.alice.id, period, 7)
        drain()
    assert len(mail.to(ALICE)) == 1


def test_who_ended_it_meanwhile_gets_none(cast: Cast, mail: Any) -> None:
    say(cast.bob, "Hello @alice")
    drain()
    Letters.objects.filter(account=cast.alice).update(digest="off")
    write_digest(cast.alice.id, new_id(), 7)
    drain()
    assert mail.to(ALICE) == []


def test_the_letter_is_lost_with_the_worker_and_written_by_the_next(
    cast: Cast, mail: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(cast.bob, "Hello @alice")
    drain()

    def killed(*_rest: Any) -> None:
        raise SystemExit

    period = new_id()
    with monkeypatch.context() as patch:
        patch.setattr("folkmoot.notifications.letters.digest.send", killed)
        with pytest.raises(SystemExit):
            write_digest(cast.alice.id, period, 7)
    assert row(cast.alice).digest_id < period
    write_digest(cast.alice.id, period, 7)
    drain()
    assert len(mail.to(ALICE)) == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_make_one_digest(cast: Cast, mail: Any) -> None:
    say(cast.bob, "Hello @alice")
    drain()
    Letters.objects.filter(account=cast.alice).update(digest_due=timezone.now() - timedelta(seconds=1))
    assert problems(at_once(find_due_letters, find_due_letters)) == []
    (event,) = Event.objects.filter(kind="notifications.DigestDue")
    period = event.data["period"]
    jobs = [lambda: write_digest(cast.alice.id, period, 7)] * 2
    assert problems(at_once(*jobs)) == []
    drain()
    assert len(mail.to(ALICE)) == 1


def test_many_are_found_in_slices(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("folkmoot.notifications.letters.due.AT_ONCE", 1)
    Letters.objects.update(digest_due=timezone.now() - timedelta(minutes=1))
    find_due_letters()
    assert Event.objects.filter(kind="notifications.DigestDue").count() == 1
    find_due_letters()
    assert Event.objects.filter(kind="notifications.DigestDue").count() == 2


def test_each_is_seen_to_by_itself(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[DigestDue] = []

    def publish_one(event: DigestDue) -> None:
        told.append(event)
        if len(told) > 1:
            raise RuntimeError

    past = timezone.now() - timedelta(minutes=1)
    Letters.objects.update(digest_due=past)
    monkeypatch.setattr("folkmoot.notifications.letters.due.publish", publish_one)
    with pytest.raises(RuntimeError):
        find_due_letters()
    assert Letters.objects.filter(digest_due=past).exclude(account=told[0].account_id).count() == 1
    assert Letters.objects.get(account=told[0].account_id).digest_due > past, "what went wrong later does not undo it"


def test_quiet_hours_keep_it_back(cast: Cast, mail: Any) -> None:
    now = timezone.now().replace(second=0, microsecond=0)
    quiet = {"quiet_from": (now - timedelta(hours=1)).time(), "quiet_until": (now + timedelta(hours=1)).time()}
    choose_language(cast.alice, "", "UTC")
    choose_letters(cast.alice, Wishes(digest="daily", **quiet))
    say(cast.bob, "Hello @alice")
    digest(cast.alice)
    assert mail.to(ALICE) == []
    assert row(cast.alice).digest_due == now + timedelta(hours=1)


def at(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=UTC)  # type: ignore[misc,arg-type]  # year to minute


@pytest.mark.parametrize(
    ("zone", "wishes", "moment", "due"),
    [
        ("UTC", Wishes(digest="daily", hour=8), at(2026, 5, 4, 7, 59), at(2026, 5, 4, 8, 0)),
        ("UTC", Wishes(digest="daily", hour=8), at(2026, 5, 4, 8, 0), at(2026, 5, 5, 8, 0)),
        ("UTC", Wishes(digest="weekly", hour=8), at(2026, 5, 4, 8, 1), at(2026, 5, 11, 8, 0)),
        ("Asia/Riyadh", Wishes(digest="daily", hour=8), at(2026, 5, 4, 4, 0), at(2026, 5, 4, 5, 0)),
        ("Pacific/Auckland", Wishes(digest="daily", hour=8), at(2026, 5, 4, 21, 0), at(2026, 5, 5, 20, 0)),
        ("Europe/Berlin", Wishes(digest="weekly", hour=8), at(2026, 3, 23, 7, 1), at(2026, 3, 30, 6, 0)),
        ("UTC", Wishes(digest="off"), at(2026, 5, 4, 7, 59), None),
    ],
)
def test_when_the_next_one_is_due(zone: str, wishes: Wishes, moment: datetime, due: datetime | None) -> None:
    assert next_digest(zone, wishes, moment) == due


def test_new_members_get_one_each_week_and_those_from_before_none(cast: Cast) -> None:
    nora = member("nora")
    drain()
    stands = standing_of(nora)
    assert (stands.wishes.digest, stands.wishes.mail) == ("weekly", {"direct", "request"})
    assert stands.next_digest is not None
    assert stands.next_digest > timezone.now() + timedelta(days=5)
    assert standing_of(cast.hal).wishes == Wishes()


@pytest.mark.parametrize(
    ("wishes", "field"),
    [
        (Wishes(mail=frozenset({"pigeon"})), "mail"),
        (Wishes(silent=frozenset({"pigeon"})), "silent"),
        (Wishes(digest="hourly"), "digest"),
        (Wishes(hour=24), "hour"),
        (Wishes(quiet_from=time(22)), "quiet_until"),
        (Wishes(quiet_until=time(7)), "quiet_from"),
        (Wishes(quiet_from=time(7), quiet_until=time(7)), "quiet_until"),
    ],
)
def test_what_cannot_be_chosen(cast: Cast, wishes: Wishes, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        choose_letters(cast.hal, wishes)
    assert refusal.value.field == field
    assert not Letters.objects.filter(account=cast.hal).exists()


def test_a_digest_takes_few_statements(cast: Cast, queries: Any) -> None:
    for number in range(10):
        say(cast.bob, f"@alice number {number}")
    drain()
    missed_by(cast.alice, timezone.now() - timedelta(days=1))
    with queries(4):
        missed_by(cast.alice, timezone.now() - timedelta(days=1))
