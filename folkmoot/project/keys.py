"""The keys of a data directory: drawn at the first start, and anew when an operator asks for it."""

import contextlib
import hmac
import os
import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path

GRACE = timedelta(days=14)  # that what an earlier key signed still counts, unless it was taken back at once


def draw(folder: Path) -> None:
    """Make the key that signs, readable by its owner alone, unless it is there."""
    if not _signs(folder).exists():
        write_once(_signs(folder), secrets.token_urlsafe(48))


def signing(folder: Path) -> str:
    """The key that signs sessions and links; before the directory was prepared, one for this process alone."""
    return _first(_signs(folder)) or secrets.token_urlsafe(48)


def hashing(folder: Path) -> str:
    """The key under which addresses are remembered without being kept: drawn from the first signing key, it stays."""
    return _first(_hashes(folder)) or hmac.new(signing(folder).encode(), b"folkmoot: hashes", "sha256").hexdigest()


def earlier(folder: Path, now: datetime) -> list[str]:
    """Keys that sign no more, but whose signatures count still, the latest first."""
    return [key for until, key in _earlier(folder) if until > now]


def rotate(folder: Path, now: datetime) -> datetime:
    """Draw a new signing key; what the present one signed counts until the moment returned."""
    until = now + GRACE
    kept = [(until, signing(folder)), *((until, key) for until, key in _earlier(folder) if until > now)]
    _replace(_old(folder), "".join(f"{until.isoformat()} {key}\n" for until, key in kept))
    _sign_anew(folder)
    return until


def rotate_at_once(folder: Path) -> None:
    """Draw a new signing key; nothing that was signed before counts any more."""
    _old(folder).unlink(missing_ok=True)
    _sign_anew(folder)


def write_once(path: Path, text: str) -> None:
    """Write a small file that no other process can see half written, nor replace."""
    draft = _draft(path, text + "\n")
    with contextlib.suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()


def _sign_anew(folder: Path) -> None:
    write_once(_hashes(folder), hashing(folder))
    _replace(_signs(folder), secrets.token_urlsafe(48) + "\n")


def _earlier(folder: Path) -> list[tuple[datetime, str]]:
    with contextlib.suppress(FileNotFoundError):
        lines = (line.split() for line in _old(folder).read_text().splitlines())
        return [(datetime.fromisoformat(until).astimezone(UTC), key) for until, key in lines]
    return []


def _first(path: Path) -> str:
    with contextlib.suppress(FileNotFoundError):
        return path.read_text().strip()
    return ""


def _replace(path: Path, text: str) -> None:
    _draft(path, text).replace(path)


def _draft(path: Path, text: str) -> Path:
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(text)
    return draft


def _signs(folder: Path) -> Path:
    return folder / "secret.key"


def _old(folder: Path) -> Path:
    return folder / "secret.key.old"


def _hashes(folder: Path) -> Path:
    return folder / "hash.key"
