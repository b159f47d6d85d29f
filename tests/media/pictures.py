"""Pictures that the tests make themselves, good ones and bad ones."""

import io
import struct
import zlib
from collections.abc import Callable

import pillow_heif
import pyvips
from PIL import Image, ImageDraw

pillow_heif.register_heif_opener()

CANARY = "CANARY-7c1f"
RED, BLUE = (200, 30, 30), (30, 30, 200)


def halves(width: int = 900, height: int = 600) -> Image.Image:
    """Red on the left, blue on the right."""
    image = Image.new("RGB", (width, height), RED)
    ImageDraw.Draw(image).rectangle((width // 2, 0, width, height), fill=BLUE)
    return image


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def moving(kind: str, frames: int = 4, size: tuple[int, int] = (400, 300)) -> bytes:
    pictures = [Image.new("RGB", size, (n * 50 % 256, 80, 120)) for n in range(frames)]
    return saved(pictures[0], kind, save_all=True, append_images=pictures[1:], duration=100, loop=0)


GOOD: dict[str, Callable[[], bytes]] = {
    "jpeg": lambda: saved(halves(), "jpeg"),
    "png": lambda: saved(halves(), "png"),
    "webp": lambda: saved(halves(), "webp"),
    "avif": lambda: saved(halves(), "avif"),
    "gif": lambda: saved(halves(), "gif"),
    "heic": lambda: saved(halves(), "heif"),
}


def with_everything(kind: str) -> bytes:
    """A picture that tells where, when, with what and by whom it was taken, in every way its format knows."""
    profile = pyvips.Image.black(8, 8, bands=3).copy(interpretation="srgb").icc_transform("p3", input_profile="srgb")
    icc = profile.get("icc-profile-data") + CANARY.encode()
    exif = Image.Exif()
    exif[0x010E], exif[0x0110] = CANARY, CANARY
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (52.0, 31.0, 12.0)
    image = halves()
    if kind == "png":
        from PIL.PngImagePlugin import PngInfo

        words = PngInfo()
        words.add_text("Comment", CANARY)
        words.add_text("Author", CANARY, zip=True)
        words.add_itxt("XML:com.adobe.xmp", f"<x>{CANARY}</x>")
        return saved(image, "png", pnginfo=words, exif=exif, icc_profile=icc)
    xmp = f"<x:xmpmeta>{CANARY}</x:xmpmeta>".encode()
    more = {"comment": CANARY.encode()} if kind == "jpeg" else {}
    data = saved(image, "heif" if kind == "heic" else kind, exif=exif.tobytes(), icc_profile=icc, xmp=xmp, **more)
    return _with_iptc(data) if kind == "jpeg" else data


def _with_iptc(jpeg: bytes) -> bytes:
    words = b"\x1c\x02\x78" + struct.pack(">H", len(CANARY)) + CANARY.encode()
    block = b"Photoshop 3.0\x008BIM\x04\x04\x00\x00" + struct.pack(">I", len(words)) + words + b"\x00"
    return jpeg[:2] + b"\xff\xed" + struct.pack(">H", len(block) + 2) + block + jpeg[2:]


def png(width: int, height: int, rows: bytes, *, interlaced: bool = False) -> bytes:
    """A PNG whose head says whatever it is told to."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, interlaced)
    chunks = [_chunk(b"IHDR", head), _chunk(b"IDAT", zlib.compress(rows, 9)), _chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def jpeg_that_says(width: int, height: int, *, progressive: bool = False) -> bytes:
    data = bytearray(saved(Image.new("RGB", (64, 64)), "jpeg", progressive=progressive))
    place = data.index(b"\xff\xc2" if progressive else b"\xff\xc0") + 5
    data[place : place + 4] = struct.pack(">HH", height, width)
    return bytes(data)


def jpeg_that_ends_early(share: float, *, progressive: bool = False) -> bytes:
    """With an end that says it is whole."""
    data = saved(Image.effect_noise((600, 400), 90).convert("RGB"), "jpeg", progressive=progressive)
    return data[: int(len(data) * share)] + b"\xff\xd9"


def jpeg_with_something_in_between() -> bytes:
    """What decoders warn of and many cameras write: bytes that belong to nothing."""
    data = saved(halves(), "jpeg")
    place = data.index(b"\xff\xdb")
    return data[:place] + bytes(3) + data[place:]


def apng_that_says(frames: int, size: tuple[int, int] = (64, 64)) -> bytes:
    """A PNG that says it has so many frames, and has three."""
    data = bytearray(moving("PNG", 3, size))
    place = data.index(b"acTL")
    data[place + 4 : place + 8] = struct.pack(">I", frames)
    data[place + 12 : place + 16] = struct.pack(">I", zlib.crc32(data[place : place + 12]))
    return bytes(data)


def sequence_of_one() -> bytes:
    """A PNG that says it moves, and has one frame."""
    still = saved(Image.new("RGB", (64, 64), RED), "png")
    frame = struct.pack(">IIIIIHHBB", 0, 64, 64, 0, 0, 1, 10, 0, 0)
    return still[:33] + _chunk(b"acTL", struct.pack(">II", 1, 0)) + _chunk(b"fcTL", frame) + still[33:]


def gif_of(frames: int) -> bytes:
    head = b"GIF89a" + struct.pack("<HHBBB", 16, 16, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    control = b"\x21\xf9\x04\x00\x01\x00\x00\x00"
    frame = control + b"\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\x00"
    return head + frame * frames + b"\x3b"


def truncated(kind: str) -> bytes:
    noise = Image.effect_noise((150, 100), 90).convert("RGB")
    data = saved(noise, "heif" if kind == "heic" else kind)
    return data[: len(data) // 2]
