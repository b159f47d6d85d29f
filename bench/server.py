"""A server as an operator starts it, with its limits raised, on free ports of 127.0.0.1."""

import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import psutil

from bench.cache import FOLDER, ROOT, Ground, state

WORKERS = 2
_PATIENCE = 60.0  # seconds
_LIMITS = (
    *("POSTS_PER_5_MINUTES", "SIGN_INS_PER_5_MINUTES", "SIGN_UPS_PER_HOUR", "API_REQUESTS_PER_5_MINUTES"),
    *(
        "UPLOADS_PER_HOUR",
        "SEARCHES_PER_5_MINUTES",
        "STREAM_OPENINGS_PER_5_MINUTES",
        "FAILED_SIGN_INS_FROM_ONE_NETWORK",
    ),
)


@dataclass(frozen=True)
class Server:
    """A running server."""

    origin: str
    process: subprocess.Popen[bytes]
    log: Path
    started_in: float  # seconds from the command to the first answered page
    stream_port: int

    def family(self) -> list[psutil.Process]:
        """The parent and everything it started."""
        parent = psutil.Process(self.process.pid)
        return [parent, *parent.children(recursive=True)]

    def processor(self) -> float:
        """Seconds of processor time that the family has used."""
        return sum(times.user + times.system for times in (process.cpu_times() for process in self.family()))

    def memory(self) -> int:
        """Bytes: the sum of the proportional set sizes of the family."""
        return sum(process.memory_full_info().pss for process in self.family())


@contextmanager
def site(ground: Ground) -> Iterator[Server]:
    """The community of this ground, until the end of the block."""
    with _running(ground, [str(Path(sys.executable).with_name("folkmoot")), "serve"], "/") as server:
        yield server


@contextmanager
def empty(ground: Ground) -> Iterator[Server]:
    """The empty view on the same server code, in a data directory of its own."""
    own = replace(ground, folder=Path(tempfile.mkdtemp(prefix="empty-", dir=ground.folder)), url="")
    kept = FOLDER / f"empty-{state()}"
    if kept.exists():
        shutil.copytree(kept, own.folder, dirs_exist_ok=True)
    with _running(own, [sys.executable, "-m", "bench.inside", "serve-empty"], "/empty") as server:
        yield server
    if not kept.exists():
        shutil.copytree(own.folder, kept, ignore=shutil.ignore_patterns("*.sock", "*.log", "*.lock"))


@contextmanager
def _running(ground: Ground, command: list[str], first: str) -> Iterator[Server]:
    port, media_port, stream_port = _free_ports(3)
    raised = {f"FOLKMOOT_{name}": "1000000000" for name in _LIMITS}
    environment = ground.environment(
        FOLKMOOT_BIND=f"127.0.0.1:{port}",
        FOLKMOOT_MEDIA_BIND=f"127.0.0.1:{media_port}",
        FOLKMOOT_STREAM_BIND=f"127.0.0.1:{stream_port}",
        FOLKMOOT_WEB_WORKERS=str(WORKERS),
        **raised,
    )
    path, origin, began = ground.folder / f"server-{port}.log", f"http://127.0.0.1:{port}", time.monotonic()
    with path.open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        _wait(process, origin + first, path)
        yield Server(origin, process, path, time.monotonic() - began, stream_port)
    except Exception as trouble:
        trouble.add_note(_complaints(path))
        raise
    finally:
        _end(process)


def _wait(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                answer.read()
        except urllib.error.HTTPError as refused:
            raise RuntimeError(f"{url} answers {refused.code}:\n{log.read_text()[-4000:]}") from None
        except OSError:
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"The server did not start:\n{log.read_text()[-4000:]}") from None
            time.sleep(0.01)
        else:
            return


def _complaints(log: Path) -> str:
    """What the server itself says about answers that failed."""
    text = log.read_text(errors="replace")
    refused = re.findall(r".* (?:GET|POST) \S+ [45]\d\d .*", text)
    return "\n".join(
        [*refused[-10:], text[max(0, text.rfind("Traceback") - 200) :][:4000] if "Traceback" in text else ""]
    )


def _end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(40)
    except subprocess.TimeoutExpired:
        for child in psutil.Process(process.pid).children(recursive=True):
            child.kill()
        process.kill()
        process.wait()


def _free_ports(count: int) -> list[int]:
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]
    finally:
        for probe in probes:
            probe.close()
