"""Recordings by themselves: ids that are only claims, and the page where their owner describes them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from folkmoot.core.models import Event
from folkmoot.media.models import Caption, Recording
from folkmoot.posts.models import PostRecording
from tests.recordings import VTT, lay
from tests.web.social.reading import fields, htmx, once, tree
from tests.web.social.test_recordings import ids_in, send, shown

type Clients = Callable[..., Client]


class TestOthers:
    """Ids in a form are only claims."""

    def test_anothers_recording_is_not_published(self, cast: Any, client_of: Clients) -> None:
        theirs = lay(cast.alice.id)
        answer = send(client_of(cast.bob), text="Mine now", recordings=[theirs.id], **{f"rec-alt-{theirs.id}": "Mine"})
        assert answer.status_code == 422
        assert "not there any more" in tree(answer).one("p.error").text
        assert (ids_in(tree(answer)), Recording.objects.get().alt) == ([], "")

    def test_one_recording_belongs_to_one_post(self, cast: Any, say: Any, client_of: Clients) -> None:
        mine = lay(cast.bob.id)
        say(cast.bob, "First", recordings=(mine.id,))
        assert send(client_of(cast.bob), text="Second", recordings=[mine.id]).status_code == 422
        assert PostRecording.objects.count() == 1

    @pytest.mark.parametrize("way", ["form", "page"])
    def test_what_a_post_plays_is_not_thrown_away(self, cast: Any, say: Any, client_of: Clients, way: str) -> None:
        mine = lay(cast.bob.id)
        say(cast.bob, "First", recordings=(mine.id,))
        client = client_of(cast.bob)
        if way == "form":
            send(client, text="x", do=f"remove:{mine.id}")
        else:
            assert client.delete(f"/recordings/{mine.id}").status_code == 404
        assert Recording.objects.count() == 1

    @pytest.mark.parametrize("do", ["remove:", "remove:x", "remove:" + "9" * 30, "uncaption:x:en", "burn:{id}"])
    def test_nonsense_throws_nothing_away(self, cast: Any, client_of: Clients, do: str) -> None:
        mine = lay(cast.bob.id, "video", ("en",))
        answer = send(client_of(cast.bob), text="At sea", recordings=[mine.id], do=do.format(id=mine.id))
        assert (answer.status_code, ids_in(tree(answer))) == (200, [mine.id])
        assert (Recording.objects.count(), Caption.objects.count()) == (1, 1)

    @pytest.mark.parametrize("method", ["get", "post", "delete"])
    def test_anothers_recording_has_no_page(self, cast: Any, client_of: Clients, method: str) -> None:
        theirs = lay(cast.alice.id, "video", ("en",), title="Mine")
        client = client_of(cast.bob)
        for path in (f"/recordings/{theirs.id}", f"/recordings/{theirs.id}?place=1"):
            answer = getattr(client, method)(path, {f"rec-alt-{theirs.id}": "x"} if method == "post" else {})
            assert answer.status_code == 404
        assert client.delete(f"/recordings/{theirs.id}/captions/en").status_code == 404
        theirs.refresh_from_db()
        assert (theirs.title, theirs.alt, Caption.objects.count()) == ("Mine", "", 1)


class TestItsOwnPage:
    def test_it_is_described_after_posting(self, cast: Any, say: Any, client_of: Clients, drain: Any) -> None:
        mine, client = lay(cast.bob.id, "video"), client_of(cast.bob)
        post_id = say(cast.bob, "First", recordings=(mine.id,))
        shown(client, "bob", post_id)
        typed = {f"rec-title-{mine.id}": "Noon", f"rec-artist-{mine.id}": "", f"rec-alt-{mine.id}": "Ring"}
        captions = {f"captions-{mine.id}": SimpleUploadedFile("noon.vtt", VTT), f"captions-language-{mine.id}": "en"}
        answer = client.post(f"/recordings/{mine.id}", {**typed, **captions})
        assert (answer.status_code, answer["Location"]) == (303, f"/recordings/{mine.id}")
        drain()
        card = shown(client, "bob", post_id)
        assert (card.one("video").attrs["aria-label"], card.one("track").attrs["srclang"]) == ("Noon", "en")
        page = once(client, f"/recordings/{mine.id}")
        assert fields(page.one("form.draft-words"))[f"rec-alt-{mine.id}"] == "Ring"
        assert page.has("video")

    def test_captions_alone_leave_the_words_as_they_are(self, cast: Any, client_of: Clients) -> None:
        mine = lay(cast.bob.id, "video", title="Noon")
        captions = {f"captions-{mine.id}": SimpleUploadedFile("noon.vtt", VTT), f"captions-language-{mine.id}": "en"}
        assert client_of(cast.bob).post(f"/recordings/{mine.id}", captions).status_code == 303
        mine.refresh_from_db()
        assert (mine.title, Caption.objects.get().language) == ("Noon", "en")

    def test_the_menu_of_ones_own_post_leads_there(self, cast: Any, say: Any, client_of: Clients) -> None:
        mine = lay(cast.bob.id)
        post_id = say(cast.bob, "First", recordings=(mine.id,))
        links = {a.attrs["href"] for a in shown(client_of(cast.bob), "bob", post_id).one(".menu-list").all("a")}
        assert f"/recordings/{mine.id}" in links
        others = shown(client_of(cast.alice), "bob", post_id).one(".menu-list").all("a")
        assert f"/recordings/{mine.id}" not in {a.attrs["href"] for a in others}

    def test_what_will_not_do_is_said_and_kept(self, cast: Any, client_of: Clients) -> None:
        mine = lay(cast.bob.id)
        answer = client_of(cast.bob).post(f"/recordings/{mine.id}", {f"rec-alt-{mine.id}": "a" * 1_501})
        form = tree(answer).one("form.draft-words")
        assert (answer.status_code, fields(form)[f"rec-alt-{mine.id}"]) == (422, "a" * 1_501)
        assert "at most 1,500" in form.one("p.error").text

    def test_captions_are_taken_away(self, cast: Any, client_of: Clients) -> None:
        mine = lay(cast.bob.id, captions=("en",))
        client = client_of(cast.bob)
        button = once(client, f"/recordings/{mine.id}").one(".caption-list").one("button")
        answer = client.post(button.attrs["formaction"], {"_method": "DELETE"})
        assert (answer.status_code, answer["Location"]) == (303, f"/recordings/{mine.id}")
        assert not once(client, f"/recordings/{mine.id}").has(".caption-list")

    def test_the_script_gets_its_place_in_the_form(self, cast: Any, client_of: Clients) -> None:
        mine, client = lay(cast.bob.id, captions=("en",)), client_of(cast.bob)
        place = tree(client.get(f"/recordings/{mine.id}?place=1")).one("li.draft-rec")
        assert "data-waits" not in place.attrs
        words = {f"rec-alt-{mine.id}": "Ring"}
        again = client.post(f"/recordings/{mine.id}", words, headers=htmx())
        assert "Ring" in tree(again).one("textarea").text
        wrong = client.post(f"/recordings/{mine.id}", {f"rec-alt-{mine.id}": "a" * 1_501}, headers=htmx())
        assert (wrong.status_code, wrong.content.decode()) == (422, "A description has at most 1,500 characters.")
        gone = client.delete(f"/recordings/{mine.id}/captions/en", headers=htmx())
        assert not tree(gone).has(".caption-list")
        assert client.delete(f"/recordings/{mine.id}").status_code == 204
        assert client.get(f"/recordings/{mine.id}").status_code == 404

    def test_one_that_waits_asks_again(self, cast: Any, client_of: Clients) -> None:
        mine = lay(cast.bob.id, "video", state="waiting", progress=0)
        place = tree(client_of(cast.bob).get(f"/recordings/{mine.id}?place=1")).one("li.draft-rec")
        assert "data-waits" in place.attrs
        assert "value" not in place.one("progress").attrs

    def test_saying_the_same_again_changes_nothing(self, cast: Any, client_of: Clients) -> None:
        mine = lay(cast.bob.id, alt="Ring")
        answers = [client_of(cast.bob).post(f"/recordings/{mine.id}", {f"rec-alt-{mine.id}": "Ring"})]
        assert [each.status_code for each in answers] == [303]
        assert not Event.objects.filter(kind__contains="RecordingChanged").exists()
