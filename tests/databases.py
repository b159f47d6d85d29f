"""A PostgreSQL server of the tests' own: started on loopback, thrown away at the end, owned by nobody important."""

import ctypes
import functools
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

import psycopg
from psycopg import sql

URL_VARIABLE = "FOLKMOOT_TEST_POSTGRES"  # the running server's address, for the workers of one test run
OWNER = "folkmoot"
QUICK = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "autovacuum=off",
    "shared_buffers=64MB",
    "max_connections=200",
    "unix_socket_directories=",
    "listen_addresses=127.0.0.1",
)


def chosen() -> str:
    """The database this run is about: ``sqlite`` (the default) or ``postgres``."""
    name = os.environ.get("FOLKMOOT_TEST_DATABASE", "sqlite")
    if name not in {"sqlite", "postgres"}:
        raise ValueError(f"FOLKMOOT_TEST_DATABASE is {name!r}: it may be sqlite or postgres.")
    return name


def new_database(*, template: str = "template0") -> str:
    """The address of a new, empty database on the running server (or a copy of ``template``)."""
    server = os.environ[URL_VARIABLE]
    name = f"folkmoot_{secrets.token_hex(6)}"
    with psycopg.connect(server, autocommit=True) as connection:
        create = sql.SQL("CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8'")
        connection.execute(create.format(sql.Identifier(name), sql.Identifier(template)))
    return f"{server.rpartition('/')[0]}/{name}"


class PostgresServer:
    """One throw-away server: ``start()`` gives its address, ``stop()`` leaves nothing behind."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="folkmoot-postgres-"))
        self.password = secrets.token_urlsafe(12)
        self.port = _free_port()
        self.user = _unprivileged_user()
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> str:
        try:
            self._create()
            self._run()
            self._wait()
        except BaseException:
            self.stop()
            raise
        return self.url

    @property
    def url(self) -> str:
        return f"postgres://{OWNER}:{self.password}@127.0.0.1:{self.port}/postgres"

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)  # "fast": ends the sessions that are still open
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _create(self) -> None:
        secret = self.folder / "password"
        secret.write_text(self.password)
        if self.user:
            entry = pwd.getpwnam(self.user)
            for path in (self.folder, secret):
                os.chown(path, entry.pw_uid, entry.pw_gid)
        subprocess.run(
            [
                *(_program("initdb"), "--no-sync", "--no-instructions", "--encoding=UTF8", "--locale=C.UTF-8"),
                *(f"--username={OWNER}", "--auth=scram-sha-256", f"--pwfile={secret}", f"--pgdata={self._data}"),
            ],
            check=True,
            stdout=subprocess.DEVNULL,
            **self._identity(),
        )

    def _run(self) -> None:
        options = [part for setting in (*QUICK, f"port={self.port}") for part in ("-c", setting)]
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(
                [_program("postgres"), "-D", str(self._data), *options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=_die_with_the_tests,  # noqa: PLW1509 - the parent has no threads yet
                **self._identity(),
            )

    def _wait(self, seconds: float = 30) -> None:
        until = time.monotonic() + seconds
        while True:
            try:
                psycopg.connect(self.url, connect_timeout=2).close()
            except psycopg.OperationalError:
                if time.monotonic() > until or self.process is None or self.process.poll() is not None:
                    log = self._log.read_text(errors="replace")
                    raise RuntimeError(f"PostgreSQL did not start:\n{log}") from None
                time.sleep(0.1)
            else:
                return

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    @property
    def _log(self) -> Path:
        return self.folder / "log"

    def _identity(self) -> dict[str, str | Iterable[str]]:
        as_user = {"user": self.user, "group": pwd.getpwnam(self.user).pw_gid, "extra_groups": ()} if self.user else {}
        return {"cwd": str(self.folder), "env": {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}, **as_user}


@functools.cache
def _program(name: str) -> str:
    installed = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4]))
    found = str(installed[-1]) if installed else shutil.which(name)
    if not found:
        raise RuntimeError(f"The tests need PostgreSQL's {name}: run `make test`, or install the package postgresql.")
    return found


def _unprivileged_user() -> str:
    """Whom to run the server as; nobody else (an empty name) unless we are root, whom PostgreSQL refuses."""
    if os.geteuid() != 0:
        return ""
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _die_with_the_tests() -> None:
    """Even a killed test run leaves no server behind (Linux; elsewhere ``stop()`` has to do)."""
    try:
        ctypes.CDLL(None).prctl(1, signal.SIGINT)
    except AttributeError:  # pragma: no cover - not Linux
        return
