"""Mastodon.py's source distribution, and the environment its tests run in: fetched once, at the versions of uv.lock."""

import fcntl
import os
import shutil
import subprocess
import tarfile
import tomllib
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from xml.etree import ElementTree as ET

ROOT = Path(__file__).parent.parent.parent
TOOLS = ROOT / ".tools"
ENVIRONMENT = TOOLS / "clients"
PYTHON = ENVIRONMENT / "bin" / "python"
FETCHING, RUNNING = 300, 900  # seconds
STREAMS = ("tests/test_streaming.py", "tests/test_streaming_websocket.py")
_LEFT_OVER = ("*.pkl", "*.ws.yaml")  # moments and streams of the recordings: without them, those of this run are taken


def prepare(folder: Path) -> Path:
    """The unpacked source, ready to be run; what others wrote is never kept among our own."""
    archive = _archive()
    sync = [str(TOOLS / "uv/bin/uv"), "sync", "--frozen", "--quiet", "--only-group", "clients"]
    environment = {**os.environ, "UV_PROJECT_ENVIRONMENT": str(ENVIRONMENT)}
    environment.pop("VIRTUAL_ENV", None)
    own = [*sync, "--python", str(ROOT / ".venv/bin/python")]
    subprocess.run(own, cwd=ROOT, env=environment, check=True, timeout=FETCHING)
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter="data")
    source = folder / archive.name.removesuffix(".tar.gz")
    for pattern in _LEFT_OVER:
        for path in source.glob(f"tests/cassettes*/{pattern}"):
            path.unlink()
    return source


def run(source: Path, left_out: list[str], settled: int) -> dict[str, str]:
    """How each of its tests ended at http://localhost:3000: ``passed``, ``failed`` or ``skipped``.

    ``settled`` is the port that tells when the server has nothing to do (``settling.py``).
    """
    calm = ("--disable-recording", *(f"--ignore={path}" for path in STREAMS))
    ended = _run(source, settled, *calm, *_without(left_out))
    # Streams are read through the recorder: it records, and the answers are this server's
    return ended | _run(source, settled, "--record-mode=all", *STREAMS, *_without(left_out))


def answers(source: Path) -> list[str]:
    """The answers of this server, as they were noted."""
    return _notes(source).read_text().splitlines()


def recorded(source: Path) -> list[str]:
    """The answers of a server of Mastodon's own, as they were recorded."""
    command = [str(PYTHON), str(Path(__file__).parent / "watching.py"), str(source / "tests/cassettes")]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=FETCHING).stdout.splitlines()


@contextmanager
def alone() -> Generator[None]:
    """Wait until nobody else on this machine uses port 3000 for this."""
    TOOLS.mkdir(exist_ok=True)
    with (TOOLS / "port-3000.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _run(source: Path, settled: int, *options: str) -> dict[str, str]:
    report = source / "report.xml"
    report.unlink(missing_ok=True)
    plain = ("-o", "addopts=", "-p", "no:cacheprovider", "-p", "watching", "-q", "--tb=short", "--show-capture=no")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("FOLKMOOT_", "PYTEST_"))}
    environment |= {"FOLKMOOT_ANSWERS": str(_notes(source)), "PYTHONPATH": str(Path(__file__).parent)}
    environment["FOLKMOOT_SETTLED"] = str(settled)
    command = [str(PYTHON), "-m", "pytest", *plain, f"--junitxml={report}", *options]
    done = subprocess.run(
        command, cwd=source, env=environment, capture_output=True, text=True, timeout=RUNNING, check=False
    )
    assert report.exists(), done.stdout[-5_000:] + done.stderr[-5_000:]
    return {_name(case): _end(case) for case in ET.parse(report).iter("testcase")}  # noqa: S314 - pytest wrote it


def _without(left_out: list[str]) -> list[str]:
    tests = [f"--deselect=tests/{name}" for name in left_out if "::" in name]
    return tests + [f"--ignore=tests/{name}" for name in left_out if "::" not in name]


def _name(case: ET.Element) -> str:
    return f"{case.attrib['classname'].removeprefix('tests.').replace('.', '/')}.py::{case.attrib['name']}"


def _end(case: ET.Element) -> str:
    kinds = {each.tag for each in case}
    return "failed" if kinds & {"failure", "error"} else "skipped" if "skipped" in kinds else "passed"


def _notes(source: Path) -> Path:
    return source / "answers.jsonl"


def _archive() -> Path:
    """The source distribution, fetched with pip and held against the hash in uv.lock."""
    locked = tomllib.loads((ROOT / "uv.lock").read_text())
    entry = next(each for each in locked["package"] if each["name"] == "mastodon-py")
    kept = TOOLS / f"mastodon-py-{entry['version']}"
    if not (found := list(kept.glob("*.tar.gz"))):
        draft = TOOLS / f".{kept.name}.{os.getpid()}"
        draft.mkdir(parents=True, exist_ok=True)
        wanted = draft / "wanted.txt"
        wanted.write_text(f"Mastodon.py=={entry['version']} --hash={entry['sdist']['hash']}\n")
        pip = [str(TOOLS / "uv/bin/python"), "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes"]
        options = ["--no-binary", "Mastodon.py", "--dest", str(draft), "--requirement", str(wanted)]
        subprocess.run([*pip, *options], check=True, timeout=FETCHING)
        kept.mkdir(exist_ok=True)
        for path in draft.glob("*.tar.gz"):
            path.rename(kept / path.name)
        shutil.rmtree(draft)
        found = list(kept.glob("*.tar.gz"))
    return found[0]
