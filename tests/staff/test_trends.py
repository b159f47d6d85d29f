"""Where staff review what rises: why it does, and what they decide."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from folkmoot.accounts.models import Account
from folkmoot.discovery.actions import count_anew
from folkmoot.discovery.models import Decision, Rising
from folkmoot.instance.actions import change_settings
from folkmoot.instance.queries import as_chosen
from folkmoot.posts.actions import like
from folkmoot.project.cast import Cast
from folkmoot.relations.actions import follow
from tests.discovery.speaking import member, speak, town
from tests.posts.writing import say
from tests.web.pages import page
from tests.web.social.reading import once

pytestmark = pytest.mark.usefixtures("community")
type Clients = Callable[..., Client]
TRENDS, SWIM = "/staff/trends", "/staff/trends/1/swim"


@pytest.fixture
def swim(cast: Cast, drain: Any) -> None:
    drain()
    people = town()
    speak(people, "#Swim", drain)
    speak([*people, *(member(100 + number, days=0.5, trust=0) for number in range(10))], "#Push", drain)
    count_anew()


@pytest.fixture
def frank(cast: Cast, client_of: Clients) -> Client:
    return client_of(cast.frank)


def part(read: Any, key: str) -> str:
    return next(node.text for node in read.all("section") if node.all(f"#{key}"))


def test_what_waits_says_why_it_rises(frank: Client, swim: None) -> None:
    read = once(frank, TRENDS)
    said = part(read, "waiting")
    assert "#Swim" in said
    assert "8 people spoke of it, who count as 8 independent groups." in said
    assert "0 % are new, say the same as others, or took it back." in said
    assert "The largest group is 12 % of them." in said
    assert "On a usual day: 0 people." in said


def test_what_is_kept_back_says_why(frank: Client, swim: None) -> None:
    said = part(once(frank, TRENDS), "kept_back")
    assert "#Push" in said
    assert "Kept back: most who speak of it are new, say the same, or took it back." in said


@pytest.mark.parametrize(
    ("held", "words"),
    [
        ("few", "too few independent people speak of it."),
        ("alike", "one group makes up too much of the crowd."),
        ("usual", "it is not spoken of more than usual."),
        ("early", "nobody knows yet what is usual."),
    ],
)
def test_each_reason_has_words(frank: Client, swim: None, held: str, words: str) -> None:
    Rising.objects.update(held=held)
    assert words in part(once(frank, TRENDS), "kept_back")


def test_a_yes_a_no_and_a_yes_again(frank: Client, swim: None) -> None:
    assert frank.post(SWIM).headers["Location"] == TRENDS
    read = page(frank.get(TRENDS))
    assert "It may be shown from now on" in read.notices
    assert "#Swim" in part(once(frank, TRENDS), "shown")
    assert frank.delete(SWIM).status_code == 303
    assert "#Swim" in part(once(frank, TRENDS), "hidden")
    Rising.objects.all().delete()
    assert "#Swim" in part(once(frank, TRENDS), "resting")
    assert frank.post(SWIM).status_code == 303
    assert Decision.objects.get().allowed
    log = once(frank, TRENDS)
    assert "Nothing is on the rise" in part(log, "shown")


def test_the_log_says_it_in_words(cast: Cast, frank: Client, client_of: Clients, swim: None) -> None:
    frank.post(SWIM)
    frank.delete(SWIM)
    read = page(client_of(cast.olivia).get("/staff/audit"))
    assert "let something be shown on the rise" in read.text
    assert "hid something from what is on the rise" in read.text


@pytest.mark.parametrize("method", ["post", "delete"])
def test_nobody_else_finds_it(cast: Cast, client_of: Clients, swim: None, method: str) -> None:
    for account in (cast.bob, cast.alice):
        client = client_of(account)
        assert client.get(TRENDS).status_code == 404
        assert getattr(client, method)(SWIM).status_code == 404
    assert getattr(client_of(None), method)(SWIM).status_code in {302, 303, 404}
    assert not Decision.objects.exists()


def test_suspended_staff_find_it_no_more(cast: Cast, client_of: Clients, swim: None) -> None:
    client = client_of(cast.frank)
    cast.frank.active = False
    cast.frank.save()
    assert client.get(TRENDS).status_code in {302, 303, 403, 404}
    assert client.post(SWIM).status_code in {302, 303, 403, 404}
    assert not Decision.objects.exists()


def test_what_does_not_rise_is_not_there(frank: Client, swim: None) -> None:
    assert frank.post("/staff/trends/1/nothing").status_code == 404
    assert frank.post("/staff/trends/7/swim").status_code == 404


def test_it_is_switched_off_and_on_in_the_settings(cast: Cast, client_of: Clients, frank: Client) -> None:
    olivia = client_of(cast.olivia)
    form = page(olivia.get("/staff/settings")).form()
    assert olivia.post("/staff/settings", form.filled(trends="off")).status_code == 303
    assert as_chosen().trends == "off"
    assert "Trends are switched off" in page(frank.get(TRENDS)).notices
    assert page(olivia.get("/staff/settings")).form().fields["trends"] == "off"
    assert olivia.post("/staff/settings", form.filled(trends="nonsense")).status_code == 422
    change_settings(None, {"trends": "shown"})
    assert "switched off" not in frank.get(TRENDS).content.decode()


def test_a_post_and_a_person_are_decided_about_with_reasons(cast: Cast, frank: Client, swim: None) -> None:
    """The page leads to where it is done, and does nothing about them itself."""
    post = say(cast.bob, "Look")
    for each in Account.objects.filter(username__startswith="m", trust=2):
        like(each, post)
        follow(each, cast.bob.id)
    count_anew()
    where = f"/staff/accounts/{cast.bob.id}/decide"
    assert [link.attrs["href"] for link in once(frank, TRENDS).all("a")].count(where) == 2
    assert frank.get(where).status_code == 200
    for address in (f"/staff/trends/3/{post}", f"/staff/trends/4/{cast.bob.id}"):
        assert frank.delete(address).status_code == 404
    assert not Decision.objects.exists()
