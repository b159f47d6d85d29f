"""Letters about what happened: collected, once, only what the member asked for, has not read and may still see."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from folkmoot.accounts.actions import choose_language
from folkmoot.accounts.models import Account
from folkmoot.core.events import drain
from folkmoot.core.ids import new_id
from folkmoot.core.models import Event
from folkmoot.moderation.actions import suspend
from folkmoot.notifications.actions import mark_read
from folkmoot.notifications.letters import due
from folkmoot.notifications.letters.due import find_due_letters
from folkmoot.notifications.letters.links import token_of
from folkmoot.notifications.letters.news import write_news
from folkmoot.notifications.models import Letters
from folkmoot.notifications.tasks.ringing import ring
from folkmoot.posts.actions import FilterDraft, FilterWordDraft, boost, delete_post, like, make_filter
from folkmoot.project.cast import Cast
from folkmoot.relations.actions import block, follow, mute
from tests.happened import at_once, problems
from tests.notifications.posting import body, choose, deliver, quiet_start, row
from tests.posts.writing import say

__all__ = ["quiet_start"]
pytestmark = pytest.mark.django_db
ALICE = "alice@example.org"
NAMES = ["Hal\u2028Bcc: x@y.example", "Hal\u202egnol", "سارة", "H" * 60, "Hal\r\nBcc: x@y.example"]


def test_who_chose_nothing_gets_nothing(cast: Cast, mail: Any) -> None:
    say(cast.hal, "Hello @alice")
    deliver()
    assert mail.to(ALICE) == []
    assert not Letters.objects.exists()


def test_a_letter_says_what_happened_and_how_to_get_no_more(cast: Cast, mail: Any) -> None:
    choose(cast.alice, "mention")
    post = say(cast.hal, "Hello @alice, <b>tea</b> at four?")
    deliver()
    (letter,) = mail.to(ALICE)
    assert letter["Subject"] == "hal mentions you"
    assert letter.get_content_type() == "text/plain"
    out = f"{settings.FOLKMOOT.origin}/unsubscribe/{token_of(cast.alice, 'news')}"
    assert letter["List-Unsubscribe"] == f"<{out}>"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter["Auto-Submitted"] == "auto-generated"
    words = body(letter)
    for part in ("Hello \u2068alice\u2069,", "Hello @alice, <b>tea</b> at four?", f"/@hal/{post}", out):
        assert part in words
    assert f"{settings.FOLKMOOT.origin}/settings/letters" in words


def test_what_comes_in_a_while_is_one_letter_and_the_next_waits(cast: Cast, mail: Any) -> None:
    choose(cast.alice)
    post = say(cast.alice, "One")
    like(cast.bob, post)
    boost(cast.bob, post)
    follow(cast.hal, cast.alice.id)
    drain()
    assert row(cast.alice).news_due > timezone.now()
    find_due_letters()
    assert drain() == 0, "more may happen"
    deliver()
    (letter,) = mail.to(ALICE)
    assert "3 things happened at" in letter["Subject"]
    words = body(letter)
    assert words.index("likes your post") < words.index("boosted your post") < words.index("asks to follow you")
    assert f"{settings.FOLKMOOT.origin}/follow-requests" in words
    say(cast.hal, "And @alice")
    drain()
    Letters.objects.filter(account=cast.alice).update(news_due=timezone.now())
    find_due_letters()
    drain()
    assert len(mail.to(ALICE)) == 1, "at most one in half an hour"
    assert row(cast.alice).news_due == row(cast.alice).news_at + due.APART
    deliver()
    assert [each["Subject"] for each in mail.to(ALICE)][1:] == ["hal mentions you"]


@pytest.mark.parametrize(
    ("sort", "subject"), [("direct", "hal wrote to you privately"), ("mention", "hal mentions you")]
)
def test_private_posts_are_a_sort_of_their_own(cast: Cast, mail: Any, sort: str, subject: str) -> None:
    choose(cast.alice, sort)
    say(cast.hal, "For @alice and all")
    say(cast.hal, "For @alice alone, a secret", "direct")
    deliver()
    letters = mail.to(ALICE)
    assert [each["Subject"] for each in letters] == [subject]
    assert "a secret" not in body(letters[0]), "a mailbox is no place for it"


def test_what_was_read_before_is_not_written(cast: Cast, mail: Any) -> None:
    choose(cast.alice)
    say(cast.hal, "Hello @alice")
    drain()
    mark_read(cast.alice, new_id())
    deliver()
    assert mail.to(ALICE) == []
    assert row(cast.alice).news_at is None


def test_what_was_before_the_choice_is_not_written(cast: Cast, mail: Any) -> None:
    say(cast.hal, "Before, @alice")
    choose(cast.alice)
    say(cast.hal, "After, @alice")
    deliver()
    (letter,) = mail.to(ALICE)
    assert "Before" not in body(letter)


def _muted(cast: Cast, _post: int) -> None:
    mute(cast.alice, cast.hal.id, None)


def _blocked(cast: Cast, _post: int) -> None:
    block(cast.alice, cast.hal.id)


def _filtered(cast: Cast, _post: int) -> None:
    make_filter(cast.alice, FilterDraft("Tea", "hide", ("notifications",), None, (FilterWordDraft("tea"),)))


def _deleted(cast: Cast, post: int) -> None:
    delete_post(cast.hal, post)


def _writer_suspended(cast: Cast, _post: int) -> None:
    suspend(cast.olivia, cast.hal.id, "spam", None)


def _reader_suspended(cast: Cast, _post: int) -> None:
    suspend(cast.olivia, cast.alice.id, "spam", None)


def _nothing_wanted(cast: Cast, _post: int) -> None:
    Letters.objects.filter(account=cast.alice).update(mail="")


def _address_unsure(cast: Cast, _post: int) -> None:
    cast.alice.login.emailaddress_set.update(verified=False)


@pytest.mark.parametrize(
    "change",
    [_muted, _blocked, _filtered, _deleted, _writer_suspended, _reader_suspended, _nothing_wanted, _address_unsure],
)
def test_the_rules_are_asked_when_it_is_written(cast: Cast, mail: Any, change: Any) -> None:
    choose(cast.alice)
    post = say(cast.hal, "Hello @alice, tea?")
    drain()
    change(cast, post)
    before = {letter["Subject"] for letter in mail.to(ALICE)}
    deliver()
    assert not [each for each in mail.to(ALICE) if each["List-Unsubscribe"]], before


def test_what_is_behind_a_warning_or_for_a_few_is_not_quoted(cast: Cast, mail: Any) -> None:
    choose(cast.bob)
    say(cast.alice, "for followers @bob", "followers")
    say(cast.alice, "spoken softly @bob", warning="Spiders")
    make_filter(cast.bob, FilterDraft("Sea", "warn", ("notifications",), None, (FilterWordDraft("tide"),)))
    say(cast.alice, "the tide is out @bob")
    say(cast.alice, "open to all @bob")
    deliver()
    (letter,) = mail.to("bob@example.org")
    words_of = body(letter)
    assert words_of.count("mentions you") == 4
    assert "open to all" in words_of
    for hidden in ("for followers", "spoken softly", "the tide"):
        assert hidden not in words_of


@pytest.mark.parametrize("name", NAMES)
def test_no_name_makes_a_header_or_turns_a_line(cast: Cast, mail: Any, name: str) -> None:
    choose(cast.alice)
    Account.objects.filter(id=cast.hal.id).update(name=name, version=99)
    say(cast.hal, "Hello @alice")
    deliver()
    (letter,) = mail.to(ALICE)
    assert letter["Bcc"] is None
    assert letter["To"] == ALICE
    assert "\u202e" not in letter["Subject"] + body(letter)
    assert "\n" not in letter["Subject"]


def test_in_the_language_of_its_reader(cast: Cast, mail: Any) -> None:
    choose_language(cast.alice, "ar", "")
    choose(cast.alice)
    say(cast.hal, "Hello @alice")
    deliver()
    (letter,) = mail.to(ALICE)
    assert letter["Subject"] != "hal mentions you"
    assert "hal" in letter["Subject"]


def test_quiet_hours_keep_it_back_and_one_letter_comes_after(cast: Cast, mail: Any) -> None:
    now = timezone.now().replace(second=0, microsecond=0, tzinfo=None)
    until = (now + timedelta(hours=2)).time()
    choose(cast.alice, quiet_from=(now - timedelta(hours=2)).time(), quiet_until=until)
    Account.objects.filter(id=cast.alice.id).update(time_zone="UTC")
    say(cast.hal, "Hello @alice")
    deliver()
    assert mail.to(ALICE) == []
    assert row(cast.alice).news_due.replace(tzinfo=None) == now + timedelta(hours=2)
    say(cast.hal, "Are you there, @alice?")
    drain()
    choose(Account.objects.get(id=cast.alice.id))
    assert row(cast.alice).news_due <= timezone.now(), "who has no quiet hours any more waits no longer"
    find_due_letters()
    drain()
    (letter,) = mail.to(ALICE)
    assert letter["Subject"].startswith("2 things happened")


def test_it_is_written_once_however_often_it_is_tried(cast: Cast, mail: Any) -> None:
    choose(cast.alice)
    say(cast.hal, "Hello @alice")
    drain()
    up_to = new_id()
    write_news(cast.alice.id, up_to)
    write_news(cast.alice.id, up_to)
    drain()
    assert len(mail.to(ALICE)) == 1


def test_who_turned_it_off_is_planned_no_letter(cast: Cast, mail: Any) -> None:
    choose(cast.alice, "like")
    say(cast.hal, "Hello @alice")
    drain()
    assert row(cast.alice).news_due is None
    like(cast.bob, say(cast.alice, "One"))
    drain()
    assert row(cast.alice).news_due is not None
    choose_off = Letters.objects.filter(account=cast.alice)
    choose_off.update(mail="")
    deliver()
    assert mail.to(ALICE) == []


def test_many_things_are_cut_and_say_so(cast: Cast, mail: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("folkmoot.notifications.letters.news.MOST", 2)
    choose(cast.alice)
    for number in range(3):
        say(cast.hal, f"@alice number {number}")
    deliver()
    (letter,) = mail.to(ALICE)
    assert "number 0" not in body(letter)
    assert "There is more on your page" in body(letter)


def test_what_staff_decide_is_not_written_twice(cast: Cast, mail: Any) -> None:
    from folkmoot.notifications.tasks import tell_of_decision, tell_of_report

    choose(cast.alice)
    tell_of_decision(cast.alice.id, new_id())
    assert row(cast.alice).news_due is None
    tell_of_report(cast.alice.id, new_id())
    assert row(cast.alice).news_due is not None
    deliver()
    (letter,) = mail.to(ALICE)
    assert "/reports" in body(letter)
    assert "decided" not in letter["Subject"]


@pytest.mark.parametrize(("kind", "number"), [("mention", 1), ("like", 1), ("decision", 0)])
def test_telling_costs_one_statement_more_and_no_more_for_many(cast: Cast, kind: str, number: int) -> None:
    ids = list(Account.objects.values_list("id", flat=True))
    for people, expected in ((ids, number), (ids[:1], number), ([], 0)):
        with CaptureQueriesContext(connection) as caught:
            ring(people, kind)
        assert sum("notifications_letters" in each["sql"] for each in caught.captured_queries) == expected


@pytest.mark.django_db(transaction=True)
def test_two_workers_make_one_letter(cast: Cast, mail: Any) -> None:
    choose(cast.alice)
    say(cast.hal, "Hello @alice")
    drain()
    Letters.objects.update(news_due=timezone.now() - timedelta(seconds=1))
    assert problems(at_once(find_due_letters, find_due_letters)) == []
    assert Event.objects.filter(kind="notifications.NewsLetterDue").count() == 1
    drain()
    assert len(mail.to(ALICE)) == 1
