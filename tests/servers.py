"""Real servers for tests, browser journeys and benches: ``folkmoot serve`` on free ports and a directory of its own."""

import contextlib
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from tests import databases

COMMAND = (sys.executable, "-c", "import sys; from folkmoot.project.cli import main; sys.exit(main())")
ROOT = Path(__file__).parent.parent
PATIENCE = 60.0  # seconds: the machine may be busy
_databases: dict[Path, str] = {}


@dataclass
class Server:
    """A running server; ``stop()`` ends it in good order and gives its exit code."""

    url: str
    stream_url: str
    process: subprocess.Popen[str]
    data_dir: Path
    lines: list[str] = field(default_factory=list)

    def stop(self, number: int = signal.SIGTERM) -> int:
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(PATIENCE)

    @property
    def log(self) -> str:
        """Everything it has printed so far."""
        return "".join(self.lines)

    @property
    def setup_link(self) -> str:
        found = re.search(r"http\S+/setup/\S+", self.log)
        return found.group() if found else ""

    def wait_for(self, text: str) -> str:
        """The log, once ``text`` stands in it."""
        eventually(lambda: text in self.log)
        return self.log

    def children(self, name: str = "") -> list[psutil.Process]:
        """Its processes, or those of one kind (``web``, ``web-1``, ``jobs``, ``streams``)."""
        return [
            child for child in psutil.Process(self.process.pid).children() if not name or name in _names(self, child)
        ]

    def pss(self) -> int:
        """Bytes of memory of everything that was started, shared pages counted once."""
        family = [psutil.Process(self.process.pid), *psutil.Process(self.process.pid).children(recursive=True)]
        return sum(member.memory_full_info().pss for member in family)


def start_server(
    data_dir: Path | str | None = None,
    *,
    command: tuple[str, ...] = (*COMMAND, "serve"),
    patience: float = PATIENCE,
    port: int = 0,
    **env: str,
) -> Server:
    """Start ``folkmoot serve``; returns once it answers. ``env`` are settings, such as ``FOLKMOOT_WEB_WORKERS="1"``."""
    folder = Path(data_dir or tempfile.mkdtemp(prefix="folkmoot-server-"))
    port = port or free_ports()
    settings = {**database_of(folder), "FOLKMOOT_BIND": f"localhost:{port}", "PYTHONUNBUFFERED": "1", **env}
    process = subprocess.Popen(
        command, cwd=ROOT, env={**_clean(), **settings}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    server = Server(f"http://localhost:{port}", f"http://localhost:{port + 1}/stream", process, folder)
    threading.Thread(target=_read, args=(server,), daemon=True).start()
    try:
        eventually(lambda: _answers(server, port), patience)
    except BaseException:
        process.kill()
        raise
    return server


@contextlib.contextmanager
def running(data_dir: Path | str | None = None, **env: str) -> Generator[Server]:
    """A server for the length of a block."""
    server = start_server(data_dir, **env)
    try:
        yield server
    finally:
        server.stop()


def folkmoot(*arguments: str, data_dir: Path, given: str = "", **env: str) -> subprocess.CompletedProcess[str]:
    """Run one command to its end."""
    settings = {**_clean(), **database_of(data_dir), **env}
    return subprocess.run(
        [*COMMAND, *arguments],
        cwd=ROOT,
        env=settings,
        input=given,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def database_of(folder: Path) -> dict[str, str]:
    """The settings of a data directory: with PostgreSQL chosen, it keeps the new database it was given first."""
    found = {"FOLKMOOT_DATA_DIR": str(folder)}
    if databases.chosen() == "postgres" and databases.URL_VARIABLE in os.environ:
        found["FOLKMOOT_DATABASE_URL"] = _databases.setdefault(folder, "") or databases.new_database()
        _databases[folder] = found["FOLKMOOT_DATABASE_URL"]
    return found


def give(folder: Path, url: str) -> None:
    """The database of a data directory from now on, with PostgreSQL chosen."""
    _databases[folder] = url


def fetch(url: str, *, method: str = "GET", body: bytes | None = None, **headers: str) -> tuple[int, str]:
    """Status and text of one answer."""
    fields = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(url, data=body, headers=fields, method=method)
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as answer:
        return answer.code, answer.read().decode()


def eventually(is_so: Callable[[], object], patience: float = PATIENCE) -> None:
    """Wait until something is so."""
    until = time.monotonic() + patience
    while not is_so():
        assert time.monotonic() < until, "it never came about"
        time.sleep(0.05)


def free_ports() -> int:
    """A port that is free together with the two after it, on both loopback addresses.

    Drawn from below the ports that the system lends to outgoing connections, of which a browser makes many; each
    worker of a run has its own, so that none draws what another is about to open.
    """
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 4
    while True:
        port = secrets.choice(range(12_000 + 4 * worker, 32_000, 16))
        if all(_is_free(port + step) for step in (0, 1, 2)):
            return port


def _is_free(port: int) -> bool:
    try:
        with socket.create_server(("127.0.0.1", port)), contextlib.suppress(OSError):
            return True
    except OSError:
        return False
    return True


def _clean() -> dict[str, str]:
    keep = {name: value for name, value in os.environ.items() if not name.startswith(("FOLKMOOT_", "DJANGO_"))}
    if url := os.environ.get("FOLKMOOT_TEST_POSTGRES", ""):
        keep["FOLKMOOT_TEST_POSTGRES"] = url
    return keep


def _answers(server: Server, port: int) -> bool:
    assert server.process.poll() is None, server.log
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return "serving at" in server.log


def _read(server: Server) -> None:
    assert server.process.stdout
    for line in server.process.stdout:
        server.lines.append(line)


def _names(server: Server, child: psutil.Process) -> str:
    """What the log calls this process."""
    return " ".join(re.findall(rf"main info (\S+) runs as process {child.pid}\b", server.log))
