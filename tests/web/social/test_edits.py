"""Changing a post on pages, what it said before, and writing it again."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from folkmoot.core.events import drain
from folkmoot.media.models import Picture
from folkmoot.posts.actions import Edit, NewPoll, boost, edit_post, like, vote
from folkmoot.posts.models import Post, Revision, SavedDraft
from folkmoot.posts.queries import get_post
from folkmoot.relations.actions.circles import CircleDraft, add_to_circle, make_circle
from tests.pictures import drawn
from tests.pictures import lay as picture
from tests.web.social.reading import Node, composer, fields, once, post, tree

type Clients = Callable[..., Client]
type Say = Callable[..., int]


def change(client: Client, post_id: int, **typed: Any) -> Any:
    address = f"/posts/{post_id}/edit"
    return client.post(address, {**fields(composer(once(client, address))), **typed})


def _upload() -> dict[str, Any]:
    return {"picture": SimpleUploadedFile("a.jpg", drawn())}


class TestTheForm:
    def test_the_post_is_changed(self, cast: Any, client_of: Clients, say: Say) -> None:
        post_id = say(cast.alice, "Hello", warning="Old", language="en")
        response = change(client_of(cast.alice), post_id, text="Hello world", warning="", language="de")
        assert (response.status_code, response["Location"]) == (303, f"/@alice/{post_id}")
        body = get_post(cast.bob.id, post_id).body
        assert (body.text, body.warning, body.language) == ("Hello world", "", "de")

    def test_it_says_so_on_cards_with_the_time(self, cast: Any, client_of: Clients, say: Say) -> None:
        post_id = say(cast.alice, "Hello")
        client = client_of(cast.bob)
        for path in ("/community", f"/@alice/{post_id}"):
            assert f"/@alice/{post_id}/history" not in client.get(path).content.decode()
        edit_post(cast.alice, post_id, Edit("Hello world"))
        for path in ("/community", f"/@alice/{post_id}"):
            marks = [a for a in post(once(client, path), post_id).all("a") if a.attrs["href"].endswith("/history")]
            assert len(marks) == 1
            assert marks[0].text.startswith("edited ")
            assert marks[0].has("time")

    def test_only_the_author_finds_it(self, cast: Any, client_of: Clients, say: Say) -> None:
        post_id = say(cast.alice, "Hello")
        boosted = boost(cast.bob, post_id)
        for account, some_id in ((cast.bob, post_id), (cast.bob, boosted), (cast.alice, 1)):
            client = client_of(account)
            for page in ("edit", "redraft"):
                assert client.get(f"/posts/{some_id}/{page}").status_code == 404
                assert client.post(f"/posts/{some_id}/{page}", {"text": "Mine"}).status_code == 404
        assert get_post(cast.bob.id, post_id).body.text == "Hello"

    @pytest.mark.parametrize(
        ("typed", "field"),
        [({"text": "x" * 5_001}, "text"), ({"warning": "w" * 501}, "warning")],
    )
    def test_a_refused_form_keeps_everything(
        self, cast: Any, client_of: Clients, say: Say, typed: Any, field: str
    ) -> None:
        post_id = say(cast.alice, "Hello")
        values = {"text": "Kept", "warning": "Kept too", "language": "fr", **typed}
        response = change(client_of(cast.alice), post_id, poll_option=["a", "b", "", ""], **values)
        assert response.status_code == 422
        page = tree(response)
        form = fields(composer(page))
        assert {name: form[name] for name in values} == values
        assert page.one(f"#{field}-edit").attrs["aria-invalid"] == "true"
        assert [e.attrs["value"] for e in page.all("input") if e.attrs.get("name") == "poll_option"][:2] == ["a", "b"]
        assert get_post(cast.bob.id, post_id).body.text == "Hello"

    def test_an_edit_meanwhile_is_shown_and_the_second_press_saves(
        self, cast: Any, client_of: Clients, say: Say
    ) -> None:
        post_id = say(cast.alice, "First")
        client = client_of(cast.alice)
        form = fields(composer(once(client, f"/posts/{post_id}/edit")))
        edit_post(cast.alice, post_id, Edit("From the other device"))
        response = client.post(f"/posts/{post_id}/edit", {**form, "text": "From here"})
        assert response.status_code == 422
        page = tree(response)
        assert page.one("blockquote").text == "From the other device"
        again = fields(composer(page))
        assert again["text"] == "From here"
        assert client.post(f"/posts/{post_id}/edit", again).status_code == 303
        assert get_post(cast.alice.id, post_id).body.text == "From here"

    @pytest.mark.parametrize("since", ["", "yesterday", "2020-01-01", "9" * 100])
    def test_nonsense_for_a_moment_is_no_moment(self, cast: Any, client_of: Clients, say: Say, since: str) -> None:
        assert change(client_of(cast.alice), say(cast.alice, "First"), since=since, text="x").status_code == 303

    def test_a_removed_post_says_why_not(self, cast: Any, client_of: Clients, say: Say) -> None:
        post_id = say(cast.alice, "Rude")
        Post.objects.update(removed_at=timezone.now())
        response = change(client_of(cast.alice), post_id, text="Kind")
        assert response.status_code == 403
        assert "removed" in tree(response).one("p.error").text
        assert fields(composer(tree(response)))["text"] == "Kind"

    def test_too_fast_is_said_with_when(self, cast: Any, client_of: Clients, say: Say, settings: Any) -> None:
        post_id = say(cast.alice, "One")
        settings.FOLKMOOT = settings.FOLKMOOT.model_copy(update={"posts_per_5_minutes": 1})
        response = change(client_of(cast.alice), post_id, text="Two")
        assert response.status_code == 429
        assert int(response["Retry-After"]) > 0


class TestFiles:
    def test_pictures_are_moved_left_out_added_and_described(self, cast: Any, client_of: Clients, say: Say) -> None:
        one, two = (picture(cast.alice.id, alt=name) for name in ("one", "two"))
        post_id = say(cast.alice, "Hello", pictures=(one.id, two.id))
        client, address = client_of(cast.alice), f"/posts/{post_id}/edit"
        form = {**fields(composer(once(client, address))), "pictures": [str(one.id), str(two.id)]}
        page = tree(client.post(address, {**form, "do": f"down:{one.id}", f"alt-{one.id}": "typed"}))
        assert self._shown(page) == [two.id, one.id]
        assert fields(composer(page))[f"alt-{one.id}"] == "typed", "nothing typed is lost on the way"
        page = tree(client.post(address, {**form, "do": f"remove:{two.id}"}))
        assert self._shown(page) == [one.id]
        page = tree(
            client.post(address, {**form, "pictures": [str(one.id)], "picture": SimpleUploadedFile("a.jpg", drawn())})
        )
        (kept, fresh) = self._shown(page)
        assert (kept, "Say what they show" in page.text) == (one.id, True)
        sent = {**fields(composer(page)), "pictures": [str(fresh), str(one.id)], f"alt-{fresh}": "Fresh"}
        assert client.post(address, sent).status_code == 303
        drain()
        shown = get_post(cast.bob.id, post_id).body.pictures
        assert [(each.id, each.alt) for each in shown] == [(fresh, "Fresh"), (one.id, "one")]
        assert not Picture.objects.filter(id=two.id).exists()

    def test_what_is_no_picture_is_refused_in_words(self, cast: Any, client_of: Clients, say: Say) -> None:
        post_id = say(cast.alice, "Hello")
        response = change(client_of(cast.alice), post_id, picture=SimpleUploadedFile("a.png", b"nonsense"), text="Kept")
        assert response.status_code == 422
        assert tree(response).one("#wrong-pictures-edit").text
        assert fields(composer(tree(response)))["text"] == "Kept"

    def test_pictures_of_others_do_not_show_in_the_form(self, cast: Any, client_of: Clients, say: Say) -> None:
        foreign = picture(cast.bob.id, alt="secret")
        post_id = say(cast.alice, "Hello")
        response = change(client_of(cast.alice), post_id, pictures=str(foreign.id))
        assert response.status_code == 422
        assert "secret" not in response.content.decode()

    def test_nothing_at_all_is_refused(self, cast: Any, client_of: Clients, say: Say) -> None:
        assert change(client_of(cast.alice), say(cast.alice, "Hello"), text=" ").status_code == 422

    def _shown(self, page: Node) -> list[int]:
        return [int(each.attrs["data-id"]) for each in page.all("li.draft-pic")]


class TestPolls:
    def test_it_stands_in_the_form_and_keeps_its_votes(self, cast: Any, client_of: Clients, say: Say) -> None:
        post_id = say(cast.alice, "Which?", poll=NewPoll(("a", "b", "c"), 600))
        vote(cast.bob, post_id, [0])
        client = client_of(cast.alice)
        page = once(client, f"/posts/{post_id}/edit")
        options = [each.attrs["value"] for each in page.all("input") if each.attrs.get("name") == "poll_option"]
        assert options == ["a", "b", "c", ""]
        assert fields(composer(page))["poll_lasts"] == "0"
        assert "begins it again" in page.text
        change(client, post_id, text="Which one?", poll_option=options)
        assert get_post(cast.bob.id, post_id).extras.tally.voters == 1  # type: ignore[union-attr]  # it asks
        change(client, post_id, poll_option=["a", "b"])
        assert get_post(cast.bob.id, post_id).extras.tally.voters == 0  # type: ignore[union-attr]  # it asks
        change(client, post_id, poll_option=["", ""])
        assert get_post(cast.bob.id, post_id).body.poll is None


class TestHistory:
    def test_what_was_added_and_taken_out(self, cast: Any, client_of: Clients, say: Say) -> None:
        shown = picture(cast.alice.id, alt="A cat")
        poll = NewPoll(("x", "y"), 600)
        post_id = say(cast.alice, "The red <b> house", warning="Old", language="en", pictures=(shown.id,), poll=poll)
        more = {"pictures": (shown.id,), "language": "en"}
        edit_post(
            cast.alice,
            post_id,
            Edit("The blue <b> house", "New", alts={shown.id: "A dog"}, poll=NewPoll(("x", "z"), 0), **more),
        )
        edit_post(cast.alice, post_id, Edit("The blue <b> house", "New", language="de"))
        page = once(client_of(cast.bob), f"/@alice/{post_id}/history")
        newest, second, first = page.one("ol.edit-steps").all("li")[0], *page.one("ol.edit-steps").all("h2")[1:]
        steps = [each for each in page.one("ol.edit-steps").children if isinstance(each, Node)]
        assert len(steps) == 3
        assert "Language: Deutsch" in newest.text
        assert "Taken out: A dog" in newest.text
        assert [each.text for each in steps[1].one("div.edit-text").all("del")] == ["[removed] red"]
        assert [each.text for each in steps[1].one("div.edit-text").all("ins")] == ["[added] blue"]
        assert "[removed] Old" in steps[1].one("p.edit-warning").text
        assert "[removed] cat" in steps[1].one("ul.edit-notes").text
        assert "[added] z" in steps[1].one("ul.edit-notes").text
        assert steps[2].one("div.edit-text").text == "The red <b> house"
        assert not steps[2].has("ins")
        assert (second.text[:6], first.text[:9]) == ("Edited", "Published")

    def test_pictures_that_changed_places_and_one_that_came(self, cast: Any, client_of: Clients, say: Say) -> None:
        one, two = (picture(cast.alice.id, alt=name) for name in ("one", ""))
        post_id = say(cast.alice, "x", pictures=(one.id,))
        edit_post(cast.alice, post_id, Edit("x", pictures=(one.id, two.id)))
        edit_post(cast.alice, post_id, Edit("x", pictures=(two.id, one.id)))
        page = once(client_of(cast.bob), f"/@alice/{post_id}/history").text
        assert "another order" in page
        assert "Added: without a description" in page

    def test_it_stands_under_the_rule_of_the_post(
        self, cast: Any, client_of: Clients, say: Say, open_house: None
    ) -> None:
        public, private = say(cast.alice, "One"), say(cast.alice, "One", "followers")
        for post_id in (public, private):
            edit_post(cast.alice, post_id, Edit("Two"))
        assert once(client_of(None), f"/@alice/{public}/history").has("ins")
        assert client_of(None).get(f"/@alice/{private}/history").status_code == 404
        assert client_of(cast.hal).get(f"/@alice/{private}/history").status_code == 404
        assert once(client_of(cast.bob), f"/@alice/{private}/history").has("ins")

    def test_there_is_one_address(self, cast: Any, client_of: Clients, say: Say) -> None:
        post_id = say(cast.alice, "One")
        client = client_of(cast.bob)
        for path in (f"/@bob/{post_id}", f"/@bob/{boost(cast.bob, post_id)}"):
            assert client.get(f"{path}/history")["Location"] == f"/@alice/{post_id}/history"


class TestWritingAgain:
    def test_it_names_what_is_lost(self, cast: Any, client_of: Clients, say: Say) -> None:
        post_id = say(cast.alice, "Hello", poll=NewPoll(("a", "b"), 600))
        for press in (like, boost):
            press(cast.bob, post_id)
        vote(cast.hal, post_id, [0])
        say(cast.bob, "Hi", reply_to=post_id)
        page = once(client_of(cast.alice), f"/posts/{post_id}/redraft")
        for words in ("1 like and 1 boost", "The vote of 1 person", "1 answer stays"):
            assert words in page.text
        assert get_post(cast.bob.id, post_id), "asking deletes nothing"

    def test_everything_is_in_the_form_again(self, cast: Any, client_of: Clients, say: Say) -> None:
        parent, shown = say(cast.bob, "Parent"), picture(cast.alice.id, alt="A cat")
        post_id = say(
            cast.alice,
            "Hello @bob",
            "followers",
            warning="W",
            language="fr",
            reply_to=parent,
            quote_of=parent,
            pictures=(shown.id,),
            poll=NewPoll(("a", "b"), 3_500, multiple=True),
            reply_policy="followers",
            quote_policy="nobody",
        )
        client = client_of(cast.alice)
        response = client.post(f"/posts/{post_id}/redraft")
        drain()
        assert client.get(f"/@alice/{post_id}").status_code == 404
        page = once(client, response["Location"])
        form = fields(composer(page))
        kept = {"text": "Hello @bob", "warning": "W", "language": "fr", "scope": "followers", "poll_lasts": "3600"}
        kept |= {"reply_to": str(parent), "pictures": str(shown.id), f"alt-{shown.id}": "A cat", "poll_multiple": ""}
        kept |= {"reply_policy": "followers", "quote_of": str(parent)}
        assert {name: form[name] for name in kept} == kept
        options = [each.attrs["value"] for each in page.all("input") if each.attrs.get("name") == "poll_option"]
        again = client.post("/posts", {**form, "poll_option": options, "text": "Hello again"})
        view = get_post(cast.bob.id, int(again["Location"].partition("#p")[2]))
        assert [each.id for each in view.body.pictures] == [shown.id]
        assert view.body.poll is not None
        assert (view.body.poll.options, view.body.reply_to_id) == (("a", "b"), parent)
        assert not SavedDraft.objects.exists(), "published, it is a draft no more"

    def test_a_direct_post_goes_back_to_the_same_people(self, cast: Any, client_of: Clients, say: Say) -> None:
        post_id = say(cast.alice, "Secret", "direct", addressed=(cast.bob.id,))
        client = client_of(cast.alice)
        form = fields(composer(once(client, client.post(f"/posts/{post_id}/redraft")["Location"])))
        client.post("/posts", {**form, "text": "Secret again"})
        assert get_post(cast.bob.id, Post.objects.get(text="Secret again").id)
        named = say(cast.alice, "Secret, @bob", "direct")
        form = fields(composer(once(client, client.post(f"/posts/{named}/redraft")["Location"])))
        assert (form["scope"], "conversation" in form) == ("direct", False)

    def test_a_post_for_a_circle_is_for_that_circle_again(self, cast: Any, client_of: Clients, say: Say) -> None:
        circle = make_circle(cast.alice, CircleDraft("Friends"))
        add_to_circle(cast.alice, circle, cast.bob.id)
        post_id = say(cast.alice, "For few", "list", circle=circle)
        client = client_of(cast.alice)
        form = fields(composer(once(client, client.post(f"/posts/{post_id}/redraft")["Location"])))
        assert form["scope"] == f"list:{circle}"

    def test_where_no_draft_fits_nothing_is_deleted(
        self, cast: Any, client_of: Clients, say: Say, monkeypatch: Any
    ) -> None:
        from folkmoot.posts.actions import saved

        monkeypatch.setattr(saved, "DRAFTS_MOST", 0)
        post_id = say(cast.alice, "Hello")
        assert client_of(cast.alice).post(f"/posts/{post_id}/redraft").status_code == 422
        assert get_post(cast.bob.id, post_id)
        assert not Revision.objects.exists()
