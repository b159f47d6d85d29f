"""An app built on masto.js, a client library from npm, at a live server of the test profile (``app.mjs``)."""

import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import pytest

from tests.servers import COMMAND, ROOT, folkmoot, start_server

pytestmark = pytest.mark.both_databases

HERE = Path(__file__).parent
PACKAGES = ("package.json", "package-lock.json", ".npmrc")
STEPS = (
    "sign in with a password",
    "sign in with PKCE and sign out",
    "the community",
    "follow",
    "post with media",
    "post, edit, answer and take back",
    "pages of the home feed",
    "polls",
    "filters",
    "lists",
    "notifications",
    "markers and plans",
    "streaming",
    "push",
    "errors have words",
)
PEOPLE = """
[[accounts]]
id = 101
username = "ada"
email = "ada@localhost.example"
password = "ada-likes-long-words"

[[accounts]]
id = 102
username = "ben"
email = "ben@localhost.example"
password = "ben-likes-long-words"
"""


def test_the_app_does_all_it_can(tmp_path: Path) -> None:
    people = tmp_path / "people.toml"
    people.write_text(PEOPLE)
    command = (*COMMAND, "serve", "--profile", "test")
    server = start_server(tmp_path / "data", command=command, FOLKMOOT_WEB_WORKERS="1")
    try:
        loaded = folkmoot("fixture", "load", str(people), data_dir=server.data_dir)
        assert loaded.returncode == 0, loaded.stderr
        results = _run(server.url)
    finally:
        server.stop()
    assert {name: each["error"] for name, each in results.items() if not each["ok"]} == {}
    assert tuple(results) == STEPS
    assert results["streaming"]["found"] == ["notification", "update"]
    assert {"access_token", "notification_id", "notification_type", "title"} <= set(results["push"]["found"])


def _run(url: str) -> dict[str, Any]:
    done = subprocess.run(
        ["node", "app.mjs", url],
        cwd=_installed(),
        env={**os.environ, "NODE_NO_WARNINGS": "1"},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    return {line["name"]: line for line in lines} or {"": {"ok": False, "error": done.stderr}}


def _installed() -> Path:
    """A folder with the app and what it needs, as the lock file says; kept for the next time."""
    tools = ROOT / ".tools"
    locked = b"".join((HERE / name).read_bytes() for name in PACKAGES)
    folder = tools / f"npm-client-{hashlib.sha256(locked).hexdigest()[:12]}"
    if not folder.exists():
        tools.mkdir(exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix="npm-client-", dir=tools))
        for name in PACKAGES:
            shutil.copy(HERE / name, fresh)
        subprocess.run(["npm", "ci", "--ignore-scripts"], cwd=fresh, check=True, capture_output=True, timeout=300)
        fresh.rename(folder)
    shutil.copy(HERE / "app.mjs", folder)
    return folder


def test_the_lock_file_names_no_registry() -> None:
    locked = json.loads((HERE / "package-lock.json").read_text())["packages"]
    assert not [name for name, each in locked.items() if "resolved" in each]
    assert all("integrity" in each for name, each in locked.items() if name)
