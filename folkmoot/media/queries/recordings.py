"""What can be asked about videos, sounds and loops."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from folkmoot.core.errors import NotFound
from folkmoot.core.rows import among, id_list, select


@dataclass(frozen=True, slots=True)
class RecordingView:
    """A video, a sound or a loop as it is played; until it is ``ready`` there is nothing to play."""

    id: int
    name: str
    kind: str  # "video", "sound" or "loop"
    state: str  # "waiting", "working", "ready" or "failed"
    progress: int  # percent
    problem: str  # a word that ``problem_sentence`` knows
    alt: str
    title: str
    artist: str
    album: str
    seconds: float
    width: int
    height: int
    heights: tuple[int, ...]  # of the renditions, the smallest first
    still: bool  # there is a poster or a cover
    blurhash: str
    waveform: tuple[int, ...]  # peaks from 0 to 255
    captions: tuple[str, ...] = ()  # languages
    rate: float = 0.0  # frames a second
    bytes: int = 0  # of all files together


_COLUMNS = (
    *("id", "name", "kind", "state", "progress", "problem", "alt", "title", "artist", "album"),
    *("seconds", "width", "height", "heights", "still", "blurhash", "waveform", "rate", "bytes"),
)


@cache
def recording_columns(recording: str) -> str:
    """The columns that ``recording_of`` reads, for a statement that joins ``media_recording``."""
    return ", ".join(f"{recording}.{name}" for name in _COLUMNS)


def recording_of(row: Sequence[Any], captions: tuple[str, ...]) -> RecordingView:
    """The view in one row of ``recording_columns``, with the languages it has captions in."""
    values = dict(zip(_COLUMNS, row, strict=False))
    heights, still, waveform = (values.pop(name) for name in ("heights", "still", "waveform"))
    return RecordingView(
        **values,
        heights=tuple(map(int, heights.split())),
        still=bool(still),
        waveform=tuple(bytes.fromhex(waveform)),
        captions=captions,
    )


def recordings(ids: Collection[int]) -> dict[int, RecordingView]:
    """The recordings with these ids, whoever may hear and see them, in exactly two statements (none for no ids)."""
    return _views(_some(), {"ids": id_list(ids)}) if ids else {}


def own_recording(viewer: int, recording_id: int) -> RecordingView:
    """A recording of the viewer's own, used or not; ``NotFound`` when it is not theirs or gone."""
    found = _views(f"{_some()} AND r.owner_id = %(viewer)s", {"ids": id_list([recording_id]), "viewer": viewer})
    if not found:
        raise NotFound
    return found[recording_id]


def unused_recordings(viewer: int, ids: Collection[int]) -> list[RecordingView]:
    """Those of these uploads that are the viewer's own and used nowhere yet, in the order asked for."""
    if not ids:
        return []
    text = f"{_some()} AND r.owner_id = %(viewer)s AND r.used_at IS NULL"
    found = _views(text, {"ids": id_list(ids), "viewer": viewer})
    return [found[i] for i in dict.fromkeys(ids) if i in found]


def recordings_among(ids: Collection[int]) -> frozenset[int]:
    """Which of these ids are those of recordings: programs name pictures and recordings in one breath."""
    if not ids:
        return frozenset()
    rows = select(f"SELECT id FROM media_recording WHERE {among('id', 'ids')}", {"ids": id_list(ids)})
    return frozenset(row[0] for row in rows)


def _views(text: str, values: dict[str, Any]) -> dict[int, RecordingView]:
    captions: dict[int, list[str]] = {}
    for some_id, language in select(_captions(), {"ids": values["ids"]}):
        captions.setdefault(some_id, []).append(language)
    return {row[0]: recording_of(row, tuple(captions.get(row[0], ()))) for row in select(text, values)}


@cache
def _some() -> str:
    return f"SELECT {recording_columns('r')} FROM media_recording r WHERE {among('r.id', 'ids')}"


@cache
def _captions() -> str:
    return f"SELECT recording_id, language FROM media_caption WHERE {among('recording_id', 'ids')} ORDER BY id"
