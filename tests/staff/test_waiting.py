"""What waits for staff is marked beside their places, on each of their pages and on nobody else's."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from folkmoot.accounts.queries import waiting_count
from folkmoot.moderation.actions import report, suspend
from folkmoot.moderation.actions.casework import escalate
from folkmoot.moderation.actions.closing import close_without_action
from folkmoot.moderation.models import Case
from folkmoot.moderation.queries import Waiting, waiting
from tests.web.social.reading import once

type Clients = Callable[..., Client]
pytestmark = pytest.mark.usefixtures("community")


def marks(client: Client) -> dict[str, str]:
    """The marks beside the places, by address."""
    links = [node for node in once(client, "/settings/appearance").one("nav.places").all("a") if node.has(".badge")]
    return {node.attrs["href"]: node.one(".badge").text for node in links if "/staff/" in node.attrs["href"]}


def test_cases_are_marked_until_somebody_decides(cast: Any, client_of: Clients) -> None:
    frank = client_of(cast.frank)
    assert "/staff/cases" not in marks(frank)
    for who, about in ((cast.bob, cast.hal), (cast.alice, cast.hal), (cast.hal, cast.bob)):
        report(who, about.id, None, "")
    assert marks(frank)["/staff/cases"] == "waiting: 2"
    close_without_action(cast.frank, Case.objects.get(account=cast.hal).id)
    assert marks(frank)["/staff/cases"] == "waiting: 1"


def test_what_the_owners_have_is_marked_for_them(cast: Any) -> None:
    report(cast.bob, cast.hal.id, None, "")
    escalate(cast.frank, Case.objects.get().id, "I know him.")
    assert (waiting(cast.frank.id).cases, waiting(cast.olivia.id).cases) == (0, 1)
    Case.objects.update(state="waiting")
    assert waiting(cast.olivia.id).cases == 0


def test_applications_are_marked(cast: Any, client_of: Clients) -> None:
    expected = waiting_count(cast.olivia.id)
    assert expected, "the cast has somebody who waits"
    assert marks(client_of(cast.olivia))["/staff/applications"] == f"waiting: {expected}"


def test_it_is_the_same_as_what_the_pages_count(cast: Any) -> None:
    report(cast.bob, cast.hal.id, None, "")
    assert waiting(cast.frank.id) == Waiting(1, waiting_count(cast.frank.id))


def test_in_the_hand_the_menu_says_it(cast: Any, client_of: Clients) -> None:
    bottom = once(client_of(cast.frank), "/settings/appearance").one("nav.bottom")
    assert bottom.one("summary").one(".badge").text == "Something is waiting"
    bottom = once(client_of(cast.bob), "/settings/appearance").one("nav.bottom")
    assert not bottom.one("summary").has(".badge")


@pytest.mark.parametrize("name", ["bob", "ivy"])
def test_nobody_else_is_told(cast: Any, client_of: Clients, name: str) -> None:
    report(cast.bob, cast.hal.id, None, "")
    assert waiting(getattr(cast, name).id) == Waiting(0, 0)
    assert not marks(client_of(cast.bob))


def test_nor_is_a_suspended_moderator(cast: Any) -> None:
    report(cast.bob, cast.hal.id, None, "")
    assert waiting(cast.frank.id).cases
    suspend(cast.olivia, cast.frank.id, "A test of power", None)
    assert waiting(cast.frank.id) == Waiting(0, 0)


def test_it_costs_staff_three_statements_and_others_none(cast: Any, client_of: Clients, queries: Any) -> None:
    for account, most in ((cast.bob, 4), (cast.frank, 7)):
        client = client_of(account)
        client.get("/settings/appearance")
        with queries(most):
            client.get("/settings/appearance")
