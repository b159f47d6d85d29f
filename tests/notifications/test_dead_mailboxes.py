"""A mailbox that is dead: after some letters that its server refuses for good, none is written any more."""

from collections.abc import Callable, Generator
from datetime import timedelta
from typing import Any

import pytest
from django.core.mail import send_mail as write_mail
from django.utils import timezone

from folkmoot.core.events import drain, parked, waiting
from folkmoot.core.ids import new_id
from folkmoot.core.mail import MailRefused
from folkmoot.notifications.letters.wishes import Wishes, begin_again, choose_letters, forget_refusals, standing_of
from folkmoot.notifications.models import Letters, Notification
from folkmoot.notifications.tasks import on_mail_refused
from folkmoot.notifications.tasks.lettering import REFUSALS_MOST, WITHIN
from folkmoot.project.cast import Cast
from tests.core.mail_server import MailServer
from tests.notifications.posting import choose, deliver, digest, row
from tests.posts.writing import say

pytestmark = pytest.mark.django_db
ALICE = "alice@example.org"
GONE, FULL = "550 5.1.1 no such mailbox", "452 4.2.2 full"


@pytest.fixture(autouse=True)
def quiet_start(cast: Cast, mail: Any) -> None:
    drain()
    Notification.objects.all().delete()
    Letters.objects.all().delete()
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
        on_mail_refused(MailRefused(new_id(), ALICE))


def test_digests_to_a_dead_mailbox_stop(cast: Cast, server: MailServer) -> None:
    server.refuses = GONE
    Letters.objects.filter(account=cast.alice).update(mail="")
    for number in range(REFUSALS_MOST + 2):
        cast.alice.stats.seen_on = None
        cast.alice.stats.save()
        say(cast.hal, f"Hello @alice, number {number}")
        digest(cast.alice)
        assert len(server.recipients) == min(number + 1, REFUSALS_MOST)
    assert row(cast.alice).stopped_at is not None
    assert row(cast.alice).digest_due is not None, "the test set it; nothing is written all the same"
    assert parked() == []


def test_letters_of_news_stop_and_are_not_tried_again(cast: Cast, server: MailServer) -> None:
    server.refuses = GONE
    for number in range(REFUSALS_MOST):
        write(cast)
        assert [each.count for each in waiting() if each.lane == "net"] == [0]
        assert row(cast.alice).refusals == number + 1
    assert len(server.recipients) == REFUSALS_MOST
    assert (row(cast.alice).news_due, row(cast.alice).digest_due) == (None, None)
    write(cast)
    assert len(server.recipients) == REFUSALS_MOST
    assert row(cast.alice).news_due is None, "nothing is planned for it any more"


def test_a_mailbox_that_is_full_for_a_while_is_tried_again(cast: Cast, server: MailServer) -> None:
    server.refuses = FULL
    write(cast)
    assert [each.count for each in waiting() if each.lane == "net"] == [1]
    assert row(cast.alice).refusals == 0


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
    write(cast)
    digest(cast.alice)
    assert mail.to(ALICE) == []


def test_another_address_begins_again(cast: Cast) -> None:
    from folkmoot.accounts.events import AddressChanged
    from folkmoot.notifications.tasks import on_address_changed

    refused(cast)
    on_address_changed(AddressChanged(cast.alice.id))
    assert row(cast.alice).stopped_at is None
