"""Pictures in posts: how they stand on a card, and how they come into a post, with and without JavaScript."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from folkmoot.core.errors import TooMany
from folkmoot.media.models import Picture
from folkmoot.media.queries import pictures
from folkmoot.posts.queries import get_post
from folkmoot.web.social import uploads
from tests.pictures import drawn, lay, moving
from tests.web.social.reading import Node, composer, fields, htmx, once, tree

type Clients = Callable[..., Client]


def file(content: bytes | None = None, name: str = "boat.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, drawn() if content is None else content, "image/jpeg")


def ids_in(page: Node) -> list[int]:
    """The pictures in the form on a page."""
    return [int(each.attrs["data-id"]) for each in page.all("li.draft-pic")]


def send(client: Client, page: str = "/", **typed: Any) -> Any:
    """Fill the form of a page and send it as a browser without JavaScript does."""
    return client.post("/posts", {**fields(composer(once(client, page))), **typed})


class TestWithoutJavaScript:
    def test_pictures_come_with_the_form_and_are_described_before_it_goes(self, cast: Any, client_of: Clients) -> None:
        client = client_of(cast.bob)
        answer = send(client, text="At sea", scope="quiet", picture=[file(), file(drawn(320, 320))])
        page = tree(answer)
        first, second = ids_in(page)
        assert answer.status_code == 200
        assert "Say what they show" in page.one("p.notice").text
        sent = fields(composer(page))
        assert (sent["text"], sent["scope"]) == ("At sea", "quiet")
        sent |= {f"alt-{first}": "A boat", f"alt-{second}": "", "pictures": [first, second]}
        published = client.post("/posts", sent)
        body = get_post(cast.bob.id, int(published["Location"].partition("#p")[2])).body
        assert [(each.id, each.alt) for each in body.pictures] == [(first, "A boat"), (second, "")]
        assert (body.text, body.scope) == ("At sea", "quiet")

    def test_pictures_may_go_without_words(self, cast: Any, client_of: Clients) -> None:
        client = client_of(cast.bob)
        page = tree(send(client, text="", picture=[file()]))
        assert "required" not in page.one("form.composer").all("textarea")[0].attrs
        answer = client.post("/posts", {**fields(composer(page)), "text": ""})
        assert get_post(cast.bob.id, int(answer["Location"].partition("#p")[2])).body.text == ""

    def test_a_file_that_will_not_do_is_named_and_all_else_is_kept(self, cast: Any, client_of: Clients) -> None:
        answer = send(client_of(cast.bob), text="At sea", picture=[file(), file(b"words", "list.jpg")])
        page = tree(answer)
        assert answer.status_code == 422
        assert "“list.jpg” was not added. This file is not a picture" in page.one("p.error").text
        assert fields(composer(page))["text"] == "At sea"
        assert len(ids_in(page)) == 1

    def test_while_others_are_prepared_the_words_are_kept(
        self, cast: Any, client_of: Clients, monkeypatch: Any
    ) -> None:
        def too_many(*_: object) -> int:
            raise TooMany(3)

        monkeypatch.setattr(uploads, "take_picture", too_many)
        page = tree(send(client_of(cast.bob), text="At sea", picture=[file()]))
        assert "was not added" in page.one("p.error").text
        assert fields(composer(page))["text"] == "At sea"

    def test_a_refused_form_keeps_its_pictures_and_what_is_said_of_them(self, cast: Any, client_of: Clients) -> None:
        picture = lay(cast.bob.id)
        typed = {"pictures": [picture.id], f"alt-{picture.id}": "A boat", f"focus-{picture.id}": "0.4,-0.2"}
        answer = send(client_of(cast.bob), text="x" * 5_001, **typed)
        page = tree(answer)
        assert (answer.status_code, ids_in(page)) == (422, [picture.id])
        assert fields(composer(page))[f"alt-{picture.id}"] == "A boat"
        assert fields(composer(page))[f"focus-{picture.id}"] == "0.4,-0.2"

    def test_a_description_that_is_too_long_is_kept_and_said(self, cast: Any, client_of: Clients) -> None:
        picture = lay(cast.bob.id)
        answer = send(client_of(cast.bob), text="x", pictures=[picture.id], **{f"alt-{picture.id}": "a" * 1_501})
        page = tree(answer)
        assert answer.status_code == 422
        assert "at most 1,500" in page.one("li.draft-pic").one("p.error").text
        assert fields(composer(page))[f"alt-{picture.id}"] == "a" * 1_501
        assert Picture.objects.get().used_at is None

    @pytest.mark.parametrize(
        ("do", "order"),
        [("up:1", [1, 0, 2]), ("down:1", [0, 2, 1]), ("up:0", [0, 1, 2]), ("down:2", [0, 1, 2]), ("remove:1", [0, 2])],
    )
    def test_they_are_moved_and_left_out(self, cast: Any, client_of: Clients, do: str, order: list[int]) -> None:
        laid = [lay(cast.bob.id).id for _ in range(3)]
        what, _, which = do.partition(":")
        answer = send(client_of(cast.bob), text="At sea", pictures=laid, do=f"{what}:{laid[int(which)]}")
        assert (answer.status_code, ids_in(tree(answer))) == (200, [laid[n] for n in order])
        assert Picture.objects.count() == len(order)

    @pytest.mark.parametrize("do", ["", "up", "up:", "up:7", "remove:x", "remove:" + "9" * 30, "remove:٣", "burn:1"])
    def test_nonsense_moves_nothing(self, cast: Any, client_of: Clients, do: str) -> None:
        picture = lay(cast.bob.id)
        answer = send(client_of(cast.bob), text="At sea", pictures=[picture.id], do=do)
        assert (answer.status_code, ids_in(tree(answer))) == (200, [picture.id])

    def test_enter_publishes_and_moves_nothing(self, cast: Any, client_of: Clients) -> None:
        """The first button of a form is pressed by Enter."""
        page = tree(send(client_of(cast.bob), text="At sea", picture=[file()]))
        assert "name" not in page.one("form.composer").all("button")[0].attrs

    def test_forty_one_are_too_many(self, cast: Any, client_of: Clients) -> None:
        laid = [lay(cast.bob.id).id for _ in range(41)]
        answer = send(client_of(cast.bob), text="At sea", pictures=laid)
        assert answer.status_code == 422
        assert "at most 40 pictures" in tree(answer).one("p.error").text
        assert len(ids_in(tree(answer))) == 41

    def test_sent_twice_it_is_one_post_with_its_pictures(self, cast: Any, client_of: Clients) -> None:
        client, picture = client_of(cast.bob), lay(cast.bob.id)
        sent = {**fields(composer(once(client, "/"))), "text": "once", "pictures": [picture.id]}
        sent[f"alt-{picture.id}"] = "A boat"
        places = {client.post("/posts", sent)["Location"] for _ in range(3)}
        assert len(places) == 1
        assert len(once(client, "/@bob").all("article.post")) == 1

    def test_a_session_that_ended_loses_no_picture(self, cast: Any, client_of: Clients) -> None:
        picture = lay(cast.bob.id, alt="A boat")
        client = client_of(None)
        client.post("/posts", {"text": "At sea", "scope": "public", "pictures": [picture.id], "picture": [file()]})
        kept = client.session["kept_post"]
        assert kept["pictures"] in ([picture.id], (picture.id,))
        signed_in = client_of(cast.bob)
        session = signed_in.session
        session["kept_post"] = kept
        session.save()
        for _ in range(2):
            assert ids_in(once(signed_in, "/write")) == [picture.id]


class TestOthersPictures:
    @pytest.fixture
    def hers(self, cast: Any) -> Picture:
        return lay(cast.alice.id, alt="A secret of alice's")

    def test_a_form_shows_nothing_of_them(self, cast: Any, client_of: Clients, hers: Picture) -> None:
        answer = send(client_of(cast.bob), text="", pictures=[hers.id])
        assert ids_in(tree(answer)) == []
        assert "secret" not in answer.content.decode()

    def test_nor_are_they_published_described_or_thrown_away(
        self, cast: Any, client_of: Clients, hers: Picture
    ) -> None:
        client = client_of(cast.bob)
        assert send(client, text="Mine", pictures=[hers.id], **{f"alt-{hers.id}": "bob's"}).status_code == 422
        assert send(client, text="Mine", do=f"remove:{hers.id}").status_code == 200
        for method in (client.get, client.post, client.delete):
            assert method(f"/pictures/{hers.id}").status_code == 404
        hers.refresh_from_db()
        assert (hers.alt, hers.used_at) == ("A secret of alice's", None)

    def test_nor_those_of_a_post_that_one_may_see(self, cast: Any, client_of: Clients, say: Any, hers: Picture) -> None:
        say(cast.alice, "Look", pictures=(hers.id,))
        assert client_of(cast.bob).get(f"/pictures/{hers.id}").status_code == 404
        assert send(client_of(cast.bob), text="Mine", pictures=[hers.id]).status_code == 422

    def test_visitors_add_nothing(self, cast: Any, client_of: Clients) -> None:
        assert client_of(None).post("/pictures", {"file": file()}).status_code in {302, 403}
        assert Picture.objects.count() == 0


class TestWithJavaScript:
    def test_one_picture_comes_back_as_its_place_in_the_form(self, cast: Any, client_of: Clients) -> None:
        answer = client_of(cast.bob).post("/pictures", {"file": file()})
        picture = Picture.objects.get()
        place = tree(answer).one("li.draft-pic")
        assert place.attrs["data-id"] == str(picture.id)
        assert f"v={cast.bob.id}&" in place.one("img").attrs["src"]
        assert place.one("label").attrs["for"] == place.one("textarea").attrs["id"]
        assert (picture.owner_id, picture.used_at) == (cast.bob.id, None)

    def test_a_moving_one_is_shown_still(self, cast: Any, client_of: Clients) -> None:
        answer = client_of(cast.bob).post("/pictures", {"file": file(moving(), "wave.gif")})
        assert "/still.webp" in tree(answer).one("img").attrs["src"]

    @pytest.mark.parametrize(
        ("sent", "words"), [({}, "Choose a picture first."), ({"file": "text"}, "Choose a picture first.")]
    )
    def test_nothing_is_refused_in_a_sentence(self, cast: Any, client_of: Clients, sent: Any, words: str) -> None:
        answer = client_of(cast.bob).post("/pictures", sent)
        assert (answer.status_code, answer.content.decode()) == (422, words)

    def test_what_is_no_picture_is_refused_in_a_sentence(self, cast: Any, client_of: Clients) -> None:
        answer = client_of(cast.bob).post("/pictures", {"file": file(b"<svg onload=alert(1)>")})
        assert answer.status_code == 422
        assert answer["Content-Type"] == "text/plain; charset=utf-8"
        assert "JPEG" in answer.content.decode()

    def test_when_many_are_prepared_it_says_when_to_come_again(
        self, cast: Any, client_of: Clients, monkeypatch: Any
    ) -> None:
        def too_many(*_: object) -> int:
            raise TooMany(3)

        monkeypatch.setattr(uploads, "take_picture", too_many)
        answer = client_of(cast.bob).post("/pictures", {"file": file()})
        assert (answer.status_code, answer["Retry-After"]) == (429, "3")

    def test_it_is_described_and_thrown_away(self, cast: Any, client_of: Clients) -> None:
        client, picture = client_of(cast.bob), lay(cast.bob.id)
        assert client.post(f"/pictures/{picture.id}", {"alt": "A boat", "focus": "0.5,-1"}).status_code == 204
        found = pictures([picture.id])[picture.id]
        assert (found.alt, found.focus) == ("A boat", (0.5, -1.0))
        assert tree(client.get(f"/pictures/{picture.id}")).one("textarea").text == "A boat"
        assert client.delete(f"/pictures/{picture.id}").status_code == 204
        assert client.get(f"/pictures/{picture.id}").status_code == 404

    def test_a_used_one_has_no_place_in_a_form(self, cast: Any, client_of: Clients, say: Any) -> None:
        picture = lay(cast.bob.id)
        say(cast.bob, "Look", pictures=(picture.id,))
        client = client_of(cast.bob)
        assert [m(f"/pictures/{picture.id}").status_code for m in (client.get, client.post, client.delete)] == [404] * 3

    def test_the_form_is_answered_in_place(self, cast: Any, client_of: Clients) -> None:
        client, picture = client_of(cast.bob), lay(cast.bob.id)
        sent = {**fields(composer(once(client, "/"))), "text": "", "pictures": [picture.id]}
        moved = client.post("/posts", {**sent, "do": f"up:{picture.id}"}, headers=htmx())
        assert (moved.status_code, ids_in(tree(moved))) == (200, [picture.id])
        refused = client.post("/posts", {**sent, "scope": "nobody"}, headers=htmx())
        assert (refused.status_code, ids_in(tree(refused))) == (422, [picture.id])
        published = tree(client.post("/posts", sent, headers=htmx()))
        assert published.one("article.post").has(".pics-1")
        assert ids_in(published) == []

    @pytest.mark.parametrize(
        ("typed", "point"),
        [
            ("0.5,-0.5", (0.5, -0.5)),
            ("1,1", (1.0, 1.0)),
            ("", (0.0, 0.0)),
            ("2,0", (0.0, 0.0)),
            ("nan,0", (0.0, 0.0)),
            ("inf,0", (0.0, 0.0)),
            ("a,b", (0.0, 0.0)),
            ("0.1", (0.0, 0.0)),
            ("1" * 500, (0.0, 0.0)),
        ],
    )
    def test_a_point_is_read_like_this(self, typed: str, point: tuple[float, float]) -> None:
        assert uploads.point_of(typed) == point

    def test_the_page_loads_what_it_takes_only_when_it_is_needed(self, cast: Any, client_of: Clients) -> None:
        page = once(client_of(cast.bob), "/")
        assert "js/pictures.js" in composer(page).attrs["data-pictures"]
        assert not [each for each in page.all("script") if "js/pictures.js" in each.attrs.get("src", "")]
