"""Handing one picture to a child, waiting for it, and putting its answer into words."""

import contextlib
import json
import logging
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from typing import IO, Any

from django.utils.translation import gettext as _

from folkmoot.core.errors import Busy, Invalid
from folkmoot.media.storage import spool

logger = logging.getLogger(__name__)

CHILD = ("-I", "-m", "folkmoot.media.workshop.child")
PATIENCE = 30.0  # seconds
_LONGEST_LINE = 10_000


@dataclass(frozen=True)
class Prepared:
    """What the child made of a picture; ``files`` by their names, and what making them took."""

    width: int
    height: int
    widths: tuple[int, ...]
    moving: bool
    blurhash: str
    files: dict[str, bytes]
    landlock: int  # its version, 0 when the system has none
    seconds: float  # of processor time
    memory: int  # bytes at most


def prepare(kind: str, picture: IO[bytes], *size: str) -> Prepared:
    """The files of a picture, or the one file of a ``small`` one.

    ``Invalid`` says why it is not taken, ``Busy`` that none can be prepared here.
    """
    with spool() as answer, spool() as complaints:
        code = _run((kind, *size), picture, answer, complaints)
        answer.seek(0)
        line = answer.readline(_LONGEST_LINE)
        if code > 0 or (code == 0 and not line.endswith(b"\n")):
            complaints.seek(0)
            logger.error("pictures cannot be prepared (%s): %s", code, complaints.read(2_000).decode(errors="replace"))
            raise Busy(_("Pictures cannot be prepared right now. Please tell the people who run this community."))
        if code < 0:
            logger.warning("a child that prepared a picture was ended by signal %s", -code)
            raise Invalid("pictures", _sentence("memory"))
        return _prepared(json.loads(line), answer)


def _run(words: tuple[str, ...], picture: IO[bytes], answer: IO[bytes], complaints: IO[bytes]) -> int:
    """The child's exit code; a signal's number is negative. Its environment is empty, and it is a group of its own."""
    picture.seek(0)
    command = [sys.executable, *CHILD, *words]
    child = subprocess.Popen(  # noqa: S603 - our own program; the words are ours
        command, stdin=picture, stdout=answer, stderr=complaints, env={}, cwd="/", start_new_session=True
    )
    try:
        return child.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        return -signal.SIGKILL
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def _prepared(said: dict[str, Any], answer: IO[bytes]) -> Prepared:
    if why := said.pop("refused", ""):
        raise Invalid("pictures", _sentence(why))
    files = {name: answer.read(size) for name, size in said.pop("files").items()}
    return Prepared(files=files, widths=tuple(said.pop("widths")), **said)


def _sentence(why: str) -> str:
    return {
        "sides": _("This picture is wider or taller than 16,384 pixels. Please save it smaller and try again."),
        "pixels": _("This picture has too many pixels. Please save it smaller and try again."),
        "frames": _("This picture moves for too long. Please shorten it or save it smaller, and try again."),
        "memory": _("This picture takes too much to open. Please save it smaller and try again."),
    }.get(why, _("This picture cannot be opened: it seems to be damaged. Please save it anew and try again."))
