"""One server for each data directory, and one migration at a time."""

import contextlib
import fcntl
import os
import time
from collections.abc import Generator
from pathlib import Path

from folkmoot.core.locks import taken
from folkmoot.project.datadir import DataTrouble

_LAST_OF_THE_OLD = 30.0  # seconds the children of a killed server may need to finish


@contextlib.contextmanager
def only_server(folder: Path) -> Generator[None]:
    """Hold the directory's server lock; ``DataTrouble`` names the server that has it already."""
    path = folder / "serve.lock"
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        _take(file, folder)
        os.ftruncate(file, 0)
        os.pwrite(file, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(file)


@contextlib.contextmanager
def taking_turns(folder: Path, name: str) -> Generator[None]:
    """Wait until no other process does the same thing in this directory."""
    with (folder / f"{name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _take(file: int, folder: Path) -> None:
    until = time.monotonic() + _LAST_OF_THE_OLD
    while not taken(file):
        holder = os.pread(file, 20, 0).decode().strip()
        if _is_alive(holder) or time.monotonic() > until:
            raise DataTrouble(
                f"A server is already running on {folder} (process {holder or 'unknown'}). Stop it first."
            )
        time.sleep(0.05)


def _is_alive(holder: str) -> bool:
    try:
        os.kill(int(holder), 0)
    except (ValueError, ProcessLookupError):
        return False
    except PermissionError:
        return True
    return True
