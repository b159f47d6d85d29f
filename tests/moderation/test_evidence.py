"""Files of what was reported stay to be looked at, by those who decide alone, and go when nobody needs them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.audit.queries import entries
from folkmoot.core.cursors import Page
from folkmoot.media.actions import drop, drop_recordings
from folkmoot.media.models import Hold, Picture, Recording
from folkmoot.moderation.actions import Decision, decide_case, report
from folkmoot.moderation.actions.appeal import appeal
from folkmoot.moderation.actions.review import uphold
from folkmoot.moderation.models import Report, ReportItem, Restriction
from folkmoot.moderation.queries.evidence import evidence_visible
from folkmoot.moderation.tasks import let_go_of_files
from folkmoot.posts.actions import delete_post, withdraw_post
from folkmoot.posts.models import Post, PostPicture, PostRecording
from folkmoot.posts.queries import picture_visible, recording_visible
from folkmoot.project.cast import Cast
from tests.moderation.deciding import REASONS, WHY, after
from tests.moderation.reporting import set_aside
from tests.posts.writing import say

pytestmark = pytest.mark.django_db
PICTURES, RECORDINGS = 4, 8


def with_picture(author: Account) -> tuple[int, int]:
    """A post with a picture, as tables know it."""
    post = say(author, "Look")
    used = {"use": "post", "used_at": timezone.now()}
    made = Picture.objects.create(
        owner_id=author.id, width=9, height=9, widths="320 640", bytes=1, alt="A boat", **used
    )
    PostPicture.objects.create(post_id=post, position=0, picture=made)
    Post.objects.filter(id=post).update(carries=PICTURES)
    return post, made.id


def with_recording(author: Account, **how: Any) -> tuple[int, int]:
    """A post with a recording that is ready."""
    post = say(author, "Listen")
    used = {"use": "post", "used_at": timezone.now(), "state": "ready", **how}
    made = Recording.objects.create(owner_id=author.id, kind="video", bytes=1, title="Waves", **used)
    PostRecording.objects.create(post_id=post, position=0, recording=made)
    Post.objects.filter(id=post).update(carries=RECORDINGS)
    return post, made.id


def held() -> set[int]:
    return set(Hold.objects.values_list("file_id", flat=True))


def test_a_copy_names_the_files_with_their_descriptions(cast: Cast) -> None:
    post, picture = with_picture(cast.hal)
    report(cast.bob, cast.hal.id, post, "")
    assert ReportItem.objects.get().snapshot["pictures"] == [{"id": str(picture), "alt": "A boat"}]
    assert held() == {picture}


@pytest.mark.parametrize("away", [delete_post, withdraw_post])
def test_the_picture_of_a_deleted_post_stays_and_nobody_else_sees_it(
    cast: Cast, drain: Callable[..., int], away: Any
) -> None:
    post, picture = with_picture(cast.hal)
    report(cast.bob, cast.hal.id, post, "")
    away(cast.hal, post)
    drain()
    drop([picture])
    assert Picture.objects.get(id=picture).use == "held"
    for viewer in (None, cast.bob.id, cast.hal.id, cast.olivia.id):
        assert not picture_visible(viewer, picture)
    assert evidence_visible(cast.olivia.id, picture)


def test_so_does_a_recording(cast: Cast, drain: Callable[..., int]) -> None:
    post, recording = with_recording(cast.hal)
    report(cast.bob, cast.hal.id, post, "")
    delete_post(cast.hal, post)
    drain()
    assert Recording.objects.get(id=recording).use == "held"
    assert not recording_visible(cast.hal.id, recording)
    assert evidence_visible(cast.frank.id, recording)


@pytest.mark.parametrize(
    ("author", "who", "seen"),
    [
        ("hal", "olivia", True),
        ("hal", "frank", True),
        ("hal", "bob", False),
        ("hal", "hal", False),
        ("hal", "gina", False),
        ("hal", None, False),
        ("frank", "frank", False),
        ("frank", "olivia", True),
        ("olivia", "frank", False),
    ],
)
def test_who_sees_the_files_of_a_report(cast: Cast, author: str, who: str | None, seen: bool) -> None:
    post, picture = with_picture(getattr(cast, author))
    report(cast.bob, getattr(cast, author).id, post, "")
    assert evidence_visible(getattr(cast, who).id if who else None, picture) is seen


def test_what_nobody_reported_is_no_evidence(cast: Cast) -> None:
    _post, picture = with_picture(cast.hal)
    assert not evidence_visible(cast.olivia.id, picture)


def test_what_nothing_was_found_in_goes_at_once(cast: Cast, drain: Callable[..., int]) -> None:
    post, picture = with_picture(cast.hal)
    one = report(cast.bob, cast.hal.id, post, "")
    delete_post(cast.hal, post)
    drain()
    let_go_of_files()
    assert Picture.objects.filter(id=picture).exists()
    set_aside(cast.frank, one)
    let_go_of_files()
    assert not Picture.objects.filter(id=picture).exists()
    assert held() == set()


@pytest.mark.parametrize(("days", "kept"), [(183, True), (185, False)])
def test_what_was_acted_on_stays_while_it_can_be_undone(
    cast: Cast, drain: Callable[..., int], days: int, kept: bool
) -> None:
    post, recording = with_recording(cast.hal)
    one = report(cast.bob, cast.hal.id, post, "")
    delete_post(cast.hal, post)
    drain()
    Report.objects.filter(id=one).update(outcome="acted", closed_at=timezone.now() - timedelta(days=days))
    let_go_of_files()
    assert Recording.objects.filter(id=recording).exists() is kept


@pytest.mark.parametrize(("hours", "kept"), [(0, True), (23, True), (25, False)])
def test_what_is_disputed_stays_until_that_is_answered(
    cast: Cast, drain: Callable[..., int], hours: int, kept: bool
) -> None:
    post, picture = with_picture(cast.hal)
    one = report(cast.bob, cast.hal.id, post, "")
    case = Report.objects.get(id=one).case_id or 0
    decide_case(cast.frank, case, [Decision("remove", "post", post, "Stolen.")])
    some = appeal(cast.hal, Restriction.objects.get(case_id=case).id, WHY)
    delete_post(cast.hal, post)
    drain()
    Report.objects.filter(id=one).update(closed_at=timezone.now() - timedelta(days=185))
    let_go_of_files()
    assert Picture.objects.filter(id=picture).exists()
    uphold(cast.olivia, some, REASONS)
    with after(hours=hours):
        let_go_of_files()
    assert Picture.objects.filter(id=picture).exists() is kept


def test_what_another_report_needs_stays(cast: Cast, drain: Callable[..., int]) -> None:
    post, picture = with_picture(cast.hal)
    first, _second = (report(who, cast.hal.id, post, "") for who in (cast.bob, cast.carol))
    delete_post(cast.hal, post)
    drain()
    Report.objects.filter(id=first).update(outcome="dismissed", closed_at=timezone.now())
    let_go_of_files()
    assert Picture.objects.filter(id=picture).exists()


def test_what_is_still_shown_is_not_taken_away(cast: Cast) -> None:
    post, picture = with_picture(cast.hal)
    set_aside(cast.frank, report(cast.bob, cast.hal.id, post, ""))
    let_go_of_files()
    assert picture_visible(cast.bob.id, picture)
    drop_recordings([])


def test_looking_leads_to_an_address_of_one_s_own_and_is_written_down(
    cast: Cast, client_of: Callable[..., Client]
) -> None:
    post, picture = with_picture(cast.hal)
    report(cast.bob, cast.hal.id, post, "")
    answer = client_of(cast.frank).get(f"/staff/evidence/{picture}")
    assert answer.status_code == 302
    assert f"/media/{picture}-" in answer["Location"]
    assert f"/640.webp?v={cast.frank.id}&" in answer["Location"]
    [entry] = entries(Page(limit=1)).items
    assert (entry.verb, entry.object_id) == ("evidence.look", picture)


@pytest.mark.parametrize(
    ("how", "ending"),
    [({"heights": "360 720"}, "/360.mp4?"), ({"heights": ""}, "/sound.m4a?"), ({"state": "failed"}, "")],
)
def test_recordings_are_led_to_if_there_is_something_to_play(
    cast: Cast, client_of: Callable[..., Client], how: dict[str, str], ending: str
) -> None:
    post, recording = with_recording(cast.hal, **how)
    report(cast.bob, cast.hal.id, post, "")
    answer = client_of(cast.olivia).get(f"/staff/evidence/{recording}")
    assert answer.status_code == (302 if ending else 404)
    assert ending in answer.headers.get("Location", "")


@pytest.mark.parametrize("who", ["bob", "hal"])
def test_nobody_else_is_led_there(cast: Cast, client_of: Callable[..., Client], who: str) -> None:
    post, picture = with_picture(cast.hal)
    report(cast.bob, cast.hal.id, post, "")
    assert client_of(getattr(cast, who)).get(f"/staff/evidence/{picture}").status_code == 404
    assert client_of(cast.olivia).get("/staff/evidence/1").status_code == 404
