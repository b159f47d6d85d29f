"""Files below the data directory, and those that are under way."""

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO

from folkmoot.media.addresses import root
from folkmoot.media.storage.kept import Content, Found


class Disk:
    """Files below the data directory."""

    def keep(self, place: str, files: Mapping[str, Content]) -> None:
        """Keep these files for good: when this returns they outlast a power cut."""
        folder = root() / place
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name, content in files.items():
            _lay(folder / name, content)

    def find(self, place: str, name: str) -> Found | None:
        """The file, or ``None`` when there is none."""
        path = root() / place / name
        try:
            return Found(path.stat().st_size, path)
        except FileNotFoundError:
            return None

    def offer(self, place: str, name: str) -> Found | None:
        """The same for somebody who wants to read it, and may."""
        return self.find(place, name)

    def read(self, place: str, name: str, first: int, last: int) -> bytes:
        """A part of a file, both ends included."""
        with (root() / place / name).open("rb") as file:
            file.seek(first)
            return file.read(last + 1 - first)

    def remove(self, place: str) -> None:
        """Let a place go with all its files; nothing happens when it is gone."""
        shutil.rmtree(root() / place, ignore_errors=True)

    def places(self, before: float) -> Iterator[str]:
        """Every place where nothing was laid since then."""
        for folder in root().glob("[0-9][0-9]"):
            for found in folder.iterdir():
                if _changed(found) < before:
                    yield f"{folder.name}/{found.name}"


def spool() -> IO[bytes]:
    """A file without a name on this disk: whatever happens, nothing of it stays, unless the store keeps it."""
    root().mkdir(mode=0o700, exist_ok=True)
    try:
        return os.fdopen(os.open(root(), os.O_TMPFILE | os.O_RDWR | os.O_CLOEXEC, 0o600), "w+b")
    except OSError:  # a file system that has none
        return tempfile.TemporaryFile(dir=root())


def _lay(path: Path, content: Content) -> None:
    """Under another name first: nobody ever reads half a file."""
    young = path.with_name(f".{path.name}")
    young.unlink(missing_ok=True)
    if isinstance(content, bytes) or not _linked(content, young):
        with young.open("xb") as file:
            _copy(content, file)
    with young.open("rb") as file:
        os.fsync(file.fileno())
    young.replace(path)


def _linked(content: IO[bytes], path: Path) -> bool:
    """Give a file from the spool its name, where the system can."""
    content.flush()
    try:
        opened = os.open("/proc/self/fd", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:  # with a folder named, Python follows to the file itself
            os.link(str(content.fileno()), path, src_dir_fd=opened)
        finally:
            os.close(opened)
    except OSError:
        return False
    return True


def _copy(content: Content, file: IO[bytes]) -> None:
    if isinstance(content, bytes):
        file.write(content)
    else:
        content.seek(0)
        shutil.copyfileobj(content, file)


def _changed(path: Path) -> float:
    """When a place last changed; never, when somebody else removed it meanwhile."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return float("inf")
