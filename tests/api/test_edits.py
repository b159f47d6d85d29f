"""Changing posts through the API, and what they said before."""

from collections.abc import Callable

import pytest

from folkmoot.media.models import Picture
from folkmoot.posts.actions import Edit, NewPoll, boost, edit_post, vote
from folkmoot.posts.models import Post, Revision
from folkmoot.posts.queries import get_post
from folkmoot.project.cast import Cast
from tests.api.shapes import check
from tests.doors import Door
from tests.pictures import lay as picture
from tests.posts.writing import say

STATUSES = "/api/v1/statuses"
type DoorOf = Callable[..., Door]


@pytest.mark.parametrize("kind", ["form", "json"])
def test_a_post_is_changed(cast: Cast, api_of: DoorOf, kind: str) -> None:
    post_id = say(cast.alice, "Hello", "followers", warning="Old", language="de")
    sent = {"status": "Hello **world**", "spoiler_text": "New", "visibility": "public"}
    alice = api_of(cast.alice)
    answer = (
        alice.put(f"{STATUSES}/{post_id}", body=sent) if kind == "json" else alice.put(f"{STATUSES}/{post_id}", sent)
    )
    check(answer.json(), "Status")
    found = answer.json()
    assert ("<strong>world</strong>" in found["content"], found["spoiler_text"]) == (True, "New")
    assert (found["language"], found["visibility"]) == ("de", "private"), "an edit never touches the audience"
    assert found["edited_at"] is not None
    assert api_of(cast.alice).get(f"{STATUSES}/{post_id}").json() == found


def test_sent_twice_it_is_one_edit(cast: Cast, api_of: DoorOf) -> None:
    post_id = say(cast.alice, "Hello")
    answers = [api_of(cast.alice).put(f"{STATUSES}/{post_id}", {"status": "Better"}).json() for _ in range(2)]
    assert answers[0] == answers[1]
    assert Revision.objects.count() == 1


def test_the_words_as_they_were_written(cast: Cast, api_of: DoorOf) -> None:
    post_id = say(cast.alice, "Hello **@bob**", warning="W")
    answer = api_of(cast.alice).get(f"{STATUSES}/{post_id}/source").json()
    assert answer == {"id": str(post_id), "text": "Hello **@bob**", "spoiler_text": "W"}


def test_every_version(cast: Cast, api_of: DoorOf) -> None:
    shown = picture(cast.alice.id, alt="A cat")
    post_id = say(cast.alice, "One", warning="W", pictures=(shown.id,), poll=NewPoll(("a", "b"), 600))
    edit_post(cast.alice, post_id, Edit("Two #b", pictures=(shown.id,), alts={shown.id: "A dog"}))
    found = api_of(cast.bob).get(f"{STATUSES}/{boost(cast.bob, post_id)}/history").json()
    assert ["One" in each["content"] for each in found] == [True, False]
    assert [each["sensitive"] for each in found] == [True, False]
    assert [each["media_attachments"][0]["description"] for each in found] == ["A cat", "A dog"]
    assert found[0]["poll"] == {"options": [{"title": "a"}, {"title": "b"}]}
    assert "poll" not in found[1]
    for each in found:
        assert each["account"]["acct"] == "alice"
        check(each["media_attachments"][0], "MediaAttachment")


def test_a_post_never_edited_has_one_version(cast: Cast, api_of: DoorOf) -> None:
    post_id = say(cast.alice, "One")
    (only,) = api_of(cast.bob).get(f"{STATUSES}/{post_id}/history").json()
    assert only["created_at"] == api_of(cast.bob).get(f"{STATUSES}/{post_id}").json()["created_at"]


def test_pictures_are_exchanged_and_described(cast: Cast, api_of: DoorOf) -> None:
    one, two = picture(cast.alice.id, alt="one"), picture(cast.alice.id, alt="two")
    post_id = say(cast.alice, "Hello", pictures=(one.id,))
    body = {
        "status": "Hello",
        "media_ids": [str(two.id), str(one.id)],
        "media_attributes": [{"id": str(one.id), "description": "One"}, {"id": str(two.id)}],
    }
    answer = api_of(cast.alice).put(f"{STATUSES}/{post_id}", body=body).json()
    assert [each["description"] for each in answer["media_attachments"]] == ["two", "One"]


@pytest.mark.parametrize("attributes", [[1], [{"id": "x", "description": "y"}], [{"id": "1", "description": 2}], [{}]])
def test_attributes_that_make_no_sense(cast: Cast, api_of: DoorOf, attributes: object) -> None:
    post_id = say(cast.alice, "Hello")
    body = {"status": "x", "media_attributes": attributes}
    assert api_of(cast.alice).put(f"{STATUSES}/{post_id}", body=body).status_code == 422


def test_a_poll_is_kept_or_begun_again(cast: Cast, api_of: DoorOf) -> None:
    post_id = say(cast.alice, "Which?", poll=NewPoll(("a", "b"), 600))
    vote(cast.bob, post_id, [0])
    alice, address = api_of(cast.alice), f"{STATUSES}/{post_id}"
    same = {"status": "Which one?", "poll": {"options": ["a", "b"], "expires_in": 600}}
    assert alice.put(address, body=same).json()["poll"]["votes_count"] == 1
    other = {"status": "Which one?", "poll": {"options": ["a", "c"], "expires_in": 600}}
    assert alice.put(address, body=other).json()["poll"]["votes_count"] == 0
    assert alice.put(address, body={"status": "No question"}).json()["poll"] is None


def test_only_the_author_and_only_what_may_be_seen(cast: Cast, api_of: DoorOf) -> None:
    public, private = say(cast.alice, "Hello"), say(cast.alice, "Secret", "followers")
    hal = api_of(cast.hal)
    assert hal.put(f"{STATUSES}/{public}", {"status": "Mine"}).status_code == 404
    assert hal.get(f"{STATUSES}/{public}/source").json()["text"] == "Hello"
    assert hal.get(f"{STATUSES}/{private}/source").status_code == 404
    assert hal.get(f"{STATUSES}/{private}/history").status_code == 404
    assert api_of(cast.alice, "read").put(f"{STATUSES}/{public}", {"status": "x"}).status_code == 403
    assert api_of(cast.alice).put(f"{STATUSES}/{public}", {"status": ""}).status_code == 422
    assert Post.objects.get(id=public).text == "Hello"


def test_what_a_program_deletes_it_can_write_again(cast: Cast, api_of: DoorOf, drain: Callable[[], int]) -> None:
    shown = picture(cast.alice.id, alt="A cat")
    post_id = say(cast.alice, "Hello", pictures=(shown.id,), poll=NewPoll(("a", "b"), 600))
    alice = api_of(cast.alice)
    deleted = alice.delete(f"{STATUSES}/{post_id}").json()
    drain()
    assert (deleted["text"], deleted["poll"]["options"][0]["title"]) == ("Hello", "a")
    again = alice.post(STATUSES, {"status": deleted["text"], "media_ids[]": deleted["media_attachments"][0]["id"]})
    assert [each.id for each in get_post(cast.bob.id, int(again.json()["id"])).body.pictures] == [shown.id]


def test_unless_it_says_that_the_pictures_go_as_well(cast: Cast, api_of: DoorOf, drain: Callable[[], int]) -> None:
    shown = picture(cast.alice.id, alt="A cat")
    post_id = say(cast.alice, "Hello", pictures=(shown.id,))
    assert api_of(cast.alice).delete(f"{STATUSES}/{post_id}?delete_media=true").status_code == 200
    drain()
    assert not Picture.objects.exists()
