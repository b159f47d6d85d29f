"""What happens to pictures."""

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
