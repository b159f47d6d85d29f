"""Tables that are there already: laid once in a run, and copied, as to lay them anew takes every server five seconds.

What a start does in an empty directory is asked where it is the point: the command line, the wizard, the demo, the
test profile, releases. Everything else may begin in a directory that is ``laid``.
"""

import fcntl
import os
import shutil
import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from tests import databases, servers
from tests.ground import LAID

FILE = "folkmoot.sqlite3"


def laid(folder: Path) -> Path:
    """The same data directory, with empty tables in its database."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    first = Path(os.environ[LAID])
    with _alone(first):
        if not (first / "done").exists():
            _lay(first)
    if databases.chosen() == "postgres":
        servers.give(folder, databases.new_database(template=(first / "done").read_text()))
    else:
        shutil.copy(first / FILE, folder / FILE)
    return folder


def _lay(folder: Path) -> None:
    done = servers.folkmoot("django", "migrate", "--verbosity", "0", data_dir=folder)
    if done.returncode:
        raise subprocess.SubprocessError(done.stderr)
    database = servers.database_of(folder).get("FOLKMOOT_DATABASE_URL", "")
    (folder / "done").write_text(database.rpartition("/")[2])


@contextmanager
def _alone(folder: Path) -> Generator[None]:
    """One worker at a time."""
    folder.mkdir(mode=0o700, exist_ok=True)
    with (folder / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
