"""The demo's recordings: small, described, free, and laid down as the worker leaves an upload."""

import shutil
from collections.abc import Generator
from typing import Any

import av
import pytest

from folkmoot.media.actions import use_recordings
from folkmoot.media.actions.webvtt import cleaned
from folkmoot.media.addresses import folder, root
from folkmoot.media.models import Recording
from folkmoot.media.queries import own_recording
from folkmoot.project.demo.tapes import RECORDINGS, hand_in, known

NAMES = sorted(known())
MOST_BYTES = 2_500_000
FREE = {"CC0-1.0", "CC-BY-4.0", "LGPL-3"}


@pytest.fixture(autouse=True)
def swept() -> Generator[None]:
    yield
    shutil.rmtree(root(), ignore_errors=True)


def test_all_files_together_are_small() -> None:
    assert sum(path.stat().st_size for path in RECORDINGS.rglob("*") if path.is_file()) < MOST_BYTES
    assert {path.name for path in RECORDINGS.iterdir() if path.is_dir()} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_recording_says_truthfully_what_it_is(name: str) -> None:
    facts = known()[name]
    assert "demo" in facts["alt"]
    assert "computer" in facts["alt"] or "photograph" in facts["alt"]
    assert facts["licence"] in FREE
    assert f"{name}\n  {facts['licence']}" in (RECORDINGS / "LICENCES").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_a_recording_is_what_is_said_of_it(name: str) -> None:
    facts = known()[name]
    (path,) = [each for each in (RECORDINGS / name).iterdir() if each.suffix in {".mp4", ".m4a"}]
    with av.open(str(path)) as file:
        assert not {"encoder", "title", "artist"} & {key.lower() for key in file.metadata}
        assert abs((file.duration or 0) / 1_000_000 - facts["seconds"]) < 0.2
        assert bool(file.streams.audio) == (facts["kind"] != "loop")
        if facts["kind"] != "sound":
            video = file.streams.video[0]
            assert (video.width, video.height) == (facts["width"], facts["height"])


def test_captions_are_such_as_the_product_takes() -> None:
    for path in RECORDINGS.glob("*/*.vtt"):
        text = path.read_text(encoding="utf-8")
        assert cleaned(text) == text, path


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_it_is_handed_in_ready_and_can_be_used_once(cast: Any, name: str) -> None:
    view = own_recording(cast.alice.id, hand_in(cast.alice.id, name))
    facts = known()[name]
    assert (view.kind, view.state, view.alt) == (facts["kind"], "ready", facts["alt"])
    assert (view.title, view.artist) == (facts.get("title", ""), facts.get("artist", ""))
    assert list(view.captions) == facts.get("captions", [])
    place = folder(view.id, view.name)
    assert place.stat().st_mode & 0o077 == 0
    assert {path.name for path in place.iterdir()} == {path.name for path in (RECORDINGS / name).iterdir()}
    use_recordings(cast.alice.id, [view.id])
    assert Recording.objects.get(id=view.id).use == "post"
