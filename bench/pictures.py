"""P11: a photograph of twelve megapixels, from the bytes that came to the files of all its widths."""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from typing import IO, NamedTuple

import pyvips

from bench.figures import Figure
from bench.load import LoadError
from folkmoot.media.workshop.order import CHILD

_WIDTH, _HEIGHT = 4_000, 3_000
_ROUGH = ((800, 90), (200, 50), (50, 25), (12, 14))  # sizes of blots in pixels, and how much they differ
_MB = 1_000_000


class Making(NamedTuple):
    """What one picture took."""

    wall: float  # seconds
    processor: float
    memory: int  # bytes at most


def preparing(rounds: int) -> list[Figure]:
    """P11: the whole child, its start included, behind its walls."""
    with tempfile.TemporaryFile() as photograph:
        photograph.write(_photograph())
        makings = [_make(photograph) for _ in range(max(3, rounds))]
    wall = statistics.median(making.wall for making in makings)
    processor = statistics.median(making.processor for making in makings)
    memory = max(making.memory for making in makings) / _MB
    words = f"{wall:.2f} s ({processor:.2f} s CPU), {memory:.0f} MB"
    met = wall <= 0.8 and memory <= 200
    numbers = {"seconds": wall, "cpu": processor, "mb": memory}
    return [Figure("P11", "a 12-megapixel photograph to four widths", words, "", "≤ 0.8 s, ≤ 200 MB", met, numbers)]


def _make(photograph: IO[bytes]) -> Making:
    photograph.seek(0)
    with tempfile.TemporaryFile() as answer:
        started = time.perf_counter()
        subprocess.run([sys.executable, *CHILD, "jpeg"], stdin=photograph, stdout=answer, env={}, cwd="/", check=True)
        wall = time.perf_counter() - started
        answer.seek(0)
        said = json.loads(answer.readline())
    if len(said.get("files", ())) != 4:
        raise LoadError(f"the picture was not prepared: {said}")
    return Making(wall, said["seconds"], said["memory"])


def _photograph() -> bytes:
    """Clouds in three colours with grain over them: as rough as a photograph, and as hard to pack."""
    colours = [_clouds(seed) for seed in range(3)]
    image = colours[0].bandjoin(colours[1:]) + pyvips.Image.gaussnoise(_WIDTH, _HEIGHT, sigma=4, seed=1)
    found: bytes = image.cast("uchar").copy(interpretation="srgb").jpegsave_buffer(Q=90)
    return found


def _clouds(seed: int) -> pyvips.Image:
    layers = [
        pyvips.Image.perlin(_WIDTH, _HEIGHT, cell_size=size, seed=seed * 1_000 + size) * depth for size, depth in _ROUGH
    ]
    return pyvips.Image.sum(layers) + 128
