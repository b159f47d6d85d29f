"""The form of a post: what it shows, keeps and sends, and what its key makes of a double submit."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client, RequestFactory

from folkmoot.accounts.queries import Account
from folkmoot.web.social import composer
from folkmoot.web.social.audiences import audience, audiences
from folkmoot.web.social.composer import Composer
from folkmoot.web.social.languages import LANGUAGES, choices
from tests.web.social.reading import composer as form_of
from tests.web.social.reading import fields, once

type Clients = Callable[..., Client]

FIELDS = ("textarea", "select", "input")
SENT = Composer("home", "en", "Hello", key="abc")


@pytest.mark.parametrize(
    "change",
    [{"text": "Hello!"}, {"scope": "quiet"}, {"warning": "w"}, {"reply_to": 7}, {"key": "other"}],
)
def test_other_words_are_another_post(change: dict[str, Any]) -> None:
    """Going back in the browser and writing something else must not be taken for a double submit."""
    assert replace(SENT, **change).draft(1).idempotency_key != SENT.draft(1).idempotency_key


def test_the_same_words_are_the_same_post() -> None:
    assert replace(SENT, place="elsewhere").draft(1).idempotency_key == SENT.draft(1).idempotency_key
    assert len(SENT.draft(1).idempotency_key) < 200


def test_without_a_key_nothing_is_promised() -> None:
    assert replace(SENT, key="").draft(1).idempotency_key == ""


def test_lone_surrogates_make_no_error() -> None:
    assert replace(SENT, text="\ud800").draft(1).idempotency_key.startswith("form:")


def test_every_form_has_a_key_of_its_own() -> None:
    assert Composer("home", "en").key != Composer("home", "en").key


def test_an_answer_to_what_is_gone_becomes_a_post_of_its_own() -> None:
    again = replace(SENT, reply_to=5).refused("reply_to", "gone")
    assert (again.reply_to, again.text, again.errors) == (None, "Hello", {"reply_to": "gone"})
    assert replace(SENT, reply_to=5).refused("text", "long").reply_to == 5


def test_what_is_kept_is_bounded(rf: RequestFactory) -> None:
    request: Any = rf.get("/")
    request.session, request.viewer = {}, 1
    composer.keep(request, replace(SENT, text="x" * 100_000))
    assert len(request.session["kept_post"]["text"]) == composer.KEPT_MOST
    kept = composer.kept(request)
    assert kept
    assert (kept.place, kept.key, kept.after) == ("home", "abc", "/")


def test_nothing_kept_is_nothing(rf: RequestFactory) -> None:
    request: Any = rf.get("/")
    request.session = {}
    assert composer.kept(request) is None


def test_every_audience_has_a_name_and_a_sentence() -> None:
    assert [each.value for each in audiences()] == ["public", "quiet", "community", "followers", "direct"]
    assert all(each.label and each.sentence.endswith(".") for each in audiences())
    assert audience("list").label == "A circle"


@pytest.mark.parametrize(("own", "first"), [("tr", "Türkçe"), ("en", "English"), ("gsw", "gsw"), ("", "العربية")])
def test_ones_own_language_comes_first(own: str, first: str) -> None:
    known = choices(own)
    assert known[0][1] == first
    assert len({code for code, _, _ in known}) == len(known) >= len(LANGUAGES)


class TestHome:
    def test_it_offers_everything_and_chooses_the_usual(self, cast: Any, client_of: Clients) -> None:
        form = form_of(once(client_of(cast.bob), "/"))
        sent = fields(form)
        assert (sent["text"], sent["scope"], sent["language"], sent["warning"]) == ("", "public", "en", "")
        assert (sent["place"], sent["next"]) == ("home", "/")
        assert form.attrs["data-draft"] == "home"
        assert form.attrs["data-most"] == "5000"

    def test_each_audience_is_explained_below(self, cast: Any, client_of: Clients) -> None:
        form = form_of(once(client_of(cast.bob), "/"))
        scope = next(node for node in form.all("select") if node.attrs["name"] == "scope")
        about = form.one(f"#{scope.attrs['aria-describedby']}")
        for each in audiences():
            assert about.one(f"p.about-{each.value}").text == each.sentence

    def test_the_members_own_language_is_chosen(self, cast: Any, client_of: Clients) -> None:
        Account.objects.filter(id=cast.bob.id).update(language="sw")
        assert fields(form_of(once(client_of(cast.bob), "/")))["language"] == "sw"

    def test_every_field_has_a_label(self, cast: Any, client_of: Clients) -> None:
        form = form_of(once(client_of(cast.bob), "/"))
        labelled = {node.attrs["for"] for node in form.all("label") if "for" in node.attrs}
        within = [id(node) for label in form.all("label") for tag in FIELDS for node in label.all(tag)]
        shown = [node for tag in FIELDS for node in form.all(tag) if node.attrs.get("type") != "hidden"]
        others = [node for node in shown if id(node) not in within and not node.attrs.get("aria-label")]
        assert {node.attrs["id"] for node in others} == labelled


class TestAnswer:
    def test_it_names_the_author_and_whom_the_post_named(self, cast: Any, client_of: Clients, say: Any) -> None:
        post_id = say(cast.bob, "@alice @hal @frank listen")
        sent = fields(form_of(once(client_of(cast.alice), f"/@bob/{post_id}")))
        assert sent["text"].startswith("@bob ")
        assert set(sent["text"].split()) == {"@bob", "@hal", "@frank"}
        assert sent["reply_to"] == str(post_id)

    @pytest.mark.parametrize("scope", ["public", "quiet", "community", "followers", "direct"])
    def test_it_is_for_the_same_people(self, cast: Any, client_of: Clients, say: Any, scope: str) -> None:
        post_id = say(cast.bob, "@alice listen", scope)
        assert fields(form_of(once(client_of(cast.alice), f"/@bob/{post_id}")))["scope"] == scope

    def test_to_oneself_it_names_nobody(self, cast: Any, client_of: Clients, say: Any) -> None:
        post_id = say(cast.bob, "to be continued")
        assert fields(form_of(once(client_of(cast.bob), f"/@bob/{post_id}")))["text"] == ""


class TestWrite:
    def test_to_somebody_it_is_direct(self, cast: Any, client_of: Clients) -> None:
        sent = fields(form_of(once(client_of(cast.bob), "/write?to=alice")))
        assert (sent["text"], sent["scope"], sent["next"]) == ("@alice ", "direct", "/@alice")

    @pytest.mark.parametrize("acct", ["nobody", "gina", "ivy", "@", "a@b@c", "a%00b"])
    def test_to_nobody_it_is_not_there(self, cast: Any, client_of: Clients, acct: str) -> None:
        once(client_of(cast.bob), f"/write?to={acct}", 404)

    def test_it_can_begin_with_words(self, cast: Any, client_of: Clients) -> None:
        sent = fields(form_of(once(client_of(cast.bob), "/write?text=%23choir%20")))
        assert (sent["text"], sent["scope"]) == ("#choir ", "public")
