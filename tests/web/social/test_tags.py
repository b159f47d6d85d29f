"""The page of a hashtag and its button."""

from collections.abc import Callable

import pytest
from django.test import Client

from folkmoot.accounts.models import Account
from folkmoot.core.events import drain
from folkmoot.instance.actions import change_settings
from folkmoot.posts.actions import FilterDraft, FilterWordDraft, follow_tag, make_filter
from folkmoot.posts.models import TagFollow
from folkmoot.project.cast import Cast
from tests.posts.writing import say

pytestmark = pytest.mark.django_db

type ClientOf = Callable[[Account | None], Client]


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
@pytest.mark.parametrize("name", ["boats", "قوارب", "船", "Straße"])
def test_followed_and_not(cast: Cast, client_of: ClientOf, headers: dict[str, str], name: str) -> None:
    browser = client_of(cast.hal)
    assert 'value="POST"' in browser.get(f"/tags/{name}").content.decode().partition('id="follow-tag"')[2][:400]
    answer = browser.post(f"/tags/{name}/follow", headers=headers)
    assert answer.status_code == (200 if headers else 303)
    assert TagFollow.objects.filter(account=cast.hal).exists()
    page = browser.get(f"/tags/{name}").content.decode().partition('id="follow-tag"')[2][:400]
    assert ('value="DELETE"' in page, "Unfollow" in page) == (True, True)
    assert name in browser.get("/settings/tags").content.decode()
    answer = browser.delete(f"/tags/{name}/follow", headers=headers)
    assert answer.status_code == (200 if headers else 303)
    assert not TagFollow.objects.exists()
    assert "You follow no hashtags" in browser.get("/settings/tags").content.decode()


def test_what_is_no_hashtag_has_no_button(cast: Cast, client_of: ClientOf) -> None:
    browser = client_of(cast.hal)
    assert 'id="follow-tag"' not in browser.get("/tags/two words").content.decode()
    assert browser.post("/tags/two words/follow").status_code == 422


def test_visitors_have_none_either(cast: Cast, client_of: ClientOf) -> None:
    change_settings(None, {"visitors": "posts"})
    assert 'id="follow-tag"' not in client_of(None).get("/tags/boats").content.decode()


def test_a_card_says_why_it_stands_at_home(cast: Cast, client_of: ClientOf) -> None:
    follow_tag(cast.hal, "Boats")
    say(cast.alice, "Out they go #boats")
    drain()
    page = client_of(cast.hal).get("/").content.decode()
    assert "because you follow" in page
    assert '<a href="/tags/boats"><bdi>#Boats</bdi></a>' in page
    assert "because you follow" not in client_of(cast.bob).get("/").content.decode()


def test_filters_work_on_its_page(cast: Cast, client_of: ClientOf) -> None:
    say(cast.alice, "A storm is coming #boats")
    make_filter(cast.hal, FilterDraft("No storms", "hide", ("public",), None, (FilterWordDraft("storm"),)))
    assert "A storm is coming" not in client_of(cast.hal).get("/tags/boats").content.decode()
    assert "A storm is coming" in client_of(cast.bob).get("/tags/boats").content.decode()
