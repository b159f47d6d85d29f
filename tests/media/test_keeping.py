"""Uploads until they are used, what is used until it is let go, and the disk that follows the table."""

import os
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from folkmoot.core.errors import Invalid, NotFound
from folkmoot.core.events import table
from folkmoot.core.ids import id_at
from folkmoot.media import queries
from folkmoot.media.actions import describe, discard, drop, use
from folkmoot.media.addresses import folder, root
from folkmoot.media.events import PictureDropped
from folkmoot.media.models import Picture
from folkmoot.media.tasks import forget_uploads, remove_files, sweep
from tests.media import pictures as made
from tests.media.conftest import Take, on_disk

OWNER, OTHER = 4711, 4712
type Queries = Callable[[int], object]


def lay(owner: int = OWNER, **columns: object) -> Picture:
    """A picture in the table, with one small file."""
    values = {"blurhash": "L" * 28, "width": 640, "height": 480, "widths": "320 640", "bytes": 1_000, **columns}
    picture = Picture.objects.create(owner_id=owner, **values)
    place = folder(picture.id, picture.name)
    place.mkdir(parents=True)
    (place / "320.webp").write_bytes(b"RIFF")
    return picture


@pytest.mark.django_db
def test_describing_an_upload() -> None:
    picture = lay()
    describe(OWNER, picture.id, "  A heron \u202ein the reeds ", (0.5, -3.0))
    view = queries.own_picture(OWNER, picture.id)
    assert (view.alt, view.focus) == ("A heron in the reeds", (0.5, -1.0))
    describe(OWNER, picture.id, "x" * 1_500, (float("nan"), float("inf")))
    x, y = queries.own_picture(OWNER, picture.id).focus
    assert -1 <= x <= 1
    assert y == 1.0
    with pytest.raises(Invalid):
        describe(OWNER, picture.id, "x" * 1_501, (0, 0))


@pytest.mark.django_db
def test_nobody_else_and_nothing_used_can_be_touched() -> None:
    mine, used = lay(), lay()
    with transaction.atomic():
        use(OWNER, [used.id], "post")
    for owner, picture in ((OTHER, mine), (OWNER, used), (OWNER, Picture(id=1))):
        with pytest.raises(NotFound):
            describe(owner, picture.id, "Mine now", (0, 0))
        with pytest.raises(NotFound):
            discard(owner, picture.id)
    assert set(Picture.objects.values_list("alt", flat=True)) == {""}
    with pytest.raises(NotFound):
        queries.own_picture(OTHER, mine.id)


@pytest.mark.django_db
def test_discarding_takes_the_files_along(drain: Callable[[], int]) -> None:
    gone, stays = lay(), lay()
    discard(OWNER, gone.id)
    drain()
    assert [path.parent.name for path in on_disk()] == [f"{stays.id}-{stays.name}"]
    with pytest.raises(NotFound):
        discard(OWNER, gone.id)


@pytest.mark.django_db
def test_a_picture_is_used_once() -> None:
    one, two, strange = lay(), lay(), lay(OTHER)
    with transaction.atomic():
        use(OWNER, [one.id], "avatar")
    for wrong in ([one.id], [two.id, one.id], [two.id, strange.id], [two.id, 5], [1 << 70]):
        with pytest.raises(Invalid, match="not there any more"), transaction.atomic():
            use(OWNER, wrong, "post")
    two.refresh_from_db()
    assert (two.use, two.used_at) == ("", None), "all or nothing"
    with transaction.atomic():
        use(OWNER, [], "post")
        use(OWNER, [two.id], "post")
    two.refresh_from_db()
    assert (two.use, two.used_at is not None) == ("post", True)


@pytest.mark.django_db
def test_dropping_needs_no_worker_to_be_safe() -> None:
    """The event is in the same transaction: rolled back, nothing is gone; run twice, nothing breaks."""
    picture = lay()
    with transaction.atomic():
        drop([picture.id])
        transaction.set_rollback(True)
    assert Picture.objects.filter(id=picture.id).exists()
    with transaction.atomic():
        drop([picture.id])
    assert len(on_disk()) == 1, "the files go when the worker comes"
    assert table.waiting()
    event = PictureDropped(picture.id, picture.name)
    remove_files(event)
    remove_files(event)
    assert on_disk() == []


@pytest.mark.django_db
def test_uploads_that_nobody_used_go_after_a_day(drain: Callable[[], int]) -> None:
    yesterday = timezone.now() - timedelta(hours=24, minutes=1)
    today = timezone.now() - timedelta(hours=23, minutes=59)
    lay(id=id_at(yesterday))
    recent = lay(id=id_at(today))
    kept = lay(id=id_at(yesterday) + 1, use="post", used_at=timezone.now())
    forget_uploads()
    drain()
    assert set(Picture.objects.values_list("id", flat=True)) == {recent.id, kept.id}
    assert len(on_disk()) == 2


@pytest.mark.django_db
def test_the_sweep_removes_what_a_crash_left() -> None:
    stays, young = lay(), folder(123_456, "n" * 22)
    stray, other = folder(987_600, "n" * 22), folder(stays.id + 100, "n" * 22)
    for place in (young, stray, other):
        place.mkdir(parents=True)
        (place / "320.webp").write_bytes(b"RIFF")
    hours_ago = time.time() - 2 * 60 * 60
    for place in (stray, other, folder(stays.id, stays.name)):
        os.utime(place, (hours_ago, hours_ago))
    (stays_lock := folder(1, "x").parents[1] / "child-0.lock").touch()
    sweep()
    assert not stray.exists()
    assert not other.exists()
    assert young.exists(), "it may be a picture whose row comes in a moment"
    assert folder(stays.id, stays.name).exists()
    assert stays_lock.exists()


@pytest.mark.django_db
def test_the_sweep_stands_folders_that_go_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    from pathlib import Path

    place = folder(987_600, "n" * 22)
    place.mkdir(parents=True)
    monkeypatch.setattr(Path, "iterdir", lambda self: iter([self / "gone"]))
    sweep()
    assert place.exists()


@pytest.mark.django_db
def test_the_sweep_stands_uploads_that_arrive_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    from pathlib import Path

    gone = root() / "uploads" / "5-gone"
    usual, removed = Path.glob, list[Path]()
    monkeypatch.setattr(Path, "glob", lambda at, what: iter([gone]) if at.name == "uploads" else usual(at, what))
    monkeypatch.setattr(Path, "unlink", lambda self, **_: removed.append(self))
    sweep()
    assert removed == [], "its own end removes it, or the next sweep"


def test_the_sweep_of_a_community_without_pictures(db: None) -> None:
    sweep()


def test_a_members_share(take: Take, monkeypatch: pytest.MonkeyPatch) -> None:
    assert queries.usage(OWNER) == queries.Usage(0, 2_000_000_000)
    take(OWNER, made.GOOD["png"]())
    taken = queries.usage(OWNER).bytes
    assert taken == sum(path.stat().st_size for path in on_disk())
    assert queries.usage(OTHER).bytes == 0
    monkeypatch.setattr(settings, "FOLKMOOT", settings.FOLKMOOT.model_copy(update={"pictures_mb_each": 1}))
    lay(bytes=1_000_000 - taken)
    with pytest.raises(Invalid, match="all the room"):
        take(OWNER, made.GOOD["png"]())
    assert take(OTHER, made.GOOD["png"]())


def test_the_share_is_looked_at_again_when_the_files_are_there(take: Take, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "FOLKMOOT", settings.FOLKMOOT.model_copy(update={"pictures_mb_each": 1}))
    lay(bytes=999_900)
    with pytest.raises(Invalid, match="all the room"):
        take(OWNER, made.GOOD["png"]())
    assert Picture.objects.count() == 1
    assert len(on_disk()) == 1


@pytest.mark.django_db
def test_views_in_one_statement(queries: Queries) -> None:
    from folkmoot.media.queries import pictures, unused

    one, two = lay(alt="One"), lay(moving=True, use="post", used_at=timezone.now())
    with queries(1):
        found = pictures([one.id, two.id, 5])
    assert set(found) == {one.id, two.id}
    assert (found[one.id].alt, found[one.id].widths, found[two.id].moving) == ("One", (320, 640), True)
    with queries(0):
        assert pictures([]) == {}
        assert unused(OWNER, []) == []
    three = lay()
    with queries(1):
        assert [view.id for view in unused(OWNER, [three.id, two.id, one.id, three.id])] == [three.id, one.id]
    assert unused(OTHER, [one.id]) == []
