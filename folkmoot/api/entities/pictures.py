"""Pictures as Mastodon's media attachments; addresses of posts' pictures are marked, and finished for each reader."""

from typing import Any

from folkmoot.media import addresses
from folkmoot.media.queries import PictureView
from folkmoot.posts.visibility import open_to_visitors

_PREVIEW = 640  # pixels wide at most


def attachment(picture: PictureView, scope: str) -> dict[str, Any]:
    """A MediaAttachment of a post for ``scope``; an upload that no post shows yet is for nobody else."""
    marked = addresses.opened if open_to_visitors(scope) else addresses.closed
    preview = _width(picture, _PREVIEW)
    return {
        "id": str(picture.id),
        "type": "image",
        "url": addresses.origin() + marked(addresses.path(picture, picture.width)),
        "preview_url": addresses.origin() + marked(addresses.path(picture, preview)),
        "remote_url": None,
        "meta": {
            "focus": {"x": picture.focus[0], "y": picture.focus[1]},
            "original": _size(picture, picture.width),
            "small": _size(picture, preview),
        },
        "description": picture.alt or None,
        "blurhash": picture.blurhash,
    }


def small_address(picture: PictureView, scope: str) -> str:
    """Where a small file of a picture is that a post for ``scope`` shows; it does not move."""
    marked = addresses.opened if open_to_visitors(scope) else addresses.closed
    variant = "still" if picture.moving else _width(picture, _PREVIEW)
    return addresses.origin() + marked(addresses.path(picture, variant))


def address(picture: PictureView, width: int) -> str:
    """Where an avatar or header of about this width is."""
    return addresses.origin() + addresses.path(picture, _width(picture, width))


def still_address(picture: PictureView, width: int) -> str:
    """The same for one that does not move."""
    if not picture.moving:
        return address(picture, width)
    return addresses.origin() + addresses.path(picture, "still")


def _width(picture: PictureView, wanted: int) -> int:
    return next((width for width in picture.widths if width >= wanted), picture.width)


def _size(picture: PictureView, width: int) -> dict[str, Any]:
    height = max(1, round(picture.height * width / picture.width))
    return {"width": width, "height": height, "aspect": width / height}
