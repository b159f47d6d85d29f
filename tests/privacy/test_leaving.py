"""Leaving for a while, leaving for good, coming back: through the pages."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from folkmoot.accounts.actions import come_back
from folkmoot.accounts.models import Account, Token
from folkmoot.accounts.queries import username_problem
from folkmoot.core.errors import NotAllowed
from folkmoot.core.rows import select
from folkmoot.instance.models import Setting
from folkmoot.posts.actions import boost, like, react
from folkmoot.posts.models import Counters, Post
from folkmoot.privacy.actions import hide_myself, leave, send_off, stay
from folkmoot.privacy.events import ErasureDue, LeavingAsked
from folkmoot.privacy.models import Departure
from folkmoot.privacy.tasks import erase_member, erasing, find_due, letters
from folkmoot.relations.actions import follow
from tests.posts.writing import say

pytestmark = pytest.mark.django_db
Clients = Callable[[Any], Client]


def test_the_page_names_what_will_be_lost_and_what_stays(cast: Any, client_of: Clients) -> None:
    say(cast.hal, "Hello")
    follow(cast.bob, cast.hal.id)
    page = client_of(cast.hal).get("/settings/leave").content.decode()
    assert "1 post" in page
    assert "1 follower" in page
    assert "For 14 days" in page
    assert "a check sum of your user name" in page
    assert "reports or decisions about you" not in page


def test_leaving_for_good_hides_at_once_and_says_until_when(
    cast: Any, client_of: Clients, mail: Any, drain: Callable[..., int]
) -> None:
    post_id = say(cast.hal, "Hello")
    browser = client_of(cast.hal)
    page = browser.post("/settings/leave", {"way": "delete", "username": "@hal"})
    assert page.status_code == 200
    assert "will be deleted" in page.content.decode()
    assert browser.get("/settings/profile").status_code == 302
    assert client_of(cast.bob).get(f"/@hal/{post_id}").status_code == 404
    drain()
    [letter] = mail.to("hal@example.org")
    assert "will be deleted" in letter.get_content()
    assert "check sum of your user name" in letter.get_content()


@pytest.mark.parametrize("typed", ["bob", "", "@"])
def test_the_user_name_has_to_be_written(cast: Any, client_of: Clients, typed: str) -> None:
    browser = client_of(cast.hal)
    assert 'id="username-error"' not in browser.get("/settings/leave").content.decode()
    answer = browser.post("/settings/leave", {"way": "delete", "username": typed})
    assert answer.status_code == 422
    assert 'aria-describedby="username-error"' in answer.content.decode()
    assert "Please write your user name" in answer.content.decode().partition('id="username-error"')[2]
    assert not Departure.objects.exists()


def test_whoever_comes_back_finds_everything_as_it_was(cast: Any, client_of: Clients) -> None:
    post_id = say(cast.hal, "Hello")
    leave(cast.hal)
    cast.hal.refresh_from_db()
    browser = client_of(cast.hal)
    assert browser.get("/notifications").url == "/waiting"
    assert browser.get("/waiting").url == "/come-back"
    assert "will be deleted" in browser.get("/come-back").content.decode()
    assert browser.post("/come-back").status_code == 303
    assert client_of(cast.bob).get(f"/@hal/{post_id}").status_code == 200
    assert not Departure.objects.exists()
    assert browser.get("/come-back").url == "/"


def test_hiding_for_a_while_deletes_nothing(cast: Any, client_of: Clients) -> None:
    Token.objects.create(account=cast.hal, digest="a", scopes="read")
    page = client_of(cast.hal).post("/settings/leave", {"way": "hide"})
    assert "Your account is hidden." in page.content.decode()
    assert client_of(cast.bob).get("/@hal").status_code == 404
    assert not Departure.objects.exists()
    assert Token.objects.get(digest="a").revoked_at
    cast.hal.refresh_from_db()
    assert "nobody sees anything of it" in client_of(cast.hal).get("/come-back").content.decode()


def test_whoever_is_suspended_meanwhile_stays_hidden(cast: Any) -> None:
    from folkmoot.moderation.actions import lift, suspend

    hide_myself(cast.hal)
    restriction = suspend(cast.olivia, cast.hal.id, "Spam", None)
    cast.hal.refresh_from_db()
    stay(cast.hal)
    cast.hal.refresh_from_db()
    assert not cast.hal.active
    lift(cast.olivia, restriction.id)
    cast.hal.refresh_from_db()
    assert cast.hal.active


def test_a_lifted_suspension_shows_nobody_who_left(cast: Any) -> None:
    from folkmoot.moderation.actions import lift, suspend

    hide_myself(cast.hal)
    lift(cast.olivia, suspend(cast.olivia, cast.hal.id, "Spam", None).id)
    cast.hal.refresh_from_db()
    assert not cast.hal.active


def test_nobody_who_is_hidden_leaves_twice(cast: Any) -> None:
    hide_myself(cast.hal)
    with pytest.raises(NotAllowed):
        hide_myself(cast.hal)


@pytest.mark.parametrize("way", [{"way": "hide"}, {"way": "delete", "username": "olivia"}])
def test_the_last_owner_is_told_the_way_out(cast: Any, client_of: Clients, way: dict[str, str]) -> None:
    page = client_of(cast.olivia).post("/settings/leave", way)
    assert page.status_code == 422
    assert "Make somebody else an owner" in page.content.decode()
    cast.olivia.refresh_from_db()
    assert cast.olivia.active


def test_the_owners_say_how_long_one_may_come_back(cast: Any) -> None:
    Setting.objects.update_or_create(name="deletion_days", defaults={"value": 3})
    leave(cast.hal)
    left = Departure.objects.get(account=cast.hal).due_at - timezone.now()
    assert timedelta(days=2, hours=23) < left <= timedelta(days=3)


def test_nobody_is_erased_before_their_time(cast: Any, drain: Callable[..., int]) -> None:
    leave(cast.hal)
    find_due()
    erase_member(ErasureDue(cast.hal.id))
    drain()
    assert Account.objects.get(id=cast.hal.id).username == "hal"


def test_whoever_came_back_at_the_last_moment_is_not_erased(cast: Any) -> None:
    leave(cast.hal)
    stay(cast.hal)
    erase_member(ErasureDue(cast.hal.id))
    assert Account.objects.get(id=cast.hal.id).username == "hal"


def test_nobody_comes_back_once_erasing_has_begun(cast: Any, erased: Callable[[Any], None]) -> None:
    erased(cast.hal)
    stay(cast.hal)
    account = Account.objects.get(id=cast.hal.id)
    assert account.deleted_at
    assert not account.active


def test_the_user_name_is_never_free_again(cast: Any, erased: Callable[[Any], None]) -> None:
    erased(cast.hal)
    assert not Account.objects.filter(username="hal").exists()
    assert (username_problem("Hal") or ("",))[0] == "taken"


def test_what_counted_them_counts_them_no_more(cast: Any, erased: Callable[[Any], None]) -> None:
    theirs = say(cast.bob, "Hello")
    like(cast.hal, theirs)
    react(cast.hal, theirs, "🎉")
    boost(cast.hal, theirs)
    say(cast.hal, "An answer", reply_to=theirs)
    like(cast.carol, theirs)
    follow(cast.hal, cast.bob.id)
    follow(cast.bob, cast.hal.id)
    before = select("SELECT followers, following FROM accounts_stats WHERE account_id = %(id)s", {"id": cast.bob.id})[0]
    erased(cast.hal)
    counted = Counters.objects.get(post=theirs)
    assert (counted.likes, counted.reactions, counted.boosts, counted.replies) == (1, 0, 0, 0)
    after = select("SELECT followers, following FROM accounts_stats WHERE account_id = %(id)s", {"id": cast.bob.id})[0]
    assert after == (before[0] - 1, before[1] - 1)


def test_answers_and_boosts_of_others(cast: Any, erased: Callable[[Any], None], client_of: Clients) -> None:
    """An answer stays; a boost of what is gone goes."""
    post_id = say(cast.hal, "Hello")
    answer = say(cast.bob, "Welcome", reply_to=post_id)
    boost(cast.bob, post_id)
    erased(cast.hal)
    assert client_of(cast.carol).get(f"/@bob/{answer}").status_code == 200
    assert not Post.objects.filter(boost_of=post_id).exists()
    assert Post.objects.get(id=answer).reply_to_account_id is None


def test_a_quote_of_theirs_becomes_a_plain_post(cast: Any, erased: Callable[[Any], None], client_of: Clients) -> None:
    quoting = say(cast.bob, "Look at this", quote_of=say(cast.hal, "Hello"))
    erased(cast.hal)
    assert Post.objects.get(id=quoting).quote_of_id is None
    assert client_of(cast.carol).get(f"/@bob/{quoting}").status_code == 200


def test_votes_are_taken_back(cast: Any, erased: Callable[[Any], None]) -> None:
    from folkmoot.posts.actions import vote
    from folkmoot.posts.actions.polls import NewPoll

    post_id = say(cast.bob, "Which?", poll=NewPoll(("Red", "Blue"), 3600))
    vote(cast.hal, post_id, [1])
    vote(cast.carol, post_id, [1])
    erased(cast.hal)
    votes = select("SELECT votes FROM post_poll_option WHERE post_id = %(id)s ORDER BY position", {"id": post_id})
    assert [row[0] for row in votes] == [0, 1]
    assert select("SELECT voters FROM post_poll WHERE post_id = %(id)s", {"id": post_id}) == [(1,)]


def test_a_conversation_keeps_the_others_half(cast: Any, erased: Callable[[Any], None], client_of: Clients) -> None:
    say(cast.hal, "Psst @bob", "direct")
    theirs = say(cast.bob, "Yes @hal?", "direct")
    erased(cast.hal)
    page = client_of(cast.bob).get("/direct").content.decode()
    assert "Psst" not in page
    assert Post.objects.filter(id=theirs, deleted_at=None).exists()


class Mortal:
    """A worker with two steps to live."""

    def __init__(self) -> None:
        self.steps = iter(range(2))

    def step(self) -> None:
        if next(self.steps, None) is None:
            raise InterruptedError


def test_being_cut_short_is_no_matter(cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker dies in the middle again and again, and goes on where there is something left."""
    from folkmoot.privacy.actions import removing
    from folkmoot.privacy.actions.erasing import begin_erasing, erase

    monkeypatch.setattr(removing, "STEP", 1)
    for number in range(6):  # each is a step at least
        say(cast.hal, f"Number {number}")
    leave(cast.hal)
    Departure.objects.update(due_at=timezone.now())
    deaths = 0
    while Departure.objects.exists():
        try:
            assert begin_erasing(cast.hal.id)
            erase(cast.hal.id, Mortal().step)
        except InterruptedError:
            deaths += 1
    assert deaths >= 2
    assert not Post.objects.filter(account=cast.hal).exists()
    assert Account.objects.get(id=cast.hal.id).login is None


def test_erasing_that_was_given_up_on_is_begun_again(cast: Any, drain: Callable[..., int]) -> None:
    leave(cast.hal)
    earlier = timezone.now() - timedelta(hours=3)
    Departure.objects.update(due_at=earlier, begun_at=earlier)
    find_due()
    drain()
    assert not Departure.objects.exists()


def test_reports_about_them_keep_check_sums(cast: Any, erased: Callable[[Any], None]) -> None:
    from folkmoot.core.proofs import proof
    from folkmoot.moderation.actions import report
    from folkmoot.moderation.models import Case, Report, ReportItem

    post_id = say(cast.hal, "Buy followers here")
    report(cast.bob, cast.hal.id, post_id, "This is spam")
    erased(cast.hal)
    [row], [item] = Report.objects.all(), ReportItem.objects.all()
    assert (item.snapshot, item.url, row.comment) == ({}, "", "")
    assert (item.proof, row.proof) == (proof("Buy followers here"), proof("This is spam"))
    assert row.outcome == "dismissed"
    assert Case.objects.get().state == "closed"


def test_sending_somebody_off_twice_changes_nothing(cast: Any) -> None:
    leave(cast.hal)
    due = Departure.objects.get().due_at
    cast.hal.refresh_from_db()
    send_off(cast.hal, Departure.Cause.INACTIVE)
    assert Departure.objects.get().due_at == due


def test_whoever_is_not_hidden_has_nothing_to_come_back_from(cast: Any) -> None:
    before = Account.objects.get(id=cast.bob.id).version
    come_back(cast.bob)
    assert Account.objects.get(id=cast.bob.id).version == before


def test_the_last_letter_goes_out_where_there_is_a_mail_server(
    cast: Any, settings: Any, mailoutbox: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(letters, "send_mail", lambda *given: mailoutbox.append(given))
    monkeypatch.setattr(erasing, "_HELD_EVERY", 0.0)
    settings.FOLKMOOT = settings.FOLKMOOT.model_copy(update={"smtp_url": "smtp://mail.example.org"})
    leave(cast.hal)
    Departure.objects.update(due_at=timezone.now())
    erase_member(ErasureDue(cast.hal.id))
    assert [(given[0], given[3]) for given in mailoutbox] == [("Your account is deleted", ["hal@example.org"])]
    letters.tell_leaving(LeavingAsked(cast.hal.id))
    assert len(mailoutbox) == 1, "nobody is written to who is gone"
