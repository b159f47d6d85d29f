"""What happens to pictures and recordings."""

from dataclasses import dataclass

from folkmoot.core.events import Event


@dataclass(frozen=True)
class PictureTaken(Event):
    """A member uploaded a picture, and its files are ready."""

    picture_id: int


@dataclass(frozen=True)
class PictureDropped(Event):
    """A picture is used nowhere any more and its row is gone; its files go next."""

    picture_id: int
    name: str


@dataclass(frozen=True)
class RecordingTaken(Event):
    """A member uploaded a recording; it has to be made ready to be played."""

    recording_id: int


@dataclass(frozen=True)
class RecordingReady(Event):
    """A recording can be played."""

    recording_id: int


@dataclass(frozen=True)
class RecordingFailed(Event):
    """A recording cannot be played, and never will be."""

    recording_id: int


@dataclass(frozen=True)
class RecordingChanged(Event):
    """Something is to be shown otherwise: a recording's words, its captions, or a further rendition."""

    recording_id: int


@dataclass(frozen=True)
class RecordingDropped(Event):
    """A recording is used nowhere any more and its row is gone; its files go next."""

    recording_id: int
    name: str
