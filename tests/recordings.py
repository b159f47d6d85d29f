"""Recordings for tests that are not about making them ready: rows and small files, without the studio."""

import math
import struct
import wave
from pathlib import Path
from typing import Any

import av
from PIL import Image, ImageDraw

from folkmoot.media import addresses
from folkmoot.media.models import Caption, Recording
from tests.pictures import BLURHASH, FILE

VTT = b"WEBVTT\n\n00:00.000 --> 00:02.000\nThe tide is out\n"
_FACTS: dict[str, dict[str, Any]] = {
    "video": {"width": 1280, "height": 720, "heights": "360 720", "still": True, "blurhash": BLURHASH},
    "loop": {"width": 640, "height": 360, "heights": "360", "still": True, "blurhash": BLURHASH},
    "sound": {"waveform": "00408cff8c4000"},
}
_FILES = {"video": ("360.mp4", "720.mp4", "still.webp"), "loop": ("360.mp4", "still.webp"), "sound": ("sound.m4a",)}


def lay(owner_id: int, kind: str = "sound", captions: tuple[str, ...] = (), **facts: Any) -> Recording:
    """A recording of somebody's, not used yet and ready to be played; each of its files holds ``FILE``."""
    known = {"state": "ready", "progress": 100, "seconds": 187.2, "bytes": 2 * len(FILE), **_FACTS[kind]}
    recording = Recording.objects.create(owner_id=owner_id, kind=kind, **{**known, **facts})
    folder = addresses.folder(recording.id, recording.name)
    folder.mkdir(parents=True)
    if recording.state == "ready":
        for name in _FILES[kind]:
            (folder / name).write_bytes(FILE)
    for language in captions:
        Caption.objects.create(recording=recording, language=language, bytes=len(VTT))
        (folder / addresses.caption_name(language)).write_bytes(VTT)
    return recording


def tone(path: Path, seconds: float = 2.0, pitch: float = 440.0) -> Path:
    """A real sound: one note, as WAV."""
    rate = 16_000
    count = int(seconds * rate)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        loud = [int(12_000 * math.sin(2 * math.pi * pitch * n / rate) * min(1, n / 4_000)) for n in range(count)]
        file.writeframes(struct.pack(f"<{count}h", *loud))
    return path


def filmed(path: Path, seconds: float = 2.0) -> Path:
    """A real video: a square that moves over the water, with a note, as MP4."""
    with av.open(str(path), "w") as file:
        pictures = file.add_stream("libx264", rate=15)
        pictures.width, pictures.height, pictures.pix_fmt = 320, 180, "yuv420p"
        sounds = file.add_stream("aac", rate=48_000, layout="mono")
        for number in range(int(seconds * 15)):
            frame = av.VideoFrame.from_image(_scene(number))
            for packet in pictures.encode(frame):
                file.mux(packet)
        for packet in pictures.encode(None):
            file.mux(packet)
        for number in range(int(seconds * 48_000 / 1_024)):
            piece = av.AudioFrame(format="fltp", layout="mono", samples=1_024)
            piece.planes[0].update(_note(number * 1_024))
            piece.sample_rate, piece.pts = 48_000, number * 1_024
            for packet in sounds.encode(piece):
                file.mux(packet)
        for packet in sounds.encode(None):
            file.mux(packet)
    return path


def _scene(number: int) -> Image.Image:
    image = Image.new("RGB", (320, 180), "#2f4858")
    ImageDraw.Draw(image).rectangle((number * 5, 60, number * 5 + 60, 120), fill="#f2c14e")
    return image


def _note(first: int) -> bytes:
    return struct.pack("<1024f", *(0.3 * math.sin(2 * math.pi * 440 * (first + n) / 48_000) for n in range(1_024)))
