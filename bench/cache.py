"""Filled databases, made once for each state of the migrations and the generator, and copied for each run."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.postgres import KeptServer, unused
from bench.world import World

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "bench" / ".cache"
_LONG_AGO = 12 * 60 * 60  # seconds
_MADE_OF = (
    "folkmoot/*/migrations/*.py",
    "folkmoot/core/sqlite/base.py",
    "folkmoot/core/postgres/*.py",
    "folkmoot/search/folding.py",
    "folkmoot/search/queries/documents.py",
    *(f"bench/{name}.py" for name in ("data", "people", "posts", "sizes", "tables", "texts")),
)


@dataclass(frozen=True)
class Ground:
    """A filled database that may be written to, and the environment of whoever works on it."""

    size: str
    database: str
    folder: Path
    url: str  # of the database; empty for SQLite
    world: World

    def environment(self, **more: str) -> dict[str, str]:
        """The process environment of a server or tool on this ground."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("FOLKMOOT_")}
        return {
            **kept,
            "DJANGO_SETTINGS_MODULE": "folkmoot.project.settings",
            "FOLKMOOT_DATA_DIR": str(self.folder),
            "FOLKMOOT_DATABASE_URL": self.url,
            **more,
        }


@dataclass
class Cache:
    """Where grounds come from; ends the PostgreSQL that it started."""

    servers: list[KeptServer] = field(default_factory=list)
    locks: ExitStack = field(default_factory=ExitStack)

    @property
    def server(self) -> KeptServer:
        """The PostgreSQL of the measurements, started on first use."""
        if not self.servers:
            self.locks.enter_context(_alone("postgres"))
            self.servers.append(KeptServer(FOLDER / "postgres"))
            self.servers[0].start()
        return self.servers[0]

    @contextmanager
    def ground(self, size: str, database: str) -> Iterator[Ground]:
        """A copy of a filled database for one run."""
        with _alone(f"{size}-{database}"):
            kept = self._kept(size, database)
        folder = Path(tempfile.mkdtemp(prefix="run-", dir=FOLDER))
        name = unused("run")
        try:
            shutil.copytree(kept, folder, dirs_exist_ok=True)
            url = self.server.copy(kept.name.replace("-", "_"), name) if database == "postgres" else ""
            ground = Ground(size, database, folder, url, World.read((kept / "world.json").read_text()))
            inside(ground, "refresh")
            yield ground
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            if database == "postgres":
                self.server.drop(name)

    def close(self) -> None:
        """End what was started."""
        for server in self.servers:
            server.stop()
        self.locks.close()

    def _kept(self, size: str, database: str) -> Path:
        """The folder of the filled database, made now if there is none in this state."""
        kept = FOLDER / f"{size}-{database}-{state()}"
        there = kept.exists() and (database == "sqlite" or kept.name.replace("-", "_") in self.server.names())
        if not there:
            _sweep()
            self._forget(size, database)
            self._make(size, database, kept)
        return kept

    def _make(self, size: str, database: str, kept: Path) -> None:
        folder = Path(tempfile.mkdtemp(prefix="new-", dir=FOLDER))
        name, final = unused("new"), kept.name.replace("-", "_")
        url = self.server.copy("template0", name) if database == "postgres" else ""
        try:
            print(f"Filling a {size} world on {database} …", file=sys.stderr, flush=True)
            inside(Ground(size, database, folder, url, World((), {}, (), "", "", "")), "fill", size)
            if url:
                self.server.drop(final)
                self.server.rename(name, final)
            folder.rename(kept)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise

    def _forget(self, size: str, database: str) -> None:
        """Throw away what an earlier state left."""
        for folder in FOLDER.glob(f"{size}-{database}-*"):
            shutil.rmtree(folder)
        if database == "postgres":
            for name in self.server.names():
                if name.startswith(f"{size}_{database}_"):
                    self.server.drop(name)


@contextmanager
def _alone(name: str) -> Iterator[None]:
    """Let nobody else work on the same part of the cache meanwhile."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / f"{name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _sweep() -> None:
    """Throw away what killed runs left behind long ago."""
    for folder in (*FOLDER.glob("run-*"), *FOLDER.glob("new-*")):
        if folder.stat().st_mtime < time.time() - _LONG_AGO:
            shutil.rmtree(folder, ignore_errors=True)


def inside(ground: Ground, *command: str) -> str:
    """Have ``bench.inside`` do something with Django on this ground; what it printed."""
    run = [sys.executable, "-m", "bench.inside", *command]
    done = subprocess.run(run, cwd=ROOT, env=ground.environment(), check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout


def state() -> str:
    """A digest of what decides the tables, and of the generator."""
    digest = hashlib.sha256()
    made_of = [path for pattern in _MADE_OF for path in ROOT.glob(pattern)]
    for path in sorted(made_of):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
