"""Pictures for tests that are not about taking them in: rows and small files, without the workshop."""

import io
from typing import Any

from PIL import Image, ImageDraw

from folkmoot.media import addresses
from folkmoot.media.models import Picture

BLURHASH = "LEHV6nWB2yk8pyo0adR*.7kCMdnj"
FILE = b"RIFF" + bytes(range(256)) * 16  # what lies in every file that ``lay`` makes


def lay(owner_id: int, **facts: Any) -> Picture:
    """An upload of somebody's, not used yet; each of its files holds ``FILE``."""
    wide = {"width": 640, "height": 480, "widths": "320 640", "blurhash": BLURHASH, "bytes": 2 * len(FILE)}
    picture = Picture.objects.create(owner_id=owner_id, **{**wide, **facts})
    folder = addresses.folder(picture.id, picture.name)
    folder.mkdir(parents=True)
    for variant in (*picture.widths.split(), *(["still"] if picture.moving else [])):
        (folder / f"{variant}.webp").write_bytes(FILE)
    return picture


def drawn(width: int = 640, height: int = 480, colour: str = "#4a7a5c", kind: str = "JPEG") -> bytes:
    """A real picture: a plain ground with a sun in a corner."""
    image = Image.new("RGB", (width, height), colour)
    pen, size = ImageDraw.Draw(image), min(width, height)
    pen.ellipse((size // 8, size // 8, size // 2, size // 2), fill="#f2c14e")
    pen.rectangle((0, height * 3 // 4, width, height), fill="#2f4858")
    held = io.BytesIO()
    image.save(held, kind)
    return held.getvalue()


def moving(width: int = 320, height: int = 240) -> bytes:
    """A picture that moves: three frames of a GIF."""
    frames = [Image.new("RGB", (width, height), colour) for colour in ("#a52f1e", "#1d6650", "#1f5fa6")]
    held = io.BytesIO()
    frames[0].save(held, "GIF", save_all=True, append_images=frames[1:], duration=200, loop=0)
    return held.getvalue()
