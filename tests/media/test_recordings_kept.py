"""Recordings in use: described, used once, let go of, swept."""

import os
import time
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from folkmoot.core.errors import Invalid, NotFound
from folkmoot.core.events import drain
from folkmoot.core.ids import id_at
from folkmoot.media import queries
from folkmoot.media.actions import (
    describe_recording,
    discard_recording,
    drop_recordings,
    use_recordings,
)
from folkmoot.media.addresses import folder, root, workpiece
from folkmoot.media.models import Picture, Recording, Upload
from folkmoot.media.tasks import forget_uploads, sweep
from tests.media.conftest import on_disk
from tests.media.recordings import Film
from tests.media.test_recordings import OWNER
from tests.media.test_recordings_worker import row, take

OTHER = 4712
LONG = Film("mov", "mpeg4", (640, 360), 8.0)
pytestmark = pytest.mark.django_db


class TestKeeping:
    """Described, used, let go, forgotten."""

    def lay(self, owner: int = OWNER, **columns: object) -> Recording:
        values = {"kind": "sound", "state": "ready", "bytes": 10, **columns}
        found = Recording.objects.create(owner_id=owner, **values)
        place = folder(found.id, found.name)
        place.mkdir(parents=True)
        (place / "sound.m4a").write_bytes(b"x")
        return found

    def test_describing(self) -> None:
        mine = self.lay()
        describe_recording(OWNER, mine.id, " A heron\u202e calls ", "Call\nof the heron", "x" * 300)
        view = queries.own_recording(OWNER, mine.id)
        assert (view.alt, view.title, view.artist) == ("A heron calls", "Call of the heron", "x" * 200)
        with pytest.raises(Invalid):
            describe_recording(OWNER, mine.id, "x" * 1_501, "", "")
        for owner, some_id in ((OTHER, mine.id), (OWNER, 5)):
            with pytest.raises(NotFound):
                describe_recording(owner, some_id, "Mine now", "", "")
            with pytest.raises(NotFound):
                queries.own_recording(owner, some_id)

    def test_it_is_used_once(self) -> None:
        one, two, failed = self.lay(), self.lay(state="waiting"), self.lay(OTHER)
        Recording.objects.filter(id=failed.id).update(owner_id=OWNER, state="failed")
        with transaction.atomic():
            use_recordings(OWNER, [])
            use_recordings(OWNER, [one.id])
        for owner, wrong in ((OWNER, [one.id]), (OTHER, [two.id]), (OWNER, [two.id, 5]), (OWNER, [failed.id])):
            with pytest.raises(Invalid, match="not there any more"), transaction.atomic():
                use_recordings(owner, wrong)
        with transaction.atomic():
            use_recordings(OWNER, [two.id])
        assert row(two.id).use == "post"
        with pytest.raises(NotFound):
            discard_recording(OWNER, two.id)

    def test_dropping_takes_the_files_along(self) -> None:
        one, other = self.lay(), self.lay()
        with transaction.atomic():
            drop_recordings([one.id])
            transaction.set_rollback(True)
        assert Recording.objects.count() == 2
        discard_recording(OWNER, one.id)
        drain(("now", "net"))
        assert [path.parent.name for path in on_disk()] == [f"{other.id}-{other.name}"]

    def test_what_nobody_used_goes_after_a_day(self) -> None:
        now = timezone.now()
        yesterday = id_at(now - timedelta(hours=24, minutes=1))
        self.lay(id=yesterday)
        kept = {
            self.lay().id,
            self.lay(id=yesterday + 1, used_at=now, use="post").id,
            self.lay(id=yesterday + 2, kept_until=now + timedelta(hours=1)).id,
        }
        self.lay(id=yesterday + 3, kept_until=now - timedelta(hours=1))
        picture = {"owner_id": OWNER, "width": 1, "height": 1, "widths": "1", "bytes": 1}
        Picture.objects.create(id=yesterday + 4, **picture)
        held = Picture.objects.create(id=yesterday + 5, kept_until=now + timedelta(days=9), **picture)
        Upload.objects.create(owner_id=OWNER, length=9, changed_at=now - timedelta(hours=25))
        going = Upload.objects.create(owner_id=OWNER, length=9, changed_at=now - timedelta(hours=23))
        forget_uploads()
        drain()
        assert set(Recording.objects.values_list("id", flat=True)) == kept
        assert set(Picture.objects.values_list("id", flat=True)) == {held.id}
        assert set(Upload.objects.values_list("id", flat=True)) == {going.id}
        assert len(on_disk()) == len(kept)

    def test_the_sweep_knows_recordings_too(self) -> None:
        kept, waiting = self.lay(), take(Film())
        stray = folder(987_600, "n" * 22)
        stray.mkdir(parents=True)
        (stray / "480.mp4").write_bytes(b"x")
        lost = [root() / "uploads" / f"77-{'n' * 22}", root() / "work" / f"78-{'n' * 22}"]
        young = root() / "work" / f"79-{'n' * 22}"
        for path in (*lost, young):
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(b"x")
        hours_ago = time.time() - 2 * 60 * 60
        for path in (stray, *lost, folder(kept.id, kept.name), workpiece(waiting, row(waiting).name)):
            os.utime(path, (hours_ago, hours_ago))
        sweep()
        assert not any(path.exists() for path in (stray, *lost))
        assert young.exists()
        assert folder(kept.id, kept.name).exists()
        assert workpiece(waiting, row(waiting).name).exists()
