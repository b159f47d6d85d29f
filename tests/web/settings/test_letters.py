"""The page about mail and devices: two switches for each sort of news, the digest, quiet hours."""

from collections.abc import Callable
from datetime import time
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from folkmoot.core.events import drain
from folkmoot.notifications.letters.sorts import AT_FIRST, MAILED, SORTS
from folkmoot.notifications.letters.wishes import Wishes, standing_of
from folkmoot.notifications.models import Letters
from folkmoot.project.cast import Cast
from tests.web.pages import Form, page

pytestmark = pytest.mark.django_db
type Clients = Callable[..., Client]
PAGE, AGAIN = "/settings/letters", "/settings/letters/again"


@pytest.fixture(autouse=True)
def settled(cast: Cast) -> None:
    drain()
    Letters.objects.all().delete()


def form_of(client: Client) -> Form:
    return page(client.get(PAGE)).form()


def sent(**more: str) -> dict[str, str]:
    return {"digest": "weekly", "hour": "7", "quiet_from": "", "quiet_until": "", **more}


def test_who_chose_nothing_hears_on_devices_and_gets_no_mail(cast: Cast, client_of: Clients) -> None:
    read = page(client_of(cast.alice).get(PAGE))
    fields = read.form().fields
    assert fields["digest"] == "off"
    assert {name for name in fields if name.startswith("push_")} == {f"push_{sort}" for sort in SORTS}
    assert not [name for name in fields if name.startswith("mail_")], "nothing is ticked"
    assert "alice@example.org" in read.text
    assert "always" in read.text, "of decisions, a letter comes in any case"


def test_what_is_chosen_holds_and_is_shown(cast: Cast, client_of: Clients) -> None:
    client = client_of(cast.alice)
    typed = sent(mail_direct="on", mail_poll="on", push_reply="on", quiet_from="22:00", quiet_until="06:30")
    assert client.post(PAGE, typed).headers["Location"] == PAGE
    assert standing_of(cast.alice).wishes == Wishes(
        frozenset({"direct", "poll"}), frozenset(SORTS) - {"reply"}, "weekly", 7, time(22), time(6, 30)
    )
    read = page(client.get(PAGE))
    shown = read.form().fields
    assert {**typed, "hour": ""}.items() <= shown.items()
    assert '<option value="7" selected>' in read.source
    assert "push_like" not in shown
    assert "The next one is due on" in read.text
    assert "That holds from now on." in read.notices


def test_everything_can_be_switched(cast: Cast, client_of: Clients) -> None:
    every = {**{f"push_{sort}": "on" for sort in SORTS}, **{f"mail_{sort}": "on" for sort in MAILED}}
    client_of(cast.alice).post(PAGE, sent(**every, mail_decision="on"))
    assert standing_of(cast.alice).wishes == Wishes(frozenset(MAILED), frozenset(), "weekly", 7)
    client_of(cast.alice).post(PAGE, sent(digest="off"))
    assert standing_of(cast.alice).wishes == Wishes(frozenset(), frozenset(SORTS), "off", 7)
    assert Letters.objects.get(account=cast.alice).digest_due is None


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"quiet_from": "22:00"}, "Please give both times, or neither."),
        ({"quiet_until": "07:00"}, "Please give both times, or neither."),
        ({"quiet_from": "07:00", "quiet_until": "07:00"}, "Quiet hours cannot last all day"),
        ({"quiet_from": "half past", "quiet_until": "07:00"}, "Enter a valid time."),
        ({"digest": "hourly"}, "Select a valid choice."),
        ({"hour": "24"}, "Select a valid choice."),
    ],
)
def test_what_is_refused_keeps_what_was_typed(
    cast: Cast, client_of: Clients, typed: dict[str, str], words: str
) -> None:
    answer = client_of(cast.alice).post(PAGE, sent(mail_quote="on", push_edit="on", **typed))
    assert answer.status_code == 422
    read = page(answer)
    assert words in read.errors
    fields = read.form().fields
    assert fields["mail_quote"] == fields["push_edit"] == "on"
    assert "push_like" not in fields
    for name in {"quiet_from", "quiet_until"} & set(typed):
        assert fields[name] == typed[name]
    assert not Letters.objects.exists()


def test_a_dead_mailbox_is_named_with_the_way_to_begin_again(cast: Cast, client_of: Clients) -> None:
    client = client_of(cast.alice)
    client.post(PAGE, sent())
    assert "does not take our letters" not in page(client.get(PAGE)).text
    Letters.objects.update(stopped_at=timezone.now(), refusals=3, digest_due=None)
    read = page(client.get(PAGE))
    assert "alice@example.org does not take our letters" in read.notices
    assert "/settings/email" in read.links
    client.post(PAGE, sent(hour="9"))
    assert "The next one is due on" not in page(client.get(PAGE)).text
    assert client.post(AGAIN, read.form(AGAIN).filled()).headers["Location"] == PAGE
    row = Letters.objects.get(account=cast.alice)
    assert (row.stopped_at, row.refusals) == (None, 0)
    assert row.digest_due is not None
    assert "does not take our letters" not in page(client.get(PAGE)).text


def test_new_members_find_what_they_begin_with(cast: Cast, client_of: Clients) -> None:
    from folkmoot.project.cast import member

    nora = member("nora")
    drain()
    fields = form_of(client_of(nora)).fields
    assert fields["digest"] == "weekly"
    assert {name.removeprefix("mail_") for name in fields if name.startswith("mail_")} == AT_FIRST


def test_the_two_pages_lead_to_each_other(cast: Cast, client_of: Clients) -> None:
    client = client_of(cast.alice)
    assert "/settings/notifications" in page(client.get(PAGE)).links
    assert PAGE in page(client.get("/settings/notifications")).links


@pytest.mark.parametrize("path", [PAGE, AGAIN])
def test_visitors_are_sent_to_sign_in(cast: Cast, client: Client, path: str) -> None:
    assert client.get(PAGE).headers["Location"].startswith("/sign-in")
    assert client.post(path, sent()).status_code == 403


def test_it_is_ones_own_alone(cast: Cast, client_of: Clients) -> None:
    client_of(cast.alice).post(PAGE, {**sent(mail_like="on"), "account": str(cast.bob.id)})
    assert not Letters.objects.filter(account=cast.bob).exists()


def test_the_page_takes_few_statements(cast: Cast, client_of: Clients, queries: Any) -> None:
    client = client_of(cast.alice)
    client.get(PAGE)
    with queries(5):
        client.get(PAGE)
