"""Publishing: once, for whom it was meant, and without ever losing what was typed."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from folkmoot.core.errors import Busy, NotAllowed, TooMany
from folkmoot.posts.actions import delete_post
from folkmoot.posts.queries import get_post
from folkmoot.project.cast import PASSWORD
from folkmoot.relations.actions import block
from tests.web.pages import page as whole
from tests.web.social.reading import composer, fields, htmx, once, post, post_ids, tree, write

type Clients = Callable[..., Client]


def test_a_post_is_published_and_stands_on_top(cast: Any, client_of: Clients) -> None:
    client = client_of(cast.bob)
    response = write(client, "/", text="Hello **everybody**", language="de")
    path, _hash, anchor = response["Location"].partition("#p")
    assert (response.status_code, path) == (303, "/")
    view = get_post(cast.bob.id, int(anchor))
    assert (view.body.text, view.body.scope, view.body.language) == ("Hello **everybody**", "public", "de")
    page = once(client, "/")
    assert post_ids(page)[0] == view.post_id
    assert post(page, view.post_id).one("strong").text == "everybody"
    assert page.one("[data-draft-taken]").attrs["data-draft-taken"] == "home"


@pytest.mark.parametrize("scope", ["public", "quiet", "community", "followers"])
def test_each_audience_is_kept(cast: Any, client_of: Clients, scope: str) -> None:
    client = client_of(cast.bob)
    response = write(client, "/", text="hello", scope=scope, warning="Careful")
    body = get_post(cast.bob.id, int(response["Location"].partition("#p")[2])).body
    assert (body.scope, body.warning) == (scope, "Careful")


def test_a_direct_post_leads_to_the_inbox(cast: Any, client_of: Clients) -> None:
    client = client_of(cast.bob)
    assert write(client, "/write?to=alice", text="@alice between us")["Location"] == "/direct"
    assert "between us" in once(client_of(cast.alice), "/direct").one(".conversation").text


def test_a_double_submit_makes_one_post(cast: Any, client_of: Clients) -> None:
    client = client_of(cast.bob)
    sent = {**fields(composer(once(client, "/"))), "text": "only once"}
    places = {client.post("/posts", sent)["Location"] for _ in range(3)}
    assert len(places) == 1
    assert len(post_ids(once(client, "/@bob"))) == 1


def test_going_back_and_writing_something_else_makes_two(cast: Any, client_of: Clients) -> None:
    client = client_of(cast.bob)
    sent = fields(composer(once(client, "/")))
    client.post("/posts", {**sent, "text": "the first"})
    client.post("/posts", {**sent, "text": "the second"})
    assert len(post_ids(once(client, "/@bob"))) == 2


class TestRefused:
    @pytest.mark.parametrize(
        ("typed", "field", "words"),
        [
            ({"text": ""}, "text", "cannot be empty"),
            ({"text": "   \n "}, "text", "cannot be empty"),
            ({"text": "\x00\u202e"}, "text", "cannot be empty"),
            ({"text": "x" * 5001}, "text", "take out 1 character."),
            ({"text": "x " * 3000}, "text", "take out 999 characters."),
            ({"text": " ".join(f"@a{n}" for n in range(51))}, "text", "at most 50 people"),
            ({"warning": "w" * 501}, "warning", "take out 1 character."),
            ({"scope": "list"}, "scope", "who the post is for"),
            ({"scope": ""}, "scope", "who the post is for"),
            ({"language": "<b>"}, "language", "language from the list"),
        ],
    )
    def test_the_form_comes_back_with_all_that_was_typed(
        self, cast: Any, client_of: Clients, typed: dict[str, str], field: str, words: str
    ) -> None:
        client = client_of(cast.bob)
        complete = {"text": "My words", "warning": "Careful", "scope": "quiet", "language": "de", **typed}
        response = write(client, "/", **complete)
        assert response.status_code == 422
        page = tree(response)
        form = composer(page)
        assert words in " ".join(node.text for node in form.all("p.error"))
        sent = fields(form)
        kept = {name: value for name, value in complete.items() if name not in {"scope", "language"} or name != field}
        assert {name: sent[name].replace("\x00", "") for name in kept} == {
            name: value.replace("\x00", "") for name, value in kept.items()
        }
        marked = [node.attrs["name"] for node in form.walk() if node.attrs.get("aria-invalid") == "true"]
        assert marked == [field]
        assert post_ids(once(client, "/@bob")) == []

    def test_the_second_try_goes_through(self, cast: Any, client_of: Clients) -> None:
        client = client_of(cast.bob)
        again = fields(composer(tree(write(client, "/", text="x" * 5001))))
        assert client.post("/posts", {**again, "text": "shorter"})["Location"].startswith("/#p")

    def test_links_count_23(self, cast: Any, client_of: Clients) -> None:
        text = "x" * 4976 + " https://example.org/" + "y" * 300
        assert write(client_of(cast.bob), "/", text=text).status_code == 303

    def test_htmx_gets_the_form_alone(self, cast: Any, client_of: Clients) -> None:
        client = client_of(cast.bob)
        sent = fields(composer(once(client, "/")))
        response = client.post("/posts", {**sent, "text": "x" * 5001}, headers=htmx())
        part = tree(response)
        assert response.status_code == 422
        assert not part.has("main")
        assert fields(composer(part))["text"] == "x" * 5001
        assert fields(composer(part))["key"] == sent["key"]
        assert "hx-post" in composer(part).attrs

    @pytest.mark.parametrize(
        ("error", "status"), [(TooMany(7, "Please slow down."), 429), (NotAllowed("Not this."), 403)]
    )
    def test_what_is_refused_for_other_reasons_is_kept_in_place(
        self, cast: Any, client_of: Clients, monkeypatch: Any, error: Exception, status: int
    ) -> None:
        _refuse(monkeypatch, error)
        response = write(client_of(cast.bob), "/", text="My words")
        assert response.status_code == status
        assert response.get("Retry-After") == ("7" if status == 429 else None)
        form = composer(tree(response))
        assert fields(form)["text"] == "My words"
        assert form.one("p.error").text == str(error)

    def test_htmx_says_it_in_a_toast_and_leaves_the_form(self, cast: Any, client_of: Clients, monkeypatch: Any) -> None:
        _refuse(monkeypatch, TooMany(7, "Please slow down."))
        response = client_of(cast.bob).post("/posts", {"text": "My words"}, headers=htmx())
        assert response.status_code == 429
        assert "Please slow down." in response["HX-Trigger"]
        assert response.content == b""

    def test_when_nothing_can_be_saved_the_words_are_shown_again(
        self, cast: Any, client_of: Clients, monkeypatch: Any
    ) -> None:
        _refuse(monkeypatch, Busy())
        response = write(client_of(cast.bob), "/", text="My words")
        assert response.status_code == 503
        assert "My words" in whole(response).source

    def test_a_refused_post_shows_what_it_answers(self, cast: Any, client_of: Clients, say: Any) -> None:
        parent = say(cast.alice, "the question")
        page = tree(write(client_of(cast.bob), f"/@alice/{parent}", text=""))
        assert post(page, parent).one(".post-words").text == "the question"
        assert fields(composer(page))["reply_to"] == str(parent)


def _refuse(monkeypatch: Any, error: Exception) -> None:
    def refuse(*_: object) -> None:
        raise error

    monkeypatch.setattr("folkmoot.web.social.compose.publish_post", refuse)


class TestAnswers:
    def test_an_answer_stands_in_the_thread(self, cast: Any, client_of: Clients, say: Any) -> None:
        parent = say(cast.alice, "the question")
        client = client_of(cast.bob)
        response = write(client, f"/@alice/{parent}", text="@alice the answer")
        path, _hash, anchor = response["Location"].partition("#p")
        assert path == f"/@alice/{parent}"
        replies = once(client, path).one("#replies")
        assert post_ids(replies) == [int(anchor)]

    @pytest.mark.parametrize("how", ["deleted", "blocked"])
    def test_what_was_answered_is_gone_meanwhile(
        self, cast: Any, client_of: Clients, say: Any, drain: Any, how: str
    ) -> None:
        parent = say(cast.hal, "the question")
        client = client_of(cast.bob)
        sent = {**fields(composer(once(client, f"/@hal/{parent}"))), "text": "my long answer"}
        delete_post(cast.hal, parent) if how == "deleted" else block(cast.hal, cast.bob.id)
        drain()
        response = client.post("/posts", sent)
        assert response.status_code == 422
        form = composer(tree(response))
        assert "publish it as a post of its own" in form.one("p.error").text
        again = fields(form)
        assert (again["text"], "reply_to" in again) == ("my long answer", False)
        published = client.post("/posts", {**again, "next": "/"})
        view = get_post(cast.bob.id, int(published["Location"].partition("#p")[2]))
        assert view.body.reply_to_id is None

    def test_htmx_adds_the_answer_below_and_empties_the_form(self, cast: Any, client_of: Clients, say: Any) -> None:
        parent = say(cast.alice, "the question")
        client = client_of(cast.bob)
        sent = fields(composer(once(client, f"/@alice/{parent}")))
        response = client.post("/posts", {**sent, "text": "@alice yes"}, headers=htmx())
        part = tree(response)
        assert part.one("[hx-swap-oob]").attrs["hx-swap-oob"] == "beforeend:#replies"
        assert post(part, post_ids(part)[0]).one(".post-words").text == "@alice yes"
        fresh = fields(composer(part))
        assert fresh["text"] == "@alice "
        assert fresh["key"] != sent["key"]


class TestHtmx:
    def test_the_post_comes_to_the_top_and_the_form_is_fresh(self, cast: Any, client_of: Clients) -> None:
        client = client_of(cast.bob)
        sent = fields(composer(once(client, "/")))
        response = client.post("/posts", {**sent, "text": "at once"}, headers=htmx())
        part = tree(response)
        assert part.one("[hx-swap-oob]").attrs["hx-swap-oob"] == "afterbegin:#feed"
        assert part.one(".post-words").text == "at once"
        assert fields(composer(part))["text"] == ""
        news = json.loads(response["HX-Trigger-After-Swap"])
        assert news["folkmoot:taken"] == {"name": "home"}
        assert news["folkmoot:say"] == {"text": "Your post is published.", "level": "success"}

    def test_a_direct_post_does_not_appear_in_the_feed(self, cast: Any, client_of: Clients) -> None:
        client = client_of(cast.bob)
        sent = fields(composer(once(client, "/")))
        response = client.post("/posts", {**sent, "text": "@alice psst", "scope": "direct"}, headers=htmx())
        assert not tree(response).has("article")
        assert "under Direct posts" in response["HX-Trigger-After-Swap"]

    def test_a_double_submit_answers_twice_with_one_post(self, cast: Any, client_of: Clients) -> None:
        client = client_of(cast.bob)
        sent = {**fields(composer(once(client, "/"))), "text": "at once"}
        first, second = (post_ids(tree(client.post("/posts", sent, headers=htmx()))) for _ in range(2))
        assert first == second


class TestSignedOut:
    """The session ended while somebody wrote: the words wait on the other side of the sign-in page."""

    @pytest.fixture
    def stale(self, cast: Any, client: Client) -> dict[str, str]:
        return {
            "text": "Long thoughts",
            "scope": "quiet",
            "warning": "w",
            "language": "de",
            "place": "home",
            "key": "k",
        }

    def test_the_words_come_back_after_signing_in(self, cast: Any, client: Client, stale: dict[str, str]) -> None:
        response = client.post("/posts", stale)
        assert (response.status_code, response["Location"]) == (303, "/sign-in?next=/write")
        entrance = whole(client.get(response["Location"]))
        assert "your words will be there" in entrance.text
        form = next(form for form in entrance.forms if "password" in form.fields)
        client.post(form.action or "/sign-in?next=/write", form.filled(login="bob", password=PASSWORD))
        page = once(client, "/write")
        sent = fields(composer(page))
        assert {name: sent[name] for name in ("text", "scope", "warning", "language")} == {
            name: stale[name] for name in ("text", "scope", "warning", "language")
        }
        assert "before you were signed out" in page.one("main").text
        assert client.post("/posts", sent)["Location"].startswith("/#p")
        assert fields(composer(once(client, "/write")))["text"] == ""

    def test_an_answer_still_answers(self, cast: Any, client: Client, say: Any, stale: dict[str, str]) -> None:
        parent = say(cast.alice, "the question")
        client.post("/posts", {**stale, "place": f"reply:{parent}", "reply_to": str(parent)})
        _sign_in(client)
        page = once(client, "/write")
        assert post(page, parent)
        assert fields(composer(page))["reply_to"] == str(parent)

    def test_the_words_survive_that_what_they_answer_is_gone(
        self, cast: Any, client: Client, stale: dict[str, str]
    ) -> None:
        client.post("/posts", {**stale, "reply_to": "12345"})
        _sign_in(client)
        page = once(client, "/write")
        assert fields(composer(page))["text"] == "Long thoughts"
        assert not page.has("article")

    def test_they_can_be_thrown_away(self, cast: Any, client: Client, stale: dict[str, str]) -> None:
        client.post("/posts", stale)
        _sign_in(client)
        assert client.post("/write", {"_method": "DELETE"})["Location"] == "/"
        assert fields(composer(once(client, "/write")))["text"] == ""

    def test_htmx_is_led_to_the_same_place(self, cast: Any, client: Client, stale: dict[str, str]) -> None:
        response = client.post("/posts", stale, headers=htmx())
        assert response["HX-Redirect"] == "/sign-in?next=/write"

    def test_nothing_is_published_meanwhile(self, cast: Any, client: Client, stale: dict[str, str]) -> None:
        client.post("/posts", stale)
        _sign_in(client)
        assert post_ids(once(client, "/@bob")) == []

    def test_whoever_waits_to_be_let_in_waits(self, cast: Any, client_of: Clients, stale: dict[str, str]) -> None:
        assert client_of(cast.ivy).post("/posts", stale)["Location"] == "/waiting"

    def test_whoever_was_suspended_is_told(self, cast: Any, client_of: Clients, stale: dict[str, str]) -> None:
        assert client_of(cast.gina).post("/posts", stale).status_code in {403, 303}
        assert not post_ids(once(client_of(cast.olivia), "/community"))


def _sign_in(client: Client) -> None:
    client.post("/sign-in", {"login": "bob", "password": PASSWORD})


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_posts_are_only_posted(cast: Any, client_of: Clients, method: str) -> None:
    assert getattr(client_of(cast.bob), method)("/posts").status_code == 405


def test_without_a_token_nothing_is_published_and_nothing_lost(cast: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.bob.login, backend="folkmoot.web.entrance.backend.Backend")
    response = client.post("/posts", {"text": "My words", "scope": "public"})
    assert response.status_code == 403
    assert "My words" in response.content.decode()
    assert post_ids(once(client, "/@bob")) == []
