"""How often programs may ask, search, upload and listen; told in Mastodon's words."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from folkmoot.accounts.actions import create_token, trace_invitation
from folkmoot.api.streaming.listening import enter
from folkmoot.api.streaming.streams import Refused
from folkmoot.core import limits
from folkmoot.core.errors import NotFound, TooMany
from folkmoot.core.limits.shared import Shared
from folkmoot.core.limits.table import Table
from folkmoot.media.actions import begin_upload, take_picture
from folkmoot.project.cast import Cast
from tests.doors import Door
from tests.web.pages import page

type Doors = Callable[..., Door]
HOME, SEARCH = "/api/v1/timelines/home", "/api/v2/search"


@pytest.fixture
def few(settings: Any) -> Callable[..., None]:
    def number(**more: int) -> None:
        settings.FOLKMOOT = settings.FOLKMOOT.model_copy(update=more)

    return number


def test_requests_of_all_programs_of_a_member(
    cast: Cast, api_of: Doors, few: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    few(api_requests_per_5_minutes=3)
    monkeypatch.setattr(limits.counting, "clock", lambda: 1_000_000.0)
    doors = [api_of(cast.bob), api_of(cast.bob)]
    assert [doors[n % 2].get(HOME).status_code for n in range(4)] == [200, 200, 200, 429]
    refused = doors[0].get(HOME)
    assert refused.json() == {"error": "Too many requests"}
    assert refused.headers["Retry-After"] == "300"
    assert (refused.headers["X-RateLimit-Limit"], refused.headers["X-RateLimit-Remaining"]) == ("3", "0")
    assert api_of(cast.alice).get(HOME).status_code == 200, "others go on"


def test_requests_without_a_member_by_network(cast: Cast, few: Any) -> None:
    few(api_requests_per_5_minutes=2)
    assert [Door().get("/api/v2/instance").status_code for _ in range(3)] == [200, 200, 429]


def test_a_wrong_token_is_not_counted_as_anybody_s(cast: Cast, api_of: Doors, few: Any) -> None:
    few(api_requests_per_5_minutes=2)
    for _ in range(5):
        assert Door("wrong").get(HOME).status_code == 401
    assert api_of(cast.bob).get(HOME).status_code == 200


def test_searches_by_programs_and_pages_together(
    cast: Cast, api_of: Doors, client_of: Callable[..., Client], few: Any
) -> None:
    few(searches_per_5_minutes=3)
    door, client = api_of(cast.bob), client_of(cast.bob)
    assert door.get(SEARCH, {"q": "ali"}).status_code == 200
    assert door.get("/api/v1/accounts/search", {"q": "ali"}).status_code == 200
    assert client.get("/members?q=ali").status_code == 200
    assert door.get(SEARCH, {"q": "ali"}).status_code == 429
    refused = client.get("/members?q=ali")
    assert refused.status_code == 429
    assert page(refused).heading == "A little slower, please"
    assert refused.headers["Retry-After"]
    assert client.get("/members").status_code == 200, "to leaf through is no search"


def test_uploads_of_all_kinds_together(cast: Cast, few: Any) -> None:
    few(uploads_per_hour=1)
    begin_upload(cast.bob.id, "song.mp3", 10)
    for again in (lambda: begin_upload(cast.bob.id, "song.mp3", 10), lambda: take_picture(cast.bob.id, None, "")):
        with pytest.raises(TooMany):
            again()
    assert begin_upload(cast.alice.id, "song.mp3", 10)


def test_streams_that_are_opened(cast: Cast, few: Any) -> None:
    few(stream_openings_per_5_minutes=2)
    raw = create_token(cast.bob, "read", 1)
    for _ in range(2):
        assert enter(raw)
    with pytest.raises(Refused) as refused:
        enter(raw)
    assert refused.value.status == 429


def test_nobody_is_traced_who_is_not_there(cast: Cast) -> None:
    with pytest.raises(NotFound):
        trace_invitation(cast.frank, 4711, "A good reason to know.")


def test_redis_keeps_what_others_count(tmp_path: Any) -> None:
    """To forget what one machine counts touches nobody else's."""
    shared = Shared("redis://127.0.0.1:1/0", "http://here", Table(tmp_path / "t"))
    shared.instead.hit(b"12345678", 5, 60, 1.0)
    shared.clear()
    assert shared.instead.look(b"12345678", 2.0)[0] == 0


def test_what_is_given_back_is_given_to_who_it_was_taken_from(cast: Cast) -> None:
    limits.count(limits.Limit("x", "posts_per_5_minutes", 60), cast.bob.id)
    limits.give_back(limits.Limit("x", "posts_per_5_minutes", 60), cast.alice.id)
    assert limits.standing(limits.Limit("x", "posts_per_5_minutes", 60), cast.bob.id).left == 299
