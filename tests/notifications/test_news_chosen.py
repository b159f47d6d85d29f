"""Which news come into a letter: all that the member chose, whatever else happened, nothing of before the choice."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.core.mail import send_mail
from django.db import connection, transaction
from django.utils import timezone

from folkmoot.core.cursors import Page
from folkmoot.core.events import drain
from folkmoot.core.ids import new_id
from folkmoot.notifications.letters import wishes
from folkmoot.notifications.letters.due import find_due_letters
from folkmoot.notifications.letters.news import write_news
from folkmoot.notifications.letters.sorts import sort_told, wanted_of
from folkmoot.notifications.letters.wishes import Wishes, begin_again, choose_letters
from folkmoot.notifications.models import Letters
from folkmoot.notifications.queries import KINDS, Told, Wanted, told
from folkmoot.notifications.tasks.ringing import ring
from folkmoot.posts.actions import FilterDraft, FilterWordDraft, like, make_filter
from folkmoot.posts.hydrate import posts
from folkmoot.project.cast import Cast
from tests.notifications.posting import EVERYTHING, body, choose, deliver, fall_due, quiet_start, row
from tests.posts.writing import say

__all__ = ["quiet_start"]
pytestmark = pytest.mark.django_db
ALICE = "alice@example.org"
NEWS = "folkmoot.notifications.letters.news"


def hide_tea(cast: Cast) -> None:
    make_filter(cast.alice, FilterDraft("Tea", "hide", ("notifications",), None, (FilterWordDraft("tea"),)))


def test_as_many_as_a_letter_holds_are_all(cast: Cast, mail: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{NEWS}.MOST", 2)
    choose(cast.alice)
    for number in range(2):
        say(cast.hal, f"@alice number {number}")
    deliver()
    (letter,) = mail.to(ALICE)
    assert "There is more on your page" not in body(letter)
    assert "number 0" in body(letter)


def test_what_nobody_wants_by_mail_pushes_nothing_out(cast: Cast, mail: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{NEWS}.MOST", 2)
    monkeypatch.setattr(f"{NEWS}.PAGES_MOST", 1)
    choose(cast.alice, "direct", "request")
    mine = say(cast.alice, "One")
    say(cast.hal, "@alice A word for you alone", "direct")
    for number in range(3):
        say(cast.bob, f"@alice number {number}", reply_to=mine)
    deliver()
    (letter,) = mail.to(ALICE)
    assert letter["Subject"] == "hal wrote to you privately"
    assert "There is more" not in body(letter)


def test_what_a_filter_hides_pushes_nothing_out(cast: Cast, mail: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{NEWS}.MOST", 2)
    hide_tea(cast)
    choose(cast.alice)
    say(cast.hal, "Hello @alice")
    for number in range(5):
        say(cast.bob, f"@alice tea, number {number}")
    deliver()
    (letter,) = mail.to(ALICE)
    assert letter["Subject"] == "hal mentions you"
    assert "There is more" not in body(letter)


def test_a_bound_is_kept_where_filters_hide_everything(cast: Cast, mail: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{NEWS}.MOST", 1)
    monkeypatch.setattr(f"{NEWS}.PAGES_MOST", 2)
    hide_tea(cast)
    choose(cast.alice)
    for words in ("Hello", "tea", "Good evening"):
        say(cast.hal, f"{words} @alice")
    deliver()
    (letter,) = mail.to(ALICE)
    assert "Good evening" in body(letter)
    assert "There is more" in body(letter)


@pytest.mark.parametrize(
    "sorts", [{"direct"}, {"mention"}, {"reply"}, {"direct", "reply"}, {"mention", "reply"}, {"like"}, EVERYTHING]
)
def test_what_is_asked_for_is_what_the_sorts_say(cast: Cast, sorts: set[str]) -> None:
    mine = say(cast.alice, "One")
    for scope in ("public", "direct"):
        say(cast.hal, "Hello @alice", scope)
        say(cast.bob, "@alice indeed", scope, reply_to=mine)
    like(cast.bob, mine)
    drain()

    def found(wanted: Wanted) -> list[Told]:
        return list(told(cast.alice.id, wanted, Page(limit=20)).items)

    everything = found(Wanted(KINDS))
    shown = {post.id: post for post in posts(cast.alice.id, [each.post_id for each in everything if each.post_id])}
    assert len({sort_told(each, shown.get(each.post_id or 0)) for each in everything}) == 4
    asked = [each for each in everything if sort_told(each, shown.get(each.post_id or 0)) in sorts]
    assert found(wanted_of(sorts)) == asked


def test_other_mail_does_not_wait_for_letters(cast: Cast, mail: Any) -> None:
    choose(cast.alice)
    say(cast.hal, "Hello @alice")
    drain()
    Letters.objects.update(news_due=timezone.now())
    find_due_letters()
    send_mail("Your password", "Here is the link.", None, [ALICE])
    drain(["now", "net"])
    assert [each["Subject"] for each in mail.to(ALICE)] == ["Your password"]
    drain(["letters"])
    drain(["now", "net"])
    assert len(mail.to(ALICE)) == 1, "neither is it sent among what somebody waits for"
    drain()
    assert len(mail.to(ALICE)) == 2


def test_who_adds_a_sort_gets_none_of_what_was_before(cast: Cast, mail: Any) -> None:
    choose(cast.alice, "request")
    mine = say(cast.alice, "One")
    like(cast.bob, mine)
    choose(cast.alice, "request", "like")
    like(cast.hal, mine)
    deliver()
    assert [each["Subject"] for each in mail.to(ALICE)] == ["hal likes your post"]


def test_who_adds_a_sort_still_gets_what_waits(cast: Cast, mail: Any) -> None:
    choose(cast.alice, "mention")
    say(cast.hal, "Hello @alice")
    choose(cast.alice, "mention", "like")
    deliver()
    assert [each["Subject"] for each in mail.to(ALICE)] == ["hal mentions you"]


def test_who_adds_a_sort_still_gets_what_is_on_its_way(cast: Cast, mail: Any) -> None:
    choose(cast.alice, "direct")
    say(cast.hal, "@alice A word for you alone", "direct")
    fall_due()
    choose_letters(cast.alice, Wishes(frozenset({"direct", "like"})))
    drain()
    assert [each["Subject"] for each in mail.to(ALICE)] == ["hal wrote to you privately"]


def test_who_adds_a_sort_after_a_letter_gets_none_of_what_was_before(cast: Cast, mail: Any) -> None:
    choose(cast.alice, "mention")
    mine = say(cast.alice, "One")
    say(cast.hal, "Hello @alice")
    deliver()
    like(cast.bob, mine)
    choose(cast.alice, "mention", "like")
    like(cast.hal, mine)
    deliver()
    assert [each["Subject"] for each in mail.to(ALICE)] == ["hal mentions you", "hal likes your post"]


def test_a_letter_that_would_be_empty_says_nothing_of_the_next_one(cast: Cast) -> None:
    choose(cast.alice)
    later = timezone.now() + timedelta(hours=1)
    Letters.objects.update(news_at=later)
    write_news(cast.alice.id, new_id())
    assert row(cast.alice).news_at == later, "that one is still on its way"


def test_a_letter_that_nobody_may_be_written_is_not_on_its_way(cast: Cast, mail: Any) -> None:
    choose(cast.alice, "direct")
    say(cast.hal, "@alice A word for you alone", "direct")
    fall_due()
    assert row(cast.alice).news_at is not None
    Letters.objects.update(stopped_at=timezone.now())
    drain()
    assert row(cast.alice).news_at is None
    assert mail.to(ALICE) == []


def test_who_begins_again_waits_for_no_letter_of_before(cast: Cast) -> None:
    choose(cast.alice)
    now = timezone.now()
    Letters.objects.update(news_at=now)
    begin_again(cast.alice)
    assert row(cast.alice).news_at == now, "nothing had stopped: it may be on its way"
    Letters.objects.update(stopped_at=now)
    begin_again(cast.alice)
    assert row(cast.alice).news_at is None


@pytest.mark.django_db(transaction=True)
def test_what_happens_while_one_chooses_is_not_forgotten(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    choose(cast.alice, "mention")
    rung = threading.Event()

    def rings() -> None:
        with transaction.atomic():
            ring([cast.alice.id], "mention")
        rung.set()
        connection.close()

    thread = threading.Thread(target=rings)

    def meanwhile(*_rest: Any) -> None:
        thread.start()
        rung.wait(0.5)  # either it is through by then, or it waits until the choice is written

    monkeypatch.setattr(wishes, "next_digest", meanwhile)
    choose_letters(cast.alice, Wishes(frozenset({"mention"}), digest="daily"))
    thread.join()
    assert row(cast.alice).news_due is not None
