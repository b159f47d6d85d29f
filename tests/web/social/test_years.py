"""The page on which a member looks back on a year."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client

from folkmoot.accounts.models import Account
from folkmoot.core.events import drain
from folkmoot.core.ids import as_of
from folkmoot.posts.actions import like
from folkmoot.posts.models import YearReport
from folkmoot.project.cast import Cast, member
from folkmoot.web.social.years import months
from tests.posts.writing import say

pytestmark = pytest.mark.django_db
type ClientOf = Callable[[Account | None], Client]


@pytest.fixture
def nell(cast: Cast) -> Account:
    with as_of(datetime(2022, 5, 1, tzinfo=UTC)):
        nell = member("nell")
    with as_of(datetime(2023, 2, 3, tzinfo=UTC)):
        post = say(nell, "I mend boats #boats")
    with as_of(datetime(2023, 7, 3, tzinfo=UTC)):
        say(nell, "We will", reply_to=say(cast.bob, "Who will come?"))
    like(cast.hal, post)
    return nell


def page(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_from_the_profile_to_the_page(cast: Cast, nell: Account, client_of: ClientOf) -> None:
    browser = client_of(nell)
    assert 'href="/years"' in page(browser, "/@nell")
    assert 'href="/years"' not in page(client_of(cast.bob), "/@nell")
    every = page(browser, "/years")
    assert 'href="/years/2023"' in every
    assert 'href="/years/2022"' not in every
    assert "You wrote nothing." in every
    assert "Put it together" in page(browser, "/years/2023")
    answer = browser.post("/years/2023")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/years/2023")
    assert "in a moment" in page(browser, "/years/2023")
    drain()
    found = page(browser, "/years/2023")
    for words in ("A quiet reader", "I mend boats", "#boats", "Liked most", "Whom you answered most", "bob"):
        assert words in found, words
    assert "Whose posts you passed on" not in found
    assert found.count("<rect ") == 12
    assert "text=My+2023+here%3A+1+posts%2C+1+answers" in found
    assert "Ready to read" in page(browser, "/years")


def test_it_can_be_taken_away(nell: Account, client_of: ClientOf) -> None:
    browser = client_of(nell)
    browser.post("/years/2023")
    drain()
    answer = browser.post("/years/2023", {"_method": "DELETE"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/years")
    assert not YearReport.objects.exists()
    assert browser.post("/years/2023", {"_method": "DELETE"}).status_code == 404


def test_years_in_which_there_was_nothing(cast: Cast, nell: Account, client_of: ClientOf) -> None:
    for year in (1900, 2022, 2024, 99_999):
        assert client_of(nell).get(f"/years/{year}").status_code == 404
    assert client_of(cast.bob).get("/years/2023").status_code == 200, "bob wrote in that year himself"
    assert client_of(cast.frank).get("/years/2023").status_code == 404
    assert client_of(None).get("/years").status_code == 302
    assert "You have not been here for a year yet" in page(client_of(cast.frank), "/years")
    assert 'href="/years/2023"' in page(client_of(cast.bob), "/years"), "who brought older posts along"


@pytest.mark.parametrize(
    ("rows", "tallest"), [([[0, 0]] * 12, 0), ([[1, 0]] * 12, 100), ([[5, 0], *[[1, 9]] * 11], 100)]
)
def test_bars_fit_the_room(rows: list[list[int]], tallest: int) -> None:
    bars = months(rows)
    assert max(each.height for each in bars) == tallest
    assert all(each.y + each.height == 100 for each in bars)
    assert [each.x for each in bars] == list(range(2, 240, 20))
    assert re.fullmatch("[A-Z][a-z]+", bars[0].name)
