"""Keeps a release for the tests of the next ones: the data directory that its ``demo`` makes, and what it tells.

``python -m scripts.keep_release REVISION NAME`` writes ``tests/releases/NAME.tar.xz``; run it when a release is made,
and remove the one before. Nothing in it is anybody's: the people of the demo are made up, the key is left out, sessions
and tokens are removed, and the four that can sign in have the password of the tests.
"""

import hashlib
import io
import json
import os
import re
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from tests.releases.kept import DATA, ENDING, HERE, TOLD
from tests.releases.told import PASSWORD, SHOWN, Member, told
from tests.servers import ROOT, Server, start_server

# -P: this folder's own modules must not come before the release's
COMMAND = (sys.executable, "-P", "-c", "import sys; from folkmoot.project.cli import main; sys.exit(main())")
LONG = 300.0  # seconds
KEPT = ("folkmoot.sqlite3", "host", "demo")
EMPTIED = ("django_session", "usersessions_usersession", "accounts_token", "core_event")


def main(revision: str, name: str) -> int:
    """Make the demo of a revision, ask it, and pack it."""
    with tempfile.TemporaryDirectory() as folder:
        source, data = Path(folder, "source"), Path(folder, DATA)
        command = ["git", "archive", revision]
        archive = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout  # noqa: S603 - a developer's words
        with tarfile.open(fileobj=io.BytesIO(archive)) as packed:
            packed.extractall(source, filter="data")
        said = _asked(source, data)
        _clear(data / "folkmoot.sqlite3")
        target = HERE / f"{name}{ENDING}"
        _pack(data, said, target)
    print(f"{target.relative_to(ROOT)}: {target.stat().st_size / 1e6:.1f} MB")
    return 0


def _asked(source: Path, data: Path) -> dict[str, object]:
    """What the release tells, from its own server."""
    server = start_server(data, command=(*COMMAND, "demo"), patience=LONG, PYTHONPATH=str(source))
    try:
        passwords = dict(re.findall(r"^  (\w+)@\S+ +(\S+)$", server.log, re.MULTILINE))
        first, *others = [_member(source, server, name).sign_in(passwords[name]) for name in SHOWN]
        return told(first, others)
    finally:
        if server.stop():
            raise SystemExit(server.log)


def _member(source: Path, server: Server, name: str) -> Member:
    """Somebody with a token, made by the release itself."""
    environment = os.environ | {"PYTHONPATH": str(source), "FOLKMOOT_DATA_DIR": str(server.data_dir)}
    command = [*COMMAND, "token", "create", "--username", name]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)  # noqa: S603 - our words
    return Member(server.url, name, done.stdout.split()[-1])


def _clear(path: Path) -> None:
    """Leave nothing that signs anybody in but the password of the tests."""
    database = sqlite3.connect(path, isolation_level=None)
    for table in EMPTIED:
        database.execute(f"DELETE FROM {table}")
    hashed = _hashed(PASSWORD)
    for name in SHOWN:
        database.execute(
            "UPDATE accounts_login SET password = ?, last_login = NULL WHERE email = ?",
            (hashed, f"{name}@demo.example"),
        )
    database.execute("PRAGMA journal_mode = DELETE")
    database.execute("VACUUM")
    database.close()


def _hashed(password: str) -> str:
    """As the program keeps it, with a salt that may be known."""
    from django.conf import settings
    from django.contrib.auth.hashers import make_password

    settings.configure(PASSWORD_HASHERS=["django.contrib.auth.hashers.Argon2PasswordHasher"])
    return make_password(password, "a salt of the tests")


def _pack(data: Path, said: dict[str, object], target: Path) -> None:
    with tarfile.open(target, "w:xz", preset=9) as packed:
        text = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
        _add(packed, TOLD, text)
        for name in KEPT:
            _add(packed, f"{DATA}/{name}", (data / name).read_bytes())
        links: dict[str, str] = {}
        for folder in sorted({path.parent for path in data.glob("media/*/*/*.webp")}):
            for path in folder.iterdir():
                _add_picture(packed, path, f"{DATA}/{path.relative_to(data)}", links)


def _add_picture(packed: tarfile.TarFile, path: Path, name: str, links: dict[str, str]) -> None:
    """Every file by its name, holding the smallest of its picture: tests ask whether it comes, not how large it is."""
    content = min(path.parent.iterdir(), key=lambda each: each.stat().st_size).read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    if digest not in links:
        links[digest] = name
        _add(packed, name, content)
        return
    link = tarfile.TarInfo(name)
    link.type, link.linkname = tarfile.LNKTYPE, links[digest]
    packed.addfile(link)


def _add(packed: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(content), 0o600
    packed.addfile(entry, io.BytesIO(content))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
