"""The program of the child: ``python -I -m folkmoot.media.workshop.child KIND [small] <picture >answer``.

The answer is a line of JSON and then the files, one behind the other. Nothing of Django is loaded here.
"""

import json
import os
import sys
from collections.abc import Callable, Iterator

from folkmoot.media.workshop import making, opening, walls
from folkmoot.media.workshop.opening import Refused
from folkmoot.media.workshop.spending import spent as _spent
from folkmoot.media.workshop.spending import status as _status


def main(argv: list[str], work: Callable[[str, bytes], making.Made]) -> None:
    """Put up the walls, then open the picture on the standard input."""
    kind = argv[1]
    opening.load(kind)
    _status()
    landlock = walls.put_up(walls.Kernel(), walls.here())
    for part in answer(kind, sys.stdin.buffer.read(), work, landlock):
        sys.stdout.buffer.write(part)
    sys.stdout.buffer.flush()
    os._exit(0)  # leave no thread of the libraries the time to stumble


def make(kind: str, data: bytes) -> making.Made:
    """What a picture becomes."""
    return making.make(opening.opened(kind, data))


def make_small(kind: str, data: bytes) -> making.Made:
    """What a picture becomes that stands in a line of text."""
    return making.make_small(opening.opened(kind, data))


def answer(kind: str, data: bytes, work: Callable[[str, bytes], making.Made], landlock: int) -> Iterator[bytes]:
    """What is said about a picture, refusals included, and its files."""
    made, said = None, {}
    try:
        made = work(kind, data)
        said = {**made._asdict(), "files": {name: len(file) for name, file in made.files.items()}}
    except Refused as refused:
        said = {"refused": refused.why}
    except Exception as trouble:  # noqa: BLE001 - whatever a library raises over a file, the file is to blame
        said = {"refused": "memory" if _is_want_of_memory(trouble) else "damaged"}
    yield json.dumps({**said, "landlock": landlock, **_spent()}).encode() + b"\n"
    if made:
        yield from made.files.values()


def _is_want_of_memory(trouble: Exception) -> bool:
    words = str(trouble).lower()
    return isinstance(trouble, MemoryError) or "out of memory" in words or "allocation" in words


if __name__ == "__main__":
    main(sys.argv, make_small if sys.argv[2:] == ["small"] else make)
