"""Notes, recommendations and hashtags on profiles; a mute that leaves notifications."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from folkmoot.instance.actions import change_settings
from folkmoot.posts.actions import feature_tag
from folkmoot.posts.models import FeaturedTag
from folkmoot.relations import actions, queries
from folkmoot.relations.models import Endorsement, Mute, Note
from tests.web.social.reading import once

type Clients = Callable[..., Client]


def test_a_note_stands_on_the_profile_for_its_writer_alone(cast: Any, client_of: Clients) -> None:
    client, path = client_of(cast.hal), f"/accounts/{cast.bob.id}/note"
    assert once(client, path).one("textarea").text.strip() == ""
    answer = client.post(path, {"note": "Met at the <b>fair</b>"}, follow=True)
    assert answer.redirect_chain == [("/@bob", 303)]
    assert "Met at the <b>fair</b>" in once(client, "/@bob").one("header.profile").text
    assert once(client, path).one("textarea").text.strip() == "Met at the <b>fair</b>"
    for other in (cast.bob, cast.alice):
        assert b"fair" not in client_of(other).get("/@bob").content
    client.post(path, {"note": ""})
    assert "Your note:" not in once(client, "/@bob").one("header.profile").text


def test_a_note_that_is_too_long_is_kept_in_the_form(cast: Any, client_of: Clients) -> None:
    answer = client_of(cast.hal).post(f"/accounts/{cast.bob.id}/note", {"note": "x" * 2_001})
    assert answer.status_code == 422
    assert b"x" * 2_001 in answer.content
    assert not Note.objects.exists()


@pytest.mark.parametrize(("who", "status"), [("gina", 404), ("ivy", 404), ("hal", 403)])
@pytest.mark.parametrize("what", ["note", "recommendation"])
def test_nothing_about_whom_one_cannot_see(cast: Any, client_of: Clients, who: str, status: int, what: str) -> None:
    answer = client_of(cast.hal).post(f"/accounts/{getattr(cast, who).id}/{what}", {"note": "Hm"})
    assert answer.status_code == status
    assert client_of(None).post(f"/accounts/{cast.bob.id}/{what}").status_code == 403
    assert not Note.objects.exists()


def test_a_recommendation_stands_on_the_profile_for_members(cast: Any, client_of: Clients) -> None:
    actions.follow(cast.hal, cast.bob.id)
    client, path = client_of(cast.hal), f"/accounts/{cast.bob.id}/recommendation"
    assert "Recommend on your profile" in once(client, "/@bob").one("header.profile").text
    assert client.post(path).status_code == 303
    assert "Recommend no longer" in once(client, "/@bob").one("header.profile").text
    shown = once(client_of(cast.frank), "/@hal").one("header.profile")
    assert "/@bob" in [node.attrs["href"] for node in shown.all("a")]
    change_settings(None, {"visitors": "posts"})
    assert "Recommends" not in once(client_of(None), "/@hal").one("header.profile").text
    client.post(path, {"_method": "DELETE"})
    assert "Recommends" not in once(client_of(cast.frank), "/@hal").one("header.profile").text
    assert not Endorsement.objects.exists()


def test_strangers_are_not_recommended(cast: Any, client_of: Clients) -> None:
    client = client_of(cast.hal)
    assert "Recommend" not in once(client, "/@bob").one("header.profile").text
    assert client.post(f"/accounts/{cast.bob.id}/recommendation").status_code == 422


def test_hashtags_are_put_on_the_profile_and_taken_away(cast: Any, client_of: Clients) -> None:
    client = client_of(cast.hal)
    client.post("/settings/tags/shown", {"name": "#Boats"})
    assert "#Boats" in once(client_of(cast.bob), "/@hal").one("header.profile").text
    assert "#Boats" in once(client, "/settings/tags").text
    refused = client.post("/settings/tags/shown", {"name": "a b"})
    assert (refused.status_code, "not a hashtag" in refused.content.decode()) == (422, True)
    assert b'value="a b"' in refused.content
    [row] = FeaturedTag.objects.all()
    assert client_of(cast.bob).post(f"/settings/tags/shown/{row.id}", {"_method": "DELETE"}).status_code == 404
    client.post(f"/settings/tags/shown/{row.id}", {"_method": "DELETE"})
    assert "#Boats" not in once(client_of(cast.bob), "/@hal").one("header.profile").text
    assert client.get("/settings/tags/shown").status_code == 405


@pytest.mark.parametrize(("form", "silent"), [({"for": "ever"}, True), ({"for": "week", "heard": "on"}, False)])
def test_a_mute_may_leave_notifications(cast: Any, client_of: Clients, form: dict[str, str], silent: bool) -> None:
    client_of(cast.hal).post(f"/accounts/{cast.bob.id}/mute", form)
    assert Mute.objects.get().notifications is silent
    assert queries.relationship(cast.hal.id, [cast.bob.id])[cast.bob.id].muting_notifications is silent


def test_an_account_that_a_program_runs_says_so(cast: Any, client_of: Clients) -> None:
    form = {"name": "Bells", "bio": "", "discoverable": "on", "automatic": "on"}
    client_of(cast.hal).post("/settings/profile", form)
    assert "Automatic" in once(client_of(cast.bob), "/@hal").one(".profile-acct").text
    boxes = {node.attrs.get("name"): node for node in once(client_of(cast.hal), "/settings/profile").all("input")}
    assert "checked" in boxes["automatic"].attrs
    client_of(cast.hal).post("/settings/profile", {"name": "Hal"})
    assert "Automatic" not in once(client_of(cast.bob), "/@hal").one(".profile-acct").text


def test_profiles_without_any_of_this_cost_nothing_more(cast: Any, client_of: Clients) -> None:
    client = client_of(cast.frank)
    once(client, "/@hal")
    assert not _asked(client, "posts_featuredtag", "e.endorsed_id", "x.endorsed_id")
    actions.follow(cast.hal, cast.bob.id)
    actions.endorse(cast.hal, cast.bob.id)
    feature_tag(cast.hal, "boats")
    assert len(_asked(client, "posts_featuredtag", "x.endorsed_id")) == 2


def _asked(client: Client, *words: str) -> list[str]:
    with CaptureQueriesContext(connection) as caught:
        client.get("/@hal")
    return [each["sql"] for each in caught if any(word in each["sql"] for word in words)]
