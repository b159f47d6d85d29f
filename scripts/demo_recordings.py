#!/usr/bin/env python
"""Makes the demo's recordings out of its photographs and of arithmetic: ``scripts/demo_recordings.py``.

Nobody plays, hums or films here, and the descriptions say so. What is made goes through the same programs as an
upload, so that the files in the package are those that the product would have made.
"""

import json
import math
import tempfile
from array import array
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import IO, Any

import av
import pyvips

from folkmoot.media.studio.order import Task, carry_out
from folkmoot.media.workshop import blurhash

DEMO = Path(__file__).parents[1] / "folkmoot" / "project" / "demo"
PLACE = DEMO / "recordings"
RATE = 32_000  # samples a second
FRAMES = 24  # a second
BITS = 64_000  # of sound, a second
COVER, SMALL = 480, 32  # pixels
WANTED, NEAR = -16.0, 1.5  # LUFS: what is as loud as this is not touched
SECONDS = 60  # of processor time for one recording
NOTES = ("c", "c#", "d", "d#", "e", "f", "f#", "g", "g#", "a", "a#", "b")
KEYS = {f"{note}{octave}": 12 * octave + step for octave in range(2, 7) for step, note in enumerate(NOTES)}


def main() -> None:
    """Make all recordings, and write down what is known of them."""
    told = json.loads((PLACE / "sources.json").read_text(encoding="utf-8"))
    made = {name: _make(name, source) for name, source in told.items()}
    rows = ",\n".join(f" {json.dumps(name)}: {json.dumps(row)}" for name, row in made.items())
    (PLACE / "recordings.json").write_text(f"{{\n{rows}\n}}\n")
    (PLACE / "LICENCES").write_text(_licences(told), encoding="utf-8")


def _make(name: str, source: dict[str, Any]) -> dict[str, Any]:
    place = PLACE / name
    place.mkdir(exist_ok=True)
    if source["kind"] == "sound":
        return _sound(place, source)
    with tempfile.NamedTemporaryFile(suffix=".mp4") as raw:
        sound = _brook(source["seconds"]) if source["kind"] == "video" else None
        _film(raw.name, source, sound)
        made = _prepared(place, source["kind"], raw)
    return {"kind": source["kind"], **made}


def _sound(place: Path, source: dict[str, Any]) -> dict[str, Any]:
    samples = _hummed(source["notes"], source["beat"]) if source["voice"] else _plucked(source["notes"], source["beat"])
    volume = 0.3
    for _ in range(4):  # as loud as everything else is made, so that it stays as it is
        with tempfile.NamedTemporaryFile(suffix=".m4a") as raw:
            _record(raw.name, _loud(samples, volume))
            made = _prepared(place, "sound", raw)
        if abs(WANTED - made["loudness"]) < NEAR:
            break
        volume *= 10 ** ((WANTED - made["loudness"]) / 20)
    if source.get("cover"):
        made |= _cover(place, source["cover"])
    del made["loudness"]
    return {"kind": "sound", **made}


def _prepared(place: Path, task: str, raw: IO[bytes]) -> dict[str, Any]:
    """What the product makes of a file, laid into a folder."""
    with tempfile.TemporaryFile() as large, tempfile.TemporaryFile() as still:
        answer = carry_out(Task(task, "mov", SECONDS, raw, large=large, still=still), lambda _percent: None)
        if answer.refused:
            raise SystemExit(f"{place.name} was refused: {answer.refused}")
        made = answer.made
        file = "sound.m4a" if task == "sound" else f"{made['height']}.mp4"
        for out, size, name in ((large, made.pop("bytes"), file), (still, made.pop("still"), "still.webp")):
            out.seek(0)
            if size:
                (place / name).write_bytes(out.read(size))
    return made


def _film(path: str, source: dict[str, Any], sound: array[int] | None) -> None:
    """A walk over a photograph, with or without sound."""
    width, height = source["width"], source["height"]
    photograph = pyvips.Image.new_from_file(str(DEMO / "pictures" / source["picture"] / "1280.webp"))
    with av.open(path, "w", format="mp4") as file:
        out = file.add_stream("libx264", rate=FRAMES, options={"crf": str(source["crf"]), "preset": "slower"})
        out.width, out.height, out.pix_fmt, out.profile = width, height, "yuv420p", "High"
        ear = _ear(file) if sound else None
        for number in range(count := int(source["seconds"] * FRAMES)):
            x, y, scale, turn = _swayed(number / count) if source["kind"] == "loop" else _walked(number / count)
            frame = _frame(_seen(photograph, (x, y), scale, turn, (width, height)), width, height)
            frame.pts, frame.time_base = number, Fraction(1, FRAMES)
            file.mux(out.encode(frame))
        file.mux(out.encode(None))
        if ear:
            _write(file, ear, sound)


def _walked(part: float) -> tuple[float, float, float, float]:
    """Down along the water, and a little nearer."""
    eased = (1 - math.cos(math.pi * part)) / 2
    return 600 + 90 * eased, 340 + 190 * eased, 0.75 + 0.1 * eased, 0.0


def _swayed(part: float) -> tuple[float, float, float, float]:
    """To and fro, and at the end where it began."""
    turn = 2 * math.pi * part
    return 850 + 26 * math.sin(turn), 300 + 14 * math.sin(2 * turn), 0.8, 5 * math.sin(turn + 0.6)


def _seen(image: Any, centre: tuple[float, float], scale: float, turn: float, size: tuple[int, int]) -> Any:
    """What a window of this size shows of a picture around a point of it."""
    cos, sin = scale * math.cos(math.radians(turn)), scale * math.sin(math.radians(turn))
    (x, y), (width, height) = centre, size
    return image.affine(
        [cos, -sin, sin, cos],
        odx=width / 2 - (cos * x - sin * y),
        ody=height / 2 - (sin * x + cos * y),
        oarea=[0, 0, width, height],
        interpolate=pyvips.Interpolate.new("bicubic"),
        extend="mirror",
    )


def _frame(image: Any, width: int, height: int) -> Any:
    frame = av.VideoFrame(width, height, "rgb24")
    line, pixels = frame.planes[0].line_size, bytes(image.cast("uchar").write_to_memory())
    rows = (pixels[y * width * 3 : (y + 1) * width * 3].ljust(line, b"\0") for y in range(height))
    frame.planes[0].update(b"".join(rows))
    return frame


def _record(path: str, samples: array[int]) -> None:
    with av.open(path, "w", format="mp4") as file:
        _write(file, _ear(file), samples)


def _ear(file: Any) -> Any:
    out = file.add_stream("aac", rate=RATE)
    out.layout, out.bit_rate = "mono", BITS
    return out


def _write(file: Any, out: Any, samples: array[int]) -> None:
    for first in range(0, len(samples), 1024):
        piece = samples[first : first + 1024]
        frame = av.AudioFrame("s16", "mono", len(piece))
        frame.planes[0].update(piece.tobytes())
        frame.sample_rate, frame.pts, frame.time_base = RATE, first, Fraction(1, RATE)
        file.mux(out.encode(frame))
    file.mux(out.encode(None))


def _plucked(notes: str, beat: float) -> array[float]:
    """A string for each note, as Karplus and Strong let it sound: noise in a loop that grows dull."""
    random = Random(14)  # noqa: S311 - a tune, not a secret
    placed = list(_placed(notes, beat))
    samples = array("d", bytes(8 * int(RATE * (placed[-1][0] + 2.2))))
    for start, key, _lasts in placed:
        _string(samples, int(start * RATE), _pitch(key), random)
    return samples


def _string(samples: array[float], start: int, pitch: float, random: Random) -> None:
    length = round(RATE / pitch)
    loop = [random.uniform(-1, 1) for _ in range(length)]
    loop = [(loop[i - 2] + loop[i - 1] + loop[i]) / 3 for i in range(length)]  # a finger, not a plectrum
    for number in range(min(int(1.9 * RATE), len(samples) - start)):
        place = number % length
        samples[start + number] += loop[place]
        loop[place] = 0.4985 * (loop[place] + loop[(place + 1) % length])


def _hummed(notes: str, beat: float) -> array[float]:
    """A closed mouth: few overtones, a slow start, a little unrest."""
    placed = list(_placed(notes, beat))
    end = placed[-1][0] + placed[-1][2]
    samples = array("d", bytes(8 * int(RATE * (end + 0.6))))
    for start, key, lasts in placed:
        pitch, phase, first = _pitch(key), 0.0, int(start * RATE)
        for number in range(int((lasts + 0.12) * RATE)):
            time = number / RATE
            phase += 2 * math.pi * pitch * (1 + 0.004 * math.sin(2 * math.pi * 5.2 * time)) / RATE
            tone = math.sin(phase) + 0.55 * math.sin(2 * phase) + 0.2 * math.sin(3 * phase) + 0.06 * math.sin(5 * phase)
            samples[first + number] += tone * min(1, time / 0.09) * min(1, (lasts + 0.12 - time) / 0.16)
    return samples


def _brook(seconds: float) -> array[int]:
    """Water over stones: noise without its sharpest part, that swells and ebbs, and drops in it."""
    random, low, high = Random(42), 0.0, 0.0  # noqa: S311 - water, not a secret
    samples = array("d")
    for number in range(int(seconds * RATE)):
        noise = random.uniform(-1, 1)
        low += 0.16 * (noise - low)
        high += 0.012 * (low - high)
        swell = 0.8 + 0.2 * math.sin(number / RATE * 1.3) * math.sin(number / RATE * 0.7)
        samples.append((low - high) * swell)
    for _ in range(int(14 * seconds)):
        _drop(samples, random)
    return _loud(samples, 0.13)


def _drop(samples: array[float], random: Random) -> None:
    start, pitch, loud = random.randrange(len(samples)), random.uniform(500, 1_400), random.uniform(0.02, 0.12)
    for number in range(min(int(0.05 * RATE), len(samples) - start)):
        time = number / RATE
        samples[start + number] += loud * math.exp(-80 * time) * math.sin(2 * math.pi * pitch * (1 + 4 * time) * time)


def _placed(notes: str, beat: float) -> Iterator[tuple[float, int, float]]:
    """When each note begins, which it is and how long it lasts: ``c4+e4:2`` are two together for two beats."""
    time = 0.0
    for written in notes.split():
        names, _, lasts = written.partition(":")
        seconds = float(lasts or 1) * beat
        for place, name in enumerate(filter(lambda each: each != "-", names.split("+"))):
            yield time + 0.028 * place, KEYS[name], seconds
        time += seconds


def _pitch(key: int) -> float:
    return 440 * 2 ** ((key - KEYS["a4"]) / 12)


def _loud(samples: Sequence[float], volume: float) -> array[int]:
    """At this volume, rounded off where it would be too loud; it begins and ends in silence."""
    edge = int(0.05 * RATE)
    count = len(samples)
    fades = (min(1.0, i / edge, (count - i) / (6 * edge)) for i in range(count))
    return array("h", _rounded(volume * each * fade for each, fade in zip(samples, fades, strict=True)))


def _rounded(values: Iterable[float]) -> Iterator[int]:
    return (int(28_000 * math.tanh(value)) for value in values)


def _cover(place: Path, picture: str) -> dict[str, Any]:
    path = str(DEMO / "pictures" / picture / "1280.webp")
    image = pyvips.Image.thumbnail(path, COVER, height=COVER, crop="attention").cast("uchar")
    image.webpsave(str(place / "still.webp"), Q=70, effort=6, keep="none")
    small = image.thumbnail_image(SMALL, height=SMALL).cast("uchar")
    return {"blurhash": blurhash.encode(bytes(small.write_to_memory()), small.width, small.height)}


def _licences(told: dict[str, dict[str, Any]]) -> str:
    head = (
        "The recordings of the demo community are made by scripts/demo_recordings.py: nobody plays, hums or films.\n"
        "Tunes and sounds: CC0-1.0. Moving pictures and covers are made of pictures of the demo, whose authors and\n"
        "licences stand in ../pictures/LICENCES and hold for them too.\n"
    )
    rows = [
        f"{name}\n  {source['licence']}" + (f", with the picture {shown}" if (shown := _shown(source)) else "")
        for name, source in told.items()
    ]
    return "\n".join([head, *rows, ""])


def _shown(source: dict[str, Any]) -> str:
    return str(source.get("picture") or source.get("cover") or "")


if __name__ == "__main__":
    main()
