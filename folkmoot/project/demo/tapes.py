"""The demo's recordings: made ready beforehand, and laid into the data directory as the worker leaves them."""

import json
import shutil
from functools import cache
from pathlib import Path
from typing import Any

from folkmoot.media.actions import add_caption
from folkmoot.media.addresses import caption_name, folder
from folkmoot.media.models import Recording

RECORDINGS = Path(__file__).parent / "recordings"
_SAID = ("alt", "title", "artist", "album")
_MADE = ("kind", "seconds", "width", "height", "rate", "blurhash", "waveform")


@cache
def known() -> dict[str, dict[str, Any]]:
    """What is known of each recording by its name: what it is, what it is called, and what there is to hear or see."""
    made = json.loads((RECORDINGS / "recordings.json").read_text(encoding="utf-8"))
    sources = json.loads((RECORDINGS / "sources.json").read_text(encoding="utf-8"))
    return {name: {**sources[name], **facts} for name, facts in made.items()}


def hand_in(owner_id: int, name: str) -> int:
    """A member has uploaded the recording of this name, and it is ready; the id, for the post that plays it."""
    facts = known()[name]
    files = [path for path in sorted((RECORDINGS / name).iterdir()) if path.suffix != ".vtt"]
    recording = Recording(
        owner_id=owner_id,
        state=Recording.State.READY,
        progress=100,
        heights=" ".join(path.stem for path in files if path.suffix == ".mp4"),
        still=any(path.name == "still.webp" for path in files),
        bytes=sum(path.stat().st_size for path in files),
        source="mov",
        **{field: facts[field] for field in (*_SAID, *_MADE) if field in facts},
    )
    place = folder(recording.id, recording.name)
    place.mkdir(mode=0o700, parents=True)
    for path in files:
        shutil.copyfile(path, place / path.name)
    recording.save(force_insert=True)
    for language in facts.get("captions", ()):
        add_caption(owner_id, recording.id, language, (RECORDINGS / name / caption_name(language)).read_bytes())
    return recording.id
