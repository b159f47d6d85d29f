"""Polls on pages: asking one, choosing, and how it stands, with and without JavaScript."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from folkmoot.core.events import drain
from folkmoot.posts import hydrate
from folkmoot.posts.actions import NewPoll, boost, vote
from folkmoot.posts.models import Ballot, Poll, Post
from folkmoot.posts.queries import get_post
from folkmoot.posts.tasks import end_polls
from tests.web.social.reading import Node, composer, fields, htmx, once, post, tree

type Clients = Callable[..., Client]
type Say = Callable[..., int]

POLL = NewPoll(("Red <b>", "Green", "Blue"), 3_600)


def sent(client: Client, **typed: Any) -> Any:
    return client.post("/posts", {**fields(composer(once(client, "/"))), "text": "Which?", **typed})


def poll_of(page: Node, post_id: int) -> Node:
    return post(page, post_id).one("div.poll")


class TestAsking:
    def test_a_poll_is_asked_with_the_post(self, cast: Any, client_of: Clients) -> None:
        client = client_of(cast.bob)
        response = sent(client, poll_option=["Tea", "", "Coffee", ""], poll_lasts="21600", poll_multiple="on")
        post_id = int(response["Location"].partition("#p")[2])
        poll = get_post(cast.alice.id, post_id).body.poll
        assert poll is not None
        assert (poll.options, poll.multiple) == (("Tea", "Coffee"), True)
        assert timedelta(hours=5) < poll.ends_at - timezone.now() <= timedelta(hours=6)

    def test_fields_that_stay_empty_ask_nothing(self, cast: Any, client_of: Clients) -> None:
        response = sent(client_of(cast.bob), poll_option=["", " ", "", ""])
        assert get_post(cast.bob.id, int(response["Location"].partition("#p")[2])).body.poll is None

    def test_without_javascript_four_fields_and_more_of_them(self, cast: Any, client_of: Clients) -> None:
        client = client_of(cast.bob)
        assert len(self._options(once(client, "/"))) == 4
        page = tree(sent(client, poll_option=["a", "b", "c", "d"], do="poll:more", poll_lasts="300"))
        assert self._options(page) == ["a", "b", "c", "d", "", ""]
        assert "open" in page.one("details.composer-poll").attrs
        assert fields(composer(page))["poll_lasts"] == "300"
        assert fields(composer(page))["text"] == "Which?"
        page = tree(sent(client, poll_option=list("abcdefghi"), do="poll:more"))
        assert len(self._options(page)) == 10
        assert not [each for each in page.all("button") if each.attrs.get("value") == "poll:more"]
        page = tree(sent(client, poll_option=list("abc"), do="poll:none"))
        assert self._options(page) == [""] * 4
        assert not Post.objects.exists()

    @pytest.mark.parametrize(
        "typed",
        [{"poll_option": ["only"]}, {"poll_option": ["x" * 101, "y"]}, {"poll_option": ["a", "A"]}]
        + [{"poll_option": ["a", "b"], "poll_lasts": lasts} for lasts in ("1", "99999999", "0")],
    )
    def test_a_refused_poll_comes_back_as_it_was_typed(self, cast: Any, client_of: Clients, typed: Any) -> None:
        response = sent(client_of(cast.bob), **typed)
        assert response.status_code == 422
        page = tree(response)
        assert self._options(page) == typed["poll_option"]
        part = page.one("details.composer-poll")
        assert part.one(".error").text
        assert part.all("input")[0].attrs["aria-invalid"] == "true"
        assert not Post.objects.exists()

    def test_nonsense_in_the_fields_breaks_nothing(self, cast: Any, client_of: Clients) -> None:
        client = client_of(cast.bob)
        many = sent(client, poll_option=[str(number) for number in range(200)], poll_lasts="²")
        assert many.status_code == 303
        assert len(get_post(cast.bob.id, Post.objects.get().id).body.poll.options) == 10  # type: ignore[union-attr]  # asked
        assert sent(client, text="b", poll_option=["a", "b"], poll_lasts="soon").status_code == 303

    def _options(self, page: Node) -> list[str]:
        return [each.attrs["value"] for each in page.all("input") if each.attrs.get("name") == "poll_option"]


class TestVoting:
    def _press(self, client: Client, page: Node, post_id: int, *choices: int, **extra: str) -> Any:
        poll = poll_of(page, post_id)
        button = poll.one("button")
        name = poll.all("input")[0].attrs["name"]
        return client.post(button.attrs["formaction"], {"next": "/community", name: [str(i) for i in choices]}, **extra)

    def test_choices_before_and_results_after(self, cast: Any, client_of: Clients, say: Say) -> None:
        post_id = say(cast.alice, "Which?", poll=POLL)
        vote(cast.hal, post_id, [1])
        client = client_of(cast.bob)
        page = once(client, "/community")
        poll = poll_of(page, post_id)
        assert [each.text for each in poll.all("label")] == ["Red <b>", "Green", "Blue"]
        assert {each.attrs["type"] for each in poll.all("input")} == {"radio"}
        assert {each.attrs["form"] for each in poll.all("input")} == {"act"}
        assert "%" not in poll.text, "hidden until one has voted"
        assert "1 person voted" in poll.text
        response = self._press(client, page, post_id, 0)
        assert (response.status_code, response["Location"]) == (303, f"/community#p{post_id}")
        poll = poll_of(once(client, "/community"), post_id)
        assert [each.text for each in poll.all("strong")] == ["50 %", "50 %", "0 %"]
        assert [each.attrs["width"] for each in poll.all("rect")] == ["50%", "50%", "0%"]
        assert "your choice" in poll.all("li")[0].text
        assert "your choice" not in poll.all("li")[1].text
        assert not poll.has("input")

    def test_several_and_by_htmx_where_it_stands(self, cast: Any, client_of: Clients, say: Say) -> None:
        post_id = say(cast.alice, "Which?", poll=NewPoll(("a", "b"), 600, multiple=True))
        boost_id = boost(cast.hal, post_id)
        client = client_of(cast.bob)
        page = once(client, "/@hal")
        poll = poll_of(page, boost_id)
        assert {each.attrs["type"] for each in poll.all("input")} == {"checkbox"}
        assert poll.one("button").attrs["hx-post"] == f"/posts/{post_id}/vote?at=p{boost_id}"
        response = self._press(
            client, page, boost_id, 0, 1, **{f"HTTP_{k.replace('-', '_')}": v for k, v in htmx().items()}
        )
        fragment = tree(response).one(f"#poll-p{boost_id}")
        assert "autofocus" in fragment.attrs
        assert [each.text for each in fragment.all("strong")] == ["100 %", "100 %"]
        assert "counted" in response["HX-Trigger"]

    def test_nothing_chosen_says_so(self, cast: Any, client_of: Clients, say: Say) -> None:
        post_id = say(cast.alice, "Which?", poll=POLL)
        client = client_of(cast.bob)
        response = client.post(f"/posts/{post_id}/vote", {"next": "/community"})
        assert response["Location"] == f"/community#p{post_id}"
        assert "Choose something first" in once(client, "/community").text
        answer = client.post(f"/posts/{post_id}/vote", headers=htmx())
        assert (answer.status_code, Ballot.objects.count()) == (422, 0)

    @pytest.mark.parametrize("value", ["", "x", "-1", "9", "²", "99999999999999999999", "<script>"])
    def test_nonsense_is_no_vote(self, cast: Any, client_of: Clients, say: Say, value: str) -> None:
        post_id = say(cast.alice, "Which?", poll=POLL)
        response = client_of(cast.bob).post(f"/posts/{post_id}/vote?at=p{'9' * 30}", {f"choice-p{post_id}": value})
        assert response.status_code == 303
        assert not Ballot.objects.exists()

    def test_one_s_own_a_second_time_and_too_late(self, cast: Any, client_of: Clients, say: Say) -> None:
        post_id = say(cast.alice, "Which?", poll=POLL)
        mine = poll_of(once(client_of(cast.alice), "/community"), post_id)
        assert [each.text for each in mine.all("strong")] == ["0 %", "0 %", "0 %"]
        assert not mine.has("input")
        assert self._vote(client_of(cast.alice), post_id) == 403
        vote(cast.bob, post_id, [0])
        assert self._vote(client_of(cast.bob), post_id) == 403
        Poll.objects.update(ends_at=timezone.now() - timedelta(minutes=1))
        hydrate.kept._cache.clear()
        assert self._vote(client_of(cast.hal), post_id) == 403
        ended = poll_of(once(client_of(cast.hal), "/community"), post_id)
        assert "ended" in ended.text
        assert "ahead" in ended.all("li")[0].classes
        assert self._vote(client_of(cast.hal), 1) == 404
        assert client_of(cast.hal).get(f"/posts/{post_id}/vote").status_code == 405

    def test_visitors_see_what_is_asked(self, cast: Any, client_of: Clients, say: Say, open_house: None) -> None:
        post_id = say(cast.alice, "Which?", poll=POLL)
        poll = poll_of(once(client_of(None), f"/@alice/{post_id}"), post_id)
        assert [each.text for each in poll.all("li")] == ["Red <b>", "Green", "Blue"]
        assert not poll.has("input")
        assert not poll.has("button")

    def test_it_hides_behind_a_warning(self, cast: Any, client_of: Clients, say: Say) -> None:
        post_id = say(cast.alice, "Which?", poll=POLL, warning="Colours")
        page = once(client_of(cast.bob), f"/@alice/{post_id}")
        assert post(page, post_id).one("details.post-warning").has("div.poll")

    @pytest.mark.parametrize(
        ("left", "words"),
        [
            (timedelta(days=3), "3 days left"),
            (timedelta(hours=30), "30 hours left"),
            (timedelta(hours=2), "2 hours left"),
            (timedelta(seconds=90), "2 minutes left"),
            (timedelta(seconds=30), "1 minute left"),
        ],
    )
    def test_how_long_it_still_runs(self, cast: Any, client_of: Clients, say: Say, left: timedelta, words: str) -> None:
        post_id = say(cast.alice, "Which?", poll=POLL)
        Poll.objects.update(ends_at=timezone.now() + left)
        assert words in poll_of(once(client_of(cast.bob), "/community"), post_id).text

    def _vote(self, client: Client, post_id: int) -> int:
        return int(client.post(f"/posts/{post_id}/vote", {f"choice-p{post_id}": "1"}).status_code)


def test_the_end_is_told_to_each_in_their_words(cast: Any, client_of: Clients, say: Say) -> None:
    post_id = say(cast.alice, "Which?", poll=POLL)
    vote(cast.bob, post_id, [2])
    Poll.objects.update(ends_at=timezone.now() - timedelta(minutes=1))
    hydrate.kept._cache.clear()
    end_polls()
    drain()
    told = once(client_of(cast.bob), "/notifications").one("li.of-poll")
    assert "The poll of alice that you voted in has ended" in told.one("p.told-words").text
    assert "100 %" in told.text
    assert "Your poll has ended" in once(client_of(cast.alice), "/notifications").one("li.of-poll").text


def test_a_page_of_polls_costs_no_more_than_one(cast: Any, client_of: Clients, say: Say, price: Any) -> None:
    say(cast.alice, "One", poll=POLL)
    client = client_of(cast.bob)
    one = price(client, "/community")
    for number in range(10):
        say(cast.alice, f"More {number}", poll=POLL)
    assert price(client, "/community") == one
