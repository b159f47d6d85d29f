"""Drafts and planned posts in the browser: kept, gone on with, thrown away, published by themselves, and private."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from folkmoot.posts.actions import Draft, delete_post
from folkmoot.posts.actions.saved import DRAFTS_MOST, Begun, save_draft
from folkmoot.posts.actions.schedule import schedule_post
from folkmoot.posts.models import Post, SavedDraft
from folkmoot.posts.queries.saved import draft, drafts
from tests.pictures import drawn, lay
from tests.web.social.drafting import message, press, sent, texts, typing
from tests.web.social.reading import composer, fields, htmx, once, tree

type Clients = Callable[..., Client]


class TestWhileTyping:
    def test_it_is_saved_and_said(self, cast: Any, client_of: Clients) -> None:
        client = client_of(cast.alice)
        response, form = typing(client, sent(client), text="Half a th", scope="followers", warning="Long")
        kept = draft(cast.alice.id, int(form["draft"]))
        assert (response.status_code, response.json()["said"]) == (200, "Saved as a draft.")
        assert (kept.text, kept.form["scope"], kept.form["warning"]) == ("Half a th", ["followers"], ["Long"])
        _again, form = typing(client, form, text="Half a thought")
        assert texts(cast.alice) == ["Half a thought"]

    def test_what_the_page_is_about_is_not_kept(self, cast: Any, client_of: Clients) -> None:
        client = client_of(cast.alice)
        typing(client, sent(client), text="Words", do="up:1", **{"alt-5": "Boats", "focus-5": "0,0"})
        names = set(drafts(cast.alice.id)[0].form)
        assert not names & {"csrfmiddlewaretoken", "next", "live", "keep", "do", "alt-5", "focus-5", "draft"}

    def test_nothing_typed_is_nothing_saved(self, cast: Any, client_of: Clients) -> None:
        client = client_of(cast.alice)
        response, _form = typing(client, sent(client), text=" ")
        assert (response.status_code, "nothing to keep" in response.json()["said"]) == (422, True)
        assert texts(cast.alice) == []

    def test_of_two_devices_neither_loses_a_word(self, cast: Any, client_of: Clients) -> None:
        desk, phone = client_of(cast.alice), client_of(cast.alice)
        _response, at_desk = typing(desk, sent(desk), text="Begun at the desk")
        at_phone = sent(phone, f"/drafts/{at_desk['draft']}")
        assert at_phone["text"] == "Begun at the desk"
        assert at_phone["key"] != at_desk["key"]
        _response, at_phone = typing(phone, at_phone, text="Gone on with on the phone")
        response, at_desk = typing(desk, at_desk, text="Gone on with at the desk")
        assert "Both are kept" in response.json()["said"]
        assert set(texts(cast.alice)) == {"Gone on with on the phone", "Gone on with at the desk"}
        typing(desk, at_desk, text="And on at the desk")
        assert set(texts(cast.alice)) == {"Gone on with on the phone", "And on at the desk"}

    def test_the_descriptions_of_pictures_are_kept_with_them(self, cast: Any, client_of: Clients) -> None:
        client, picture = client_of(cast.alice), lay(cast.alice.id)
        about = {"pictures": str(picture.id), f"alt-{picture.id}": "Boats", f"focus-{picture.id}": "0.5,0"}
        _response, form = typing(client, sent(client), text="", **about)
        resumed = once(client, f"/drafts/{form['draft']}")
        assert fields(composer(resumed))[f"alt-{picture.id}"] == "Boats"
        picture.refresh_from_db()
        assert picture.kept_until > timezone.now() + timedelta(days=29)

    def test_visitors_and_the_suspended_keep_nothing_here(self, cast: Any, client_of: Clients) -> None:
        for client in (client_of(None), client_of(cast.gina)):
            assert client.post("/drafts", {"text": "x", "keep": "typing"}).status_code in {302, 403}
        assert SavedDraft.objects.count() == 0


class TestWithoutScript:
    def test_a_button_keeps_it(self, cast: Any, client_of: Clients) -> None:
        client = client_of(cast.alice)
        form = composer(once(client, "/"))
        button = next(each for each in form.all("button") if each.text == "Save as draft")
        assert (button.attrs["formaction"], "formnovalidate" in button.attrs) == ("/drafts", True)
        assert press(client, sent(client, text="For later", language="de"))["Location"] == "/drafts"
        page = once(client, "/drafts")
        assert message(page) == "Saved as a draft."
        assert page.one("[data-draft-taken]").attrs["data-draft-taken"] == "home"
        assert "For later" in page.one(".drafts").text

    def test_with_htmx_it_leads_to_the_list(self, cast: Any, client_of: Clients) -> None:
        client = client_of(cast.alice)
        assert press(client, sent(client, text="For later"), headers=htmx())["HX-Redirect"] == "/drafts"

    def test_pictures_that_the_form_brings_are_kept(self, cast: Any, client_of: Clients) -> None:
        client = client_of(cast.alice)
        upload = SimpleUploadedFile("boat.jpg", drawn(320, 240), "image/jpeg")
        press(client, {**sent(client, text=""), "picture": upload})
        kept = drafts(cast.alice.id)[0]
        assert len(kept.form["pictures"]) == 1
        assert f"alt-{kept.form['pictures'][0]}" in fields(composer(once(client, f"/drafts/{kept.id}")))

    def test_what_is_no_picture_is_refused_with_the_words_kept(self, cast: Any, client_of: Clients) -> None:
        client = client_of(cast.alice)
        upload = SimpleUploadedFile("boat.jpg", b"no picture at all", "image/jpeg")
        response = press(client, {**sent(client, text="Words"), "picture": upload})
        assert response.status_code == 422
        assert fields(composer(tree(response)))["text"] == "Words"

    @pytest.mark.parametrize("hx", [False, True])
    def test_an_empty_one_is_refused_in_words(self, cast: Any, client_of: Clients, hx: bool) -> None:
        client = client_of(cast.alice)
        response = press(client, sent(client, text=""), headers=htmx() if hx else {})
        assert response.status_code == 422
        assert "nothing to keep" in tree(response).one(".error").text

    def test_the_fifty_first_is_refused_in_words(self, cast: Any, client_of: Clients) -> None:
        client = client_of(cast.alice)
        for number in range(DRAFTS_MOST):
            save_draft(cast.alice, None, Begun({"text": [f"{number}"]}))
        response = press(client, sent(client, text="One more"))
        assert response.status_code == 422
        assert "Throw one away" in tree(response).one(".error").text
        assert fields(composer(tree(response)))["text"] == "One more"

    def test_what_was_changed_elsewhere_is_told(self, cast: Any, client_of: Clients) -> None:
        client = client_of(cast.alice)
        _response, form = typing(client, sent(client), text="one")
        other = sent(client, f"/drafts/{form['draft']}")
        typing(client, other, text="two")
        press(client, {**form, "text": "three"})
        assert message(once(client, "/drafts")) == "This draft was changed elsewhere meanwhile. Both are kept."
        assert set(texts(cast.alice)) == {"two", "three"}


class TestGoingOn:
    def test_everything_is_where_it_was(self, cast: Any, client_of: Clients) -> None:
        client = client_of(cast.alice)
        wanted = {
            "text": "Wörter",
            "scope": "quiet",
            "warning": "Lang",
            "language": "de",
            "reply_policy": "mentioned",
            "due_day": "2031-05-04",
            "due_time": "18:30",
        }
        _response, form = typing(client, sent(client), **wanted)
        again = sent(client, f"/drafts/{form['draft']}")
        assert {name: again[name] for name in wanted} == wanted
        assert (again["draft"], again["draft_version"]) == (form["draft"], form["draft_version"])
        assert again["place"] == f"draft:{form['draft']}"

    def test_an_answer_stays_one(self, cast: Any, client_of: Clients, say: Any) -> None:
        client, parent = client_of(cast.alice), say(cast.bob, "What do you think?")
        _response, form = typing(client, sent(client, f"/@bob/{parent}"), text="Well …")
        page = once(client, f"/drafts/{form['draft']}")
        assert "What do you think?" in page.one("article.post").text
        response = client.post("/posts", {**fields(composer(page)), "text": "Well, yes"})
        assert response.status_code == 303
        assert Post.objects.get(account=cast.alice).reply_to_id == parent
        assert texts(cast.alice) == []

    def test_an_answer_to_what_is_gone_becomes_a_post(self, cast: Any, client_of: Clients, say: Any) -> None:
        client, parent = client_of(cast.alice), say(cast.bob, "What do you think?")
        _response, form = typing(client, sent(client, f"/@bob/{parent}"), text="Well …")
        delete_post(cast.bob, parent)
        refused = client.post("/posts", sent(client, f"/drafts/{form['draft']}"))
        assert refused.status_code == 422
        assert client.post("/posts", fields(composer(tree(refused)))).status_code == 303
        assert (Post.objects.get(account=cast.alice).reply_to_id, texts(cast.alice)) == (None, [])

    def test_published_it_is_gone(self, cast: Any, client_of: Clients) -> None:
        client = client_of(cast.alice)
        _response, form = typing(client, sent(client), text="Done")
        assert client.post("/posts", sent(client, f"/drafts/{form['draft']}")).status_code == 303
        assert texts(cast.alice) == []
        page = once(client, "/")
        assert page.one("[data-draft-taken]").attrs["data-draft-taken"] == f"draft:{form['draft']}"
        assert client.get(f"/drafts/{form['draft']}").status_code == 404

    def test_published_from_where_it_was_typed_it_is_gone_too(self, cast: Any, client_of: Clients) -> None:
        client = client_of(cast.alice)
        form = sent(client, text="Done")
        typing(client, form)
        client.post("/posts", form, headers=htmx())
        assert texts(cast.alice) == []

    def test_refused_it_stays(self, cast: Any, client_of: Clients) -> None:
        client = client_of(cast.alice)
        _response, form = typing(client, sent(client), text="x" * 5001)
        response = client.post("/posts", form)
        assert response.status_code == 422
        assert len(texts(cast.alice)) == 1
        assert fields(composer(tree(response)))["draft"] == form["draft"]


class TestThrowingAway:
    def test_it_is_asked_once(self, cast: Any, client_of: Clients) -> None:
        client = client_of(cast.alice)
        kept = save_draft(cast.alice, None, Begun({"text": ["Never mind"]}))
        page = once(client, f"/drafts/{kept.id}/discard")
        assert "Never mind" in page.one("blockquote").text
        form = next(each for each in page.all("form") if each.attrs.get("action") == f"/drafts/{kept.id}")
        assert client.post(form.attrs["action"], fields(form))["Location"] == "/drafts"
        assert texts(cast.alice) == []
        page = once(client, "/drafts")
        assert message(page) == "The draft is thrown away."
        assert page.one("[data-draft-taken]").attrs["data-draft-taken"] == f"draft:{kept.id}"
        assert "No drafts" in page.one(".empty").text


class TestOthers:
    """For everybody else it is as if it were not there."""

    @pytest.mark.parametrize("who", ["bob", "olivia", "frank"])
    def test_a_draft(self, cast: Any, client_of: Clients, who: str) -> None:
        kept = save_draft(cast.alice, None, Begun({"text": ["Nobody's business"], "key": ["k"]}))
        client = client_of(getattr(cast, who))
        for answer in (
            client.get(f"/drafts/{kept.id}"),
            client.get(f"/drafts/{kept.id}/discard"),
            client.delete(f"/drafts/{kept.id}"),
        ):
            assert answer.status_code == 404
            assert "business" not in answer.content.decode()
        form = {**sent(client, text="Mine"), "draft": str(kept.id), "draft_version": str(kept.version), "key": "k"}
        client.post("/drafts", {**form, "keep": "typing"})
        client.post("/posts", form)
        assert texts(cast.alice) == ["Nobody's business"]
        assert "business" not in client.get("/drafts").content.decode()

    def test_visitors_are_asked_to_sign_in(self, cast: Any, client_of: Clients) -> None:
        for path in ("/drafts", "/drafts/1", "/scheduled"):
            assert client_of(None).get(path)["Location"].startswith("/sign-in")


def test_a_list_costs_the_same_however_long(cast: Any, client_of: Clients, price: Any) -> None:
    client = client_of(cast.alice)
    costs = []
    for number in range(2):
        for each in range(1 + 5 * number):
            save_draft(cast.alice, None, Begun({"text": [f"{number} {each}"]}))
            due_at = timezone.now() + timedelta(hours=1)
            schedule_post(cast.alice, Draft(f"{number} {each}", "public"), due_at, {})
        costs.append((price(client, "/drafts"), price(client, "/scheduled")))
    assert costs[0] == costs[1]
