"""The program of the child: ``python -I -m folkmoot.media.studio.program ORDER <recording >answer``.

What it says are lines of JSON: how far it has come, and at the end what it made. Nothing of Django is loaded here.
"""

import json
import os
import sys
from collections.abc import Callable
from typing import Any

import av

from folkmoot.media.studio import limits, sound, source, still, video
from folkmoot.media.studio.files import size
from folkmoot.media.studio.limits import Refused
from folkmoot.media.workshop import spending, walls

_SOURCE, _ANSWER = 0, 1
_MODEST = 10  # how much it stands back behind those who answer pages
type Work = Callable[[dict[str, Any]], dict[str, Any]]


def main(argv: list[str], work: Work) -> None:
    """Put up the walls, then do what was ordered with the recording on the standard input."""
    order = json.loads(argv[1])
    source.load()
    spending.status()
    if order["task"] != "probe":
        os.nice(_MODEST)
    landlock = walls.put_up(walls.Kernel(), walls.here(), limits.walls(order["seconds"]))
    say({**answer(order, work), "landlock": landlock, **spending.spent()})
    os._exit(0)  # leave no thread of the libraries the time to stumble


def answer(order: dict[str, Any], work: Work) -> dict[str, Any]:
    """What came of it, refusals included."""
    try:
        return {"made": work(order)}
    except Refused as refused:
        return {"refused": refused.why}
    except (MemoryError, av.error.ExternalError):  # encoders that get no room say no more
        return {"refused": "memory"}
    except OSError as trouble:
        return {"refused": _why(trouble)}
    except Exception as trouble:  # noqa: BLE001 - whatever a library raises over a file, the file is to blame
        return {"refused": "damaged", "because": repr(trouble)[:300]}


def do(order: dict[str, Any]) -> dict[str, Any]:
    """Each task by its name; ``large`` and ``still`` are descriptors to write to."""
    with source.opened(order["format"], _SOURCE) as opened:
        return _TASKS[order["task"]](opened, order)


def _probe(opened: source.Source, order: dict[str, Any]) -> dict[str, Any]:
    kind = "sound" if opened.video is None else "loop" if order["format"] == "gif" else "video"
    found = {"kind": kind, "seconds": opened.seconds, "width": opened.width, "height": opened.height}
    return {**found, **(sound.tags(opened) if kind == "sound" else {})}


def _video(opened: source.Source, order: dict[str, Any]) -> dict[str, Any]:
    picture = still.poster(opened, order["still"])
    made = video.large(source.again(opened), size(_SOURCE), order["large"], teller(opened.seconds))
    return {**made, "blurhash": picture.blurhash, "still": picture.size}


def _small(opened: source.Source, order: dict[str, Any]) -> dict[str, Any]:
    return video.small(opened, size(_SOURCE), order["large"], teller(opened.seconds))


def _sound(opened: source.Source, order: dict[str, Any]) -> dict[str, Any]:
    picture = still.cover(opened, order["still"])
    made = sound.make(source.again(opened), order["format"], size(_SOURCE), order["large"], teller(opened.seconds))
    return {**made, "blurhash": picture.blurhash, "still": picture.size}


_TASKS = {"probe": _probe, "video": _video, "loop": _video, "small": _small, "sound": _sound}


def teller(seconds: float) -> Callable[[float], None]:
    """Says each percent once."""
    told = 0

    def tell(time: float) -> None:
        nonlocal told
        percent = min(99, int(100 * time / seconds))
        if percent > told:
            told = percent
            say({"progress": percent})

    return tell


def say(words: dict[str, Any]) -> None:
    """One line to whoever waits."""
    os.write(_ANSWER, json.dumps(words).encode() + b"\n")


def _why(trouble: OSError) -> str:
    if isinstance(trouble, av.error.FFmpegError):
        return "memory" if trouble.errno == _NO_MEMORY else "damaged"
    return "large"  # the file that is made: the disk is full, or it is


_NO_MEMORY = 12

if __name__ == "__main__":
    main(sys.argv, do)
