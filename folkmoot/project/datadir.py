"""The data directory: made on first use, with the secret key and the host name that the community keeps for ever."""

import contextlib
import os
import secrets
from pathlib import Path

from folkmoot.project.environment import Environment
from folkmoot.project.reading import LOOPBACK_NAMES


class DataTrouble(Exception):  # noqa: N818 - named for what the operator reads
    """The data directory cannot be used as it is; the message says why and what to do."""


def prepare(folder: Path) -> None:
    """Make the directory, readable by its owner alone, and its secret key, unless they are there."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _key_file(folder).exists():
            _write_once(_key_file(folder), secrets.token_urlsafe(48))
    except OSError as problem:
        raise DataTrouble(f"The data directory {folder} cannot be used: {problem.strerror}.") from problem


def secret_key(folder: Path) -> str:
    """The key that signs sessions and links; before the directory was prepared, one for this process alone."""
    with contextlib.suppress(FileNotFoundError):
        return _key_file(folder).read_text().strip()
    return secrets.token_urlsafe(48)


def fixed_host(folder: Path) -> str:
    """The host name this community was started under first; empty before that."""
    with contextlib.suppress(FileNotFoundError):
        return _host_file(folder).read_text().strip()
    return ""


def fix_host(environment: Environment) -> None:
    """Keep the host name at the first start; later, refuse another one: every address ever given out holds it."""
    known = fixed_host(environment.data_dir)
    if not known:
        _write_once(_host_file(environment.data_dir), environment.host)
    elif not same_host(known, environment.host):
        raise DataTrouble(
            f"This community lives at {known} and FOLKMOOT_ORIGIN says {environment.host}. The host name cannot change "
            f"after the first start: set FOLKMOOT_ORIGIN to an address at {known}, or use a new data directory."
        )


def same_host(one: str, other: str) -> bool:
    """Whether two host names are the same; all names of one's own machine are."""
    return one == other or {one, other} <= LOOPBACK_NAMES


def _write_once(path: Path, text: str) -> None:
    """Write a small file that no other process can see half written, nor replace."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(text + "\n")
    with contextlib.suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()


def _key_file(folder: Path) -> Path:
    return folder / "secret.key"


def _host_file(folder: Path) -> Path:
    return folder / "host"
