"""Recordings in posts: what plays, what is still being prepared, and how they come into a post without JavaScript."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from folkmoot.core.errors import Invalid, TooMany
from folkmoot.media import addresses
from folkmoot.media.actions import take_recording
from folkmoot.media.models import Caption, Recording
from folkmoot.posts.queries import get_post
from folkmoot.relations.actions import block
from folkmoot.web.social import players
from folkmoot.web.social.parts import recordings as part
from tests.moderation.removing import remove_post
from tests.pictures import lay as lay_picture
from tests.recordings import VTT, lay
from tests.web.social.reading import Node, composer, fields, htmx, once, post, tree

type Clients = Callable[..., Client]


def shown(client: Client, author: str, post_id: int) -> Node:
    return post(once(client, f"/@{author}/{post_id}"), post_id)


class TestOnACard:
    def test_a_video_plays_where_it_stands(self, cast: Any, say: Any, client_of: Clients) -> None:
        video = lay(cast.alice.id, "video", ("en",), title="The harbour", alt="Boats come in")
        card = shown(client_of(cast.bob), "alice", say(cast.alice, "", "followers", recordings=(video.id,)))
        player = card.one("video")
        known = {name: player.attrs.get(name) for name in ("width", "height", "preload", "aria-label")}
        assert known == {"width": "1280", "height": "720", "preload": "none", "aria-label": "The harbour"}
        assert {"controls", "playsinline"} <= player.attrs.keys()
        assert not {"autoplay", "muted", "loop"} & player.attrs.keys()
        small, large = player.all("source")
        assert small.attrs["media"] == players.SMALL_SCREEN
        assert addresses.video_path(video, 360) in small.attrs["src"]
        assert addresses.video_path(video, 720) in large.attrs["src"]
        assert addresses.path(video, "still") in player.attrs["poster"]
        track = player.one("track").attrs
        assert (track["kind"], track["srclang"], track["label"]) == ("captions", "en", "English")
        assert card.one(".rec-alt").one("p").text == "Boats come in"
        assert not card.has(".post-words")

    def test_files_are_signed_for_each_reader(self, cast: Any, say: Any, client_of: Clients) -> None:
        video = lay(cast.alice.id, "video", ("en",))
        path = f"/@alice/{say(cast.alice, 'Look', 'followers', recordings=(video.id,))}"
        for reader in (cast.bob, cast.alice):
            page = client_of(reader).get(path).content.decode()
            assert not addresses.is_marked(page)
            found = re.findall(rf"/media/{video.id}-[^\"?]+\?v=(\d+)&", page)
            assert found == [str(reader.id)] * 4, "poster, two renditions, captions"

    def test_what_is_public_has_one_address_for_all(
        self, cast: Any, say: Any, client_of: Clients, open_house: None
    ) -> None:
        sound = lay(cast.alice.id)
        post_id = say(cast.alice, "Listen", recordings=(sound.id,))
        for reader in (None, cast.bob):
            source = shown(client_of(reader), "alice", post_id).one("source").attrs["src"]
            assert source == addresses.origin() + addresses.sound_path(sound)
        remove_post(cast.frank, post_id, "Not here")
        assert f"v={cast.alice.id}&" in shown(client_of(cast.alice), "alice", post_id).one("source").attrs["src"]

    def test_a_sound_has_a_name_a_wave_and_a_length(self, cast: Any, say: Any, client_of: Clients) -> None:
        sound = lay(cast.alice.id, title="Bells", artist="The quay", album="Noon", alt="Bells ring")
        card = shown(client_of(cast.bob), "alice", say(cast.alice, "Listen", recordings=(sound.id,)))
        assert card.one(".sound-name").text == "Bells"
        assert card.one(".sound-words").one(".fine").text == "The quay · Noon · 3:07"
        assert card.one(".rec-alt").one("p").text == "Bells ring"
        assert [each.attrs["d"].count("M") for each in card.one(".wave").all("path")] == [7, 7]
        assert "hidden" in card.one(".sound-tools").attrs, "the script brings it out"
        assert {"controls"} <= card.one("audio").attrs.keys()
        assert "hidden" not in card.one("audio").attrs

    def test_a_cover_is_shown(self, cast: Any, say: Any, client_of: Clients) -> None:
        sound = lay(cast.alice.id, still=True)
        card = shown(client_of(cast.bob), "alice", say(cast.alice, "Listen", recordings=(sound.id,)))
        assert addresses.path(sound, "still") in card.one(".sound-cover").one("img").attrs["src"]

    def test_a_loop_is_silent_and_waits_to_be_asked(self, cast: Any, say: Any, client_of: Clients) -> None:
        loop = lay(cast.alice.id, "loop")
        player = shown(client_of(cast.bob), "alice", say(cast.alice, "Look", recordings=(loop.id,))).one("video")
        assert {"muted", "loop", "controls", "data-loop"} <= player.attrs.keys()
        assert "autoplay" not in player.attrs
        assert len(player.all("source")) == 1

    def test_a_warning_hides_them_too(self, cast: Any, say: Any, client_of: Clients) -> None:
        post_id = say(cast.alice, "Listen", warning="Loud", recordings=(lay(cast.alice.id).id,))
        assert shown(client_of(cast.bob), "alice", post_id).one("details.post-warning").has("audio")

    def test_several_stand_in_the_order_that_was_chosen(self, cast: Any, say: Any, client_of: Clients) -> None:
        laid = [lay(cast.alice.id, title=f"Track {n}").id for n in range(3)]
        card = shown(client_of(cast.bob), "alice", say(cast.alice, "", recordings=(laid[2], laid[0], laid[1])))
        assert [each.text for each in card.all(".sound-name")] == ["Track 2", "Track 0", "Track 1"]

    def test_words_in_a_title_stay_words(self, cast: Any, say: Any, client_of: Clients) -> None:
        nasty = '"><script>alert(1)</script>'
        sound = lay(cast.alice.id, title=nasty, artist=nasty, alt=nasty)
        card = shown(client_of(cast.bob), "alice", say(cast.alice, "Listen", recordings=(sound.id,)))
        assert card.one(".sound-name").text == nasty
        assert not card.has("script")

    def test_a_page_without_them_has_none(self, cast: Any, say: Any, client_of: Clients) -> None:
        card = shown(client_of(cast.bob), "alice", say(cast.alice, "Only words"))
        assert not card.has(".recs")


class TestWhileItIsPrepared:
    @pytest.fixture
    def waiting(self, cast: Any, say: Any) -> tuple[int, int]:
        """A post whose recording is not ready: the ids of both."""
        recording = lay(cast.alice.id, "video", state="working", progress=40, title="The harbour")
        return say(cast.alice, "Soon", "followers", recordings=(recording.id,)), recording.id

    def test_its_place_says_so_and_asks_again(self, waiting: Any, cast: Any, client_of: Clients) -> None:
        post_id, _ = waiting
        block_ = shown(client_of(cast.bob), "alice", post_id).one(".recs")
        assert block_.attrs["hx-get"] == f"/posts/{post_id}/recordings"
        assert "every" in block_.attrs["hx-trigger"]
        assert "Being prepared" in block_.one(".preparing").text
        assert block_.one("progress").attrs["value"] == "40"
        assert not block_.has("video")

    def test_the_fragment_tells_how_far_it_is_at_this_moment(self, waiting: Any, cast: Any, client_of: Clients) -> None:
        post_id, recording_id = waiting
        client = client_of(cast.bob)
        once(client, f"/@alice/{post_id}")
        Recording.objects.filter(id=recording_id).update(progress=80)
        answer = client.get(f"/posts/{post_id}/recordings", headers=htmx())
        assert tree(answer).one("progress").attrs["value"] == "80"
        assert answer["Cache-Control"] == "no-store"

    def test_ready_it_plays_and_asks_no_more(self, waiting: Any, cast: Any, client_of: Clients) -> None:
        post_id, recording_id = waiting
        ready = {"state": "ready", "heights": "360", "width": 640, "height": 360, "still": True}
        Recording.objects.filter(id=recording_id).update(**ready)
        answer = client_of(cast.bob).get(f"/posts/{post_id}/recordings")
        assert not addresses.is_marked(answer.content)
        assert f"v={cast.bob.id}&" in tree(answer).one("source").attrs["src"]
        assert "hx-get" not in tree(answer).one(".recs").attrs

    def test_failed_it_says_why(self, waiting: Any, cast: Any, client_of: Clients) -> None:
        post_id, recording_id = waiting
        Recording.objects.filter(id=recording_id).update(state="failed", problem="cut")
        block_ = tree(client_of(cast.bob).get(f"/posts/{post_id}/recordings")).one(".recs")
        assert "ends before its end" in block_.one(".failed").text
        assert "hx-get" not in block_.attrs

    def test_whom_the_post_is_not_for_learns_nothing(self, waiting: Any, cast: Any, client_of: Clients) -> None:
        post_id, _ = waiting
        block(cast.alice, cast.bob.id)
        for who in (cast.bob, cast.carol, cast.dan):
            assert client_of(who).get(f"/posts/{post_id}/recordings").status_code == 404
        assert client_of(None).get(f"/posts/{post_id}/recordings").status_code == 302

    def test_a_post_without_any_has_no_such_page(self, cast: Any, say: Any, client_of: Clients) -> None:
        assert client_of(cast.bob).get(f"/posts/{say(cast.alice, 'Words')}/recordings").status_code == 404


class TestInTheGrid:
    @pytest.mark.parametrize(("kind", "sign"), [("video", "film"), ("loop", "play"), ("sound", "note")])
    def test_each_kind_has_its_sign(self, cast: Any, say: Any, client_of: Clients, kind: str, sign: str) -> None:
        say(cast.alice, "", recordings=(lay(cast.alice.id, kind, title="Noon").id,))
        tile = once(client_of(cast.bob), "/@alice/media").one("li.tile")
        assert tile.one(".tile-sign").one("use").attrs["href"].endswith(f"#{sign}")
        assert "Noon" in (tile.one("img").attrs["alt"] if kind != "sound" else tile.text)

    def test_several_are_counted(self, cast: Any, say: Any, client_of: Clients) -> None:
        laid = (lay(cast.alice.id).id, lay(cast.alice.id).id)
        say(cast.alice, "", recordings=laid, pictures=(lay_picture(cast.alice.id).id,))
        assert "33 pictures" in once(client_of(cast.bob), "/@alice/media").one(".tile-sign").text


def file(name: str = "bell.mp3") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"ID3 and so on", "audio/mpeg")


def ids_in(page: Node) -> list[int]:
    return [int(each.attrs["data-id"]) for each in page.all("li.draft-rec")]


def send(client: Client, **typed: Any) -> Any:
    """Fill the form of the home page and send it as a browser without JavaScript does."""
    return client.post("/posts", {**fields(composer(once(client, "/"))), **typed})


class TestWithoutJavaScript:
    @pytest.fixture
    def taken(self, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        """The names of the files that were taken in; what is in them does not matter here."""
        names: list[str] = []

        def take(actor_id: int, upload: Any, name: str) -> int:
            names.append(name)
            return lay(actor_id, state="waiting", progress=0).id

        monkeypatch.setattr(part, "take_recording", take)
        return names

    def test_they_come_with_the_form_and_are_described_before_it_goes(
        self, cast: Any, client_of: Clients, taken: list[str]
    ) -> None:
        client = client_of(cast.bob)
        answer = send(client, text="At noon", scope="quiet", recording=[file(), file("horn.ogg")])
        page = tree(answer)
        first, second = ids_in(page)
        assert (answer.status_code, taken) == (200, ["bell.mp3", "horn.ogg"])
        assert "Your recordings are here" in page.one("p.notice").text
        sent = fields(composer(page))
        assert (sent["text"], sent["scope"]) == ("At noon", "quiet")
        sent |= {f"rec-title-{first}": "Bells", f"rec-artist-{first}": "Me", f"rec-alt-{first}": "Ring"}
        sent["recordings"] = [first, second]
        published = client.post("/posts", sent)
        body = get_post(cast.bob.id, int(published["Location"].partition("#p")[2])).body
        told = [(each.id, each.title, each.artist, each.alt) for each in body.recordings]
        assert told == [(first, "Bells", "Me", "Ring"), (second, "", "", "")]

    def test_captions_come_along(self, cast: Any, client_of: Clients) -> None:
        recording = lay(cast.bob.id)
        typed = {"recordings": [recording.id], f"rec-alt-{recording.id}": "", f"captions-language-{recording.id}": "ar"}
        captions = SimpleUploadedFile("noon.vtt", VTT, "text/vtt")
        answer = send(client_of(cast.bob), text="x", **typed, **{f"captions-{recording.id}": captions})
        assert answer.status_code == 303
        assert [each.language for each in Caption.objects.filter(recording=recording)] == ["ar"]

    def test_captions_that_are_none_are_named_and_all_else_is_kept(self, cast: Any, client_of: Clients) -> None:
        recording = lay(cast.bob.id)
        typed = {"recordings": [recording.id], f"rec-title-{recording.id}": "Noon", f"rec-alt-{recording.id}": "Ring"}
        captions = SimpleUploadedFile("noon.vtt", b"nothing of the kind", "text/vtt")
        language = {f"captions-language-{recording.id}": "en"}
        answer = send(client_of(cast.bob), text="Stays", **typed, **language, **{f"captions-{recording.id}": captions})
        page = tree(answer)
        assert (answer.status_code, ids_in(page)) == (422, [recording.id])
        assert "not a file of captions" in page.one("li.draft-rec").one("p.error").text
        again = fields(composer(page))
        assert (again["text"], again[f"rec-title-{recording.id}"], again[f"rec-alt-{recording.id}"]) == (
            "Stays",
            "Noon",
            "Ring",
        )

    def test_a_form_that_says_nothing_of_the_words_leaves_them(self, cast: Any, client_of: Clients) -> None:
        recording = lay(cast.bob.id, title="Bells", alt="Ring")
        sent = send(client_of(cast.bob), text="x", recordings=[recording.id])
        assert sent.status_code == 303
        recording.refresh_from_db()
        assert (recording.title, recording.alt) == ("Bells", "Ring")

    def test_captions_are_taken_away(self, cast: Any, client_of: Clients) -> None:
        recording = lay(cast.bob.id, "video", ("en", "de"))
        answer = send(client_of(cast.bob), text="x", recordings=[recording.id], do=f"uncaption:{recording.id}:en")
        assert tree(answer).one(".caption-list").all("span")[0].text == "Deutsch"
        assert [each.language for each in Caption.objects.all()] == ["de"]

    @pytest.mark.parametrize("trouble", [Invalid("recordings", "This file is too large."), TooMany(3)])
    def test_a_file_that_will_not_do_is_named_and_all_else_is_kept(
        self, cast: Any, client_of: Clients, monkeypatch: Any, trouble: Exception
    ) -> None:
        def refuse(*_: object) -> int:
            raise trouble

        monkeypatch.setattr(part, "take_recording", refuse)
        answer = send(client_of(cast.bob), text="At noon", recording=[file()])
        page = tree(answer)
        assert answer.status_code == 422
        assert "“bell.mp3” was not added." in page.one("p.error").text
        assert fields(composer(page))["text"] == "At noon"

    def test_what_is_no_recording_is_refused_by_what_is_in_it(self, cast: Any, client_of: Clients) -> None:
        page = tree(send(client_of(cast.bob), text="At noon", recording=[file()]))
        assert "was not added" in page.one("p.error").text
        assert Recording.objects.count() == 0
        assert take_recording is part.take_recording

    @pytest.mark.parametrize(
        ("do", "order"), [("up:1", [1, 0, 2]), ("down:1", [0, 2, 1]), ("up:0", [0, 1, 2]), ("remove:1", [0, 2])]
    )
    def test_they_are_moved_and_left_out(self, cast: Any, client_of: Clients, do: str, order: list[int]) -> None:
        laid = [lay(cast.bob.id).id for _ in range(3)]
        what, _, which = do.partition(":")
        answer = send(client_of(cast.bob), text="x", recordings=laid, do=f"{what}:{laid[int(which)]}")
        assert (answer.status_code, ids_in(tree(answer))) == (200, [laid[n] for n in order])
        assert Recording.objects.count() == len(order)

    def test_enter_publishes_and_moves_nothing(self, cast: Any, client_of: Clients, taken: list[str]) -> None:
        page = tree(send(client_of(cast.bob), text="x", recording=[file()]))
        assert "name" not in page.one("form.composer").all("button")[0].attrs

    def test_a_session_that_ended_loses_none(self, cast: Any, client_of: Clients) -> None:
        recording = lay(cast.bob.id, title="Noon")
        client = client_of(None)
        client.post("/posts", {"text": "At noon", "scope": "public", "recordings": [recording.id]})
        signed_in = client_of(cast.bob)
        session = signed_in.session
        session["kept_post"] = client.session["kept_post"]
        session.save()
        page = once(signed_in, "/write")
        assert ids_in(page) == [recording.id]
        assert fields(composer(page))[f"rec-title-{recording.id}"] == "Noon"

    def test_one_that_failed_says_why_in_the_form(self, cast: Any, client_of: Clients) -> None:
        recording = lay(cast.bob.id, state="failed", problem="nothing")
        answer = send(client_of(cast.bob), text="x", recordings=[recording.id])
        assert answer.status_code == 422
        item = tree(answer).one("li.draft-rec")
        assert "neither a picture nor a sound" in item.one("p.error").text

    def test_a_draft_keeps_them(self, cast: Any, client_of: Clients) -> None:
        client, recording = client_of(cast.bob), lay(cast.bob.id)
        answer = client.post("/drafts", {"text": "Later", "recordings": [recording.id], "place": "home"})
        assert answer.status_code == 303
        links = {a.attrs["href"] for a in once(client, "/drafts").all("a")}
        (link,) = (each for each in links if re.fullmatch(r"/drafts/\d+", each))
        assert ids_in(once(client, link)) == [recording.id]


class TestWords:
    @pytest.mark.parametrize(
        ("seconds", "told"), [(0.4, "0:00"), (7, "0:07"), (187.2, "3:07"), (3_600, "1:00:00"), (3_723, "1:02:03")]
    )
    def test_lengths_are_told_as_clocks_do(self, seconds: float, told: str) -> None:
        assert players.clock(seconds) == told

    def test_a_waveform_is_a_line_for_each_peak(self) -> None:
        assert players.waveform((0, 255, 128)) == "M0.5 47v6M1.5 0v100M2.5 25v50"
        assert players.waveform(()) == ""
