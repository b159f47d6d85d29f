"""A mailbox that is dead: after some letters that its server refuses for good, none is written any more."""

import smtplib
from collections.abc import Callable, Generator
from datetime import timedelta
from typing import Any

import pytest
from django.core.mail import send_mail as write_mail
from django.utils import timezone

from folkmoot.core import mail as core_mail
from folkmoot.core.events import drain, parked, waiting
from folkmoot.core.ids import id_at, new_id
from folkmoot.core.mail import ListedMailQueued, MailRefused, MailTaken, send_mail
from folkmoot.core.storage import CannotSave
from folkmoot.notifications.letters.wishes import Wishes, begin_again, choose_letters, forget_refusals, standing_of
from folkmoot.notifications.models import Letters
from folkmoot.notifications.tasks import on_mail_refused, on_mail_taken
from folkmoot.notifications.tasks.lettering import APART, REFUSALS_MOST, WITHIN
from folkmoot.project.cast import Cast
from tests.core.mail_server import MailServer
from tests.notifications.posting import choose, deliver, digest, quiet_start, row
from tests.posts.writing import say

__all__ = ["quiet_start"]
pytestmark = pytest.mark.django_db
ALICE = "alice@example.org"
GONE, FULL = "550 5.1.1 no such mailbox", "452 4.2.2 full"
OF_THE_MAILBOX = (
    *("550 no such user", "553 no such mailbox", "554 5.1.1 unknown", "552 5.2.2 full for good", "551 5.0.0 moved"),
    *("550-5.1.1 There is nobody\r\n550 5.1.1 of this name", "556 5.1.10 this domain takes no mail"),
)
OF_THE_SERVER = (
    *("550 5.7.1 relaying denied", "554 5.7.1 blocklisted", "554 go away", "530 5.7.0 sign in first", "535 who?"),
    *("550 5.1.8 your own domain does not exist", "550 5.4.1 no route", "501 5.5.4 what?", "503 not now"),
)


@pytest.fixture(autouse=True)
def chosen(quiet_start: None, cast: Cast) -> None:
    choose(cast.alice, digest="weekly")


@pytest.fixture
def server(settings: Any) -> Generator[MailServer]:
    with MailServer() as server:
        address = f"smtp://127.0.0.1:{server.port}?tls=off"
        settings.FOLKMOOT = settings.FOLKMOOT.model_copy(update={"smtp_url": address})
        yield server


def write(cast: Cast) -> None:
    say(cast.hal, "Hello @alice")
    deliver()


def refused(cast: Cast, times: int = REFUSALS_MOST) -> None:
    for _time in range(times):
        a_day_passes()
        on_mail_refused(MailRefused(new_id(), ALICE))


def a_day_passes() -> None:
    Letters.objects.filter(refused_at__isnull=False).update(refused_id=id_at(timezone.now() - timedelta(days=1)))


def left() -> int:
    """How many letters wait for another try."""
    return sum(each.count for each in waiting() if each.lane == "letters")


def test_digests_to_a_dead_mailbox_stop(cast: Cast, server: MailServer) -> None:
    server.refuses = GONE
    Letters.objects.filter(account=cast.alice).update(mail="")
    for number in range(REFUSALS_MOST + 2):
        cast.alice.stats.seen_on = None
        cast.alice.stats.save()
        say(cast.hal, f"Hello @alice, number {number}")
        a_day_passes()
        digest(cast.alice)
        assert len(server.recipients) == min(number + 1, REFUSALS_MOST)
    assert row(cast.alice).stopped_at is not None
    assert parked() == []


def test_letters_of_news_stop_and_are_not_tried_again(cast: Cast, server: MailServer) -> None:
    server.refuses = GONE
    for number in range(REFUSALS_MOST):
        a_day_passes()
        write(cast)
        assert left() == 0
        assert row(cast.alice).refusals == number + 1
    assert len(server.recipients) == REFUSALS_MOST
    assert (row(cast.alice).news_due, row(cast.alice).digest_due) == (None, None)
    write(cast)
    assert len(server.recipients) == REFUSALS_MOST
    assert row(cast.alice).news_due is None, "nothing is planned for it any more"


def test_a_mailbox_that_is_full_for_a_while_is_tried_again(cast: Cast, server: MailServer) -> None:
    server.refuses = FULL
    write(cast)
    assert left() == 1
    assert row(cast.alice).refusals == 0


@pytest.mark.parametrize("answer", OF_THE_MAILBOX)
def test_what_is_about_the_mailbox_counts(cast: Cast, server: MailServer, answer: str) -> None:
    server.refuses = answer
    write(cast)
    assert (left(), row(cast.alice).refusals) == (0, 1)


@pytest.mark.parametrize("answer", OF_THE_SERVER)
def test_what_is_about_us_or_the_server_is_tried_again(cast: Cast, server: MailServer, answer: str) -> None:
    server.refuses = answer
    write(cast)
    assert (left(), row(cast.alice).refusals) == (1, 0)


def test_a_letter_that_is_taken_begins_the_count_anew(cast: Cast, server: MailServer) -> None:
    refused(cast, REFUSALS_MOST - 1)
    a_day_passes()
    write(cast)
    assert (row(cast.alice).refusals, row(cast.alice).refused_at) == (0, None)
    server.refuses = GONE
    write(cast)
    assert (row(cast.alice).refusals, row(cast.alice).stopped_at) == (1, None)


def test_a_letter_of_before_begins_nothing_anew(cast: Cast) -> None:
    earlier = new_id()
    refused(cast, 1)
    on_mail_refused(MailRefused(new_id(), ALICE))
    on_mail_taken(MailTaken(earlier, ALICE))
    assert row(cast.alice).refusals == 1
    refused(cast, REFUSALS_MOST)
    on_mail_taken(MailTaken(new_id(), ALICE))
    assert row(cast.alice).stopped_at is not None, "that is for the member to end"


def test_many_refusals_in_a_day_count_once(cast: Cast) -> None:
    first = timezone.now()
    for hours in range(REFUSALS_MOST + 2):
        on_mail_refused(MailRefused(id_at(first + timedelta(hours=hours)), ALICE))
    assert (row(cast.alice).refusals, row(cast.alice).stopped_at) == (1, None)
    on_mail_refused(MailRefused(id_at(first + APART), ALICE))
    assert row(cast.alice).refusals == 2


def test_other_mail_is_tried_again_and_counts_nothing(cast: Cast, server: MailServer) -> None:
    server.refuses = GONE
    write_mail("Your password", "Here is the link.", None, [ALICE])
    drain()
    assert [each.count for each in waiting() if each.lane == "net"] == [1]
    assert row(cast.alice).refusals == 0


def test_what_is_taken_arrives_with_its_way_out(cast: Cast, server: MailServer) -> None:
    write(cast)
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click" in server.letter
    assert row(cast.alice).refusals == 0


@pytest.mark.parametrize(("answer", "told"), [("", MailTaken), (GONE, MailRefused)])
def test_what_became_of_it_is_written_down_when_the_line_is_closed(
    server: MailServer, monkeypatch: pytest.MonkeyPatch, answer: str, told: type[MailTaken | MailRefused]
) -> None:
    lines, noted, real = [], [], core_mail.connected

    def connected(*where: Any) -> smtplib.SMTP:
        lines.append(real(*where))
        return lines[-1]

    monkeypatch.setattr(core_mail, "connected", connected)
    monkeypatch.setattr(core_mail, "publish", lambda event: noted.append((event, lines[0].sock)))
    server.refuses = answer
    letter = ListedMailQueued(new_id(), "Moot <moot@example.org>", [ALICE], "")
    send_mail(letter)
    assert noted == [(told(letter.letter_id, ALICE), None)]


def test_a_letter_is_not_sent_again_because_that_cannot_be_written_down(
    server: MailServer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(_event: object) -> None:
        raise CannotSave("The disk is full.")

    monkeypatch.setattr(core_mail, "publish", refuse)
    send_mail(ListedMailQueued(new_id(), "Moot <moot@example.org>", [ALICE], "aGVsbG8="))
    assert b"hello" in server.letter
    assert "could not be noted" in caplog.text


def test_the_same_letter_counts_once(cast: Cast) -> None:
    event = MailRefused(new_id(), ALICE)
    on_mail_refused(event)
    on_mail_refused(event)
    assert row(cast.alice).refusals == 1


def test_refusals_of_long_ago_do_not_count(cast: Cast) -> None:
    refused(cast, REFUSALS_MOST - 1)
    Letters.objects.update(refused_at=timezone.now() - WITHIN - timedelta(minutes=1))
    refused(cast, 1)
    assert (row(cast.alice).refusals, row(cast.alice).stopped_at) == (1, None)


def test_it_stops_once(cast: Cast) -> None:
    refused(cast)
    stopped_at = row(cast.alice).stopped_at
    refused(cast, 1)
    assert row(cast.alice).stopped_at == stopped_at
    on_mail_refused(MailRefused(new_id(), "nobody@example.org"))


def _again(cast: Cast) -> None:
    begin_again(cast.alice)


def _address(cast: Cast) -> None:
    forget_refusals(cast.alice.id)


@pytest.mark.parametrize("how", [_again, _address])
def test_a_member_begins_again(cast: Cast, mail: Any, how: Callable[[Cast], None]) -> None:
    refused(cast)
    how(cast)
    stands = standing_of(cast.alice)
    assert stands.stopped_at is None
    assert stands.next_digest is not None
    assert row(cast.alice).refusals == 0
    write(cast)
    assert len(mail.to(ALICE)) == 1


def test_who_has_no_letters_needs_not_begin_again(cast: Cast) -> None:
    forget_refusals(cast.bob.id)
    forget_refusals(12345)
    assert not Letters.objects.filter(account=cast.bob).exists()


def test_to_choose_does_not_begin_again(cast: Cast, mail: Any) -> None:
    refused(cast)
    choose_letters(cast.alice, Wishes(frozenset({"mention"}), digest="daily"))
    assert row(cast.alice).stopped_at is not None
    assert standing_of(cast.alice).next_digest is None, "none is due while none is written"
    write(cast)
    digest(cast.alice)
    assert mail.to(ALICE) == []


def test_another_address_begins_again(cast: Cast) -> None:
    from folkmoot.accounts.events import AddressChanged
    from folkmoot.notifications.tasks import on_address_changed

    refused(cast)
    on_address_changed(AddressChanged(cast.alice.id))
    assert row(cast.alice).stopped_at is None
