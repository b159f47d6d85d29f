"""Every kind of thing that members can post is somewhere in the demo, as programs and pages show it."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest

from folkmoot.accounts.models import Account
from folkmoot.core import http
from folkmoot.core.events import waiting
from folkmoot.media.addresses import root
from folkmoot.media.models import Recording
from folkmoot.posts.models import Ballot, Post
from folkmoot.project.demo import tapes
from folkmoot.project.demo.storybook import Line, read
from tests.project.conftest import Street

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("street_made")]


@pytest.fixture
def maria(api_of: Any) -> Any:
    return api_of(Account.objects.get(username="maria"))


@pytest.fixture
def pages(client_of: Any) -> Any:
    return client_of(Account.objects.get(username="maria"))


def post(beginning: str) -> Post:
    return Post.objects.get(text__startswith=beginning)


def line(beginning: str) -> Line:
    return next(each for each in read().lines() if each.text.startswith(beginning))


def status(door: Any, beginning: str) -> Any:
    answer = door.get(f"/api/v1/statuses/{post(beginning).id}")
    assert answer.status_code == 200
    return answer.json()


def page(pages: Any, beginning: str) -> str:
    found = post(beginning)
    answer = pages.get(f"/@{found.account.username}/{found.id}")
    assert answer.status_code == 200
    text: str = answer.content.decode()
    return text


def test_a_video_can_be_played_and_read(maria: Any, pages: Any) -> None:
    (video,) = status(maria, "Eight seconds of the brook")["media_attachments"]
    assert video["type"] == "video"
    assert "out of a photograph" in video["description"], "it says what it is"
    assert video["meta"]["original"]["duration"] == 8
    shown = page(pages, "Eight seconds of the brook")
    assert {found[1] for found in re.finditer(r"captions-(\w+)\.vtt", shown)} >= {"en", "ar"}
    assert re.search(r"/media/[\w-]+/480\.mp4", shown)


def test_a_clip_runs_over_and_over(maria: Any) -> None:
    (clip,) = status(maria, "Found on my phone")["media_attachments"]
    assert clip["type"] == "gifv"


def test_music_is_an_album_of_three_with_a_cover(maria: Any, pages: Any) -> None:
    tracks = status(maria, "I've done it.")["media_attachments"]
    assert [track["type"] for track in tracks] == ["audio"] * 3
    assert all("a computer plays it" in track["description"] for track in tracks)
    shown = page(pages, "I've done it.")
    for title in ("Two stairs at a time", "Four in the morning, flour", "The 14 is late"):
        assert title in shown
    assert "Inés Ferreira" in shown
    assert re.search(r"/media/[\w-]+/still\.webp", shown), "the cover"


def test_a_voice_is_heard(maria: Any) -> None:
    found = status(maria, "@grace You said")
    (voice,) = found["media_attachments"]
    assert voice["type"] == "audio"
    assert "a computer hums" in voice["description"]


def test_an_album_has_more_than_ten_pictures(maria: Any) -> None:
    shown = status(maria, "Twelve months within")["media_attachments"]
    assert len(shown) == 12
    assert {each["type"] for each in shown} == {"image"}
    assert all(each["description"] for each in shown)


def test_a_poll_is_open(api_of: Any, street_made: Street) -> None:
    voted = Ballot.objects.filter(post=post("The depot says")).values("account")
    somebody = api_of(Account.objects.filter(active=True).exclude(id__in=voted).exclude(username="kofi")[0])
    poll = status(somebody, "The depot says")["poll"]
    assert (poll["expired"], poll["voted"]) == (False, False)
    assert datetime.fromisoformat(poll["expires_at"]) - street_made.now < timedelta(hours=72)
    answer = somebody.post(f"/api/v1/polls/{poll['id']}/votes", body={"choices": [0]})
    assert sum(option["votes_count"] for option in answer.json()["options"]) == _votes("The depot says") + 1


def test_a_poll_has_ended_and_says_how(maria: Any) -> None:
    poll = status(maria, "Sunday tea in the hall")["poll"]
    assert poll["expired"]
    asked = line("Sunday tea in the hall").poll
    assert asked
    assert {each["title"]: each["votes_count"] for each in poll["options"]} == asked.options
    asked_at = datetime.fromisoformat(status(maria, "Sunday tea in the hall")["created_at"])
    ended_at = datetime.fromisoformat(poll["expires_at"])
    assert abs(ended_at - asked_at - timedelta(hours=48)) < timedelta(minutes=1)


def test_an_edited_post_tells_what_it_said(maria: Any) -> None:
    edited = status(maria, "The boiler is looked at")
    history = maria.get(f"/api/v1/statuses/{edited['id']}/history").json()
    assert len(history) == 3
    assert "Wednesday at nine" in history[0]["content"]
    assert "Thursday" in history[2]["content"]
    moments = [datetime.fromisoformat(version["created_at"]) for version in history]
    assert moments == sorted(moments)
    assert moments[2] - moments[0] < timedelta(minutes=20), "edited at once, and not when the demo was made"
    assert datetime.fromisoformat(edited["edited_at"]) == moments[2]


def test_quotes_are_agreed_to_and_one_waits_for_maria(maria: Any, pages: Any) -> None:
    for beginning in ("Number ninety-two", "She asks!"):
        assert status(maria, beginning)["quote"]["state"] == "accepted"
    assert status(maria, "One chair at a time")["quote"]["state"] == "pending"
    asked = pages.get("/notifications").content.decode()
    assert f"/posts/{post('One chair at a time').id}/refusal" in asked, "she can answer"


def test_posts_are_answered_with_emoji(pages: Any) -> None:
    shown = page(pages, "Biscuit has looked at")
    assert "🐟" in shown
    assert re.search(r':biscuit:|alt="biscuit"', shown)


def test_the_community_has_emoji_of_its_own(maria: Any) -> None:
    listed = {each["shortcode"]: each["category"] for each in maria.get("/api/v1/custom_emojis").json()}
    assert listed == {"biscuit": "Willow Street", "teapot": "Willow Street"}
    written = status(maria, "Next Sunday afternoon")["emojis"]
    assert {each["shortcode"] for each in written} == {"biscuit", "teapot"}


def test_some_choose_who_may_answer(api_of: Any) -> None:
    stranger = api_of(Account.objects.get(username="dealfinder"))
    target = post("@grace You said")
    refused = stranger.post("/api/v1/statuses", body={"status": "Me too", "in_reply_to_id": str(target.id)})
    assert refused.status_code in {403, 422}
    assert post("Biscuit has looked at").reply_policy == "followers"


def test_maria_has_a_circle_and_wrote_for_it(maria: Any, api_of: Any) -> None:
    (circle,) = maria.get("/api/v1/lists").json()
    assert circle["title"] == "Saturday, quietly"
    people = maria.get(f"/api/v1/lists/{circle['id']}/accounts").json()
    assert {each["username"] for each in people} == {"tomas", "grace", "matteo", "eun", "oksana", "emre"}
    secret = post("For the six of you").id
    assert maria.get(f"/api/v1/statuses/{secret}").status_code == 200
    assert _sees(api_of, "emre", secret)
    assert not _sees(api_of, "carmen", secret)
    assert not _sees(api_of, "diego", secret)


def test_maria_follows_a_hashtag_and_filters_a_word(maria: Any) -> None:
    assert [tag["name"] for tag in maria.get("/api/v1/followed_tags").json()] == ["garden"]
    (made,) = maria.get("/api/v2/filters").json()
    assert [word["keyword"] for word in made["keywords"]] == ["wanderers"]
    score = status(maria, "2–2 and the loudest draw")
    assert [each["filter"]["title"] for each in score["filtered"]] == [made["title"]]


def test_maria_has_begun_something_and_planned_something(maria: Any, pages: Any, street_made: Street) -> None:
    assert "Thank you for the doors!" in pages.get("/drafts").content.decode()
    (planned,) = maria.get("/api/v1/scheduled_statuses").json()
    assert planned["params"]["text"].startswith("Good morning, early ones.")
    ahead = datetime.fromisoformat(planned["scheduled_at"]) - street_made.now
    assert timedelta(days=1) < ahead < timedelta(days=4)


def test_links_are_shown_and_nobody_was_asked(maria: Any) -> None:
    card = status(maria, "The Courier has printed")["card"]
    assert card["title"] == "A hundred small true stories: the first ten"
    assert card["image"]
    assert status(maria, "LAST CHANCE patio heaters")["card"] is None
    assert [lane.count for lane in waiting() if lane.lane == "web"] == [0], "the worker has nothing to look at"


def test_every_link_of_the_story_is_known_already() -> None:
    known = set(read().belongings["cards"])
    written = {url for each in read().lines() for url in re.findall(r"https?://\S+", each.text)}
    assert written == known


def test_making_it_speaks_to_nobody(monkeypatch: pytest.MonkeyPatch, maria: Any) -> None:
    """Also when everything that is left to do is done."""
    from folkmoot.core.events import drain

    asked: list[object] = []
    monkeypatch.setattr(http, "fetch", lambda *args, **_: asked.append(args))
    drain()
    assert not asked


def test_every_recording_has_its_files_and_was_used_when_it_was_said() -> None:
    played = [name for each in read().lines() for name in each.recordings]
    assert sorted(played) == sorted(tapes.known()), "each is heard once"
    assert Recording.objects.count() == len(played)
    for recording in Recording.objects.all():
        (place,) = root().glob(f"*/{recording.id}-{recording.name}")
        files = {path.name: path.stat().st_size for path in place.iterdir() if path.suffix != ".vtt"}
        assert sum(files.values()) == recording.bytes
        assert recording.state == "ready"
        assert ("still.webp" in files) == recording.still


def _sees(api_of: Any, name: str, post_id: int) -> bool:
    answer = api_of(Account.objects.get(username=name)).get(f"/api/v1/statuses/{post_id}")
    assert answer.status_code in {200, 404}
    return bool(answer.status_code == 200)


def _votes(beginning: str) -> int:
    asked = line(beginning).poll
    assert asked
    return sum(asked.options.values())
