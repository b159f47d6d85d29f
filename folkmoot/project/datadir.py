"""The data directory: made on first use, with its keys and the host name that the community keeps for ever."""

import contextlib
from pathlib import Path

from folkmoot.project import keys
from folkmoot.project.environment import Environment
from folkmoot.project.reading import LOOPBACK_NAMES


class DataTrouble(Exception):  # noqa: N818 - named for what the operator reads
    """The data directory cannot be used as it is; the message says why and what to do."""


def prepare(folder: Path) -> None:
    """Make the directory, readable by its owner alone, and its keys, unless they are there."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        keys.draw(folder)
    except OSError as problem:
        raise DataTrouble(f"The data directory {folder} cannot be used: {problem.strerror}.") from problem


def fixed_host(folder: Path) -> str:
    """The host name this community was started under first; empty before that."""
    with contextlib.suppress(FileNotFoundError):
        return _host_file(folder).read_text().strip()
    return ""


def fix_host(environment: Environment) -> None:
    """Keep the host name at the first start; later, refuse another one: every address ever given out holds it."""
    known = fixed_host(environment.data_dir)
    if not known:
        keys.write_once(_host_file(environment.data_dir), environment.host)
    elif not same_host(known, environment.host):
        raise DataTrouble(
            f"This community lives at {known} and FOLKMOOT_ORIGIN says {environment.host}. The host name cannot change "
            f"after the first start: set FOLKMOOT_ORIGIN to an address at {known}, or use a new data directory."
        )


def same_host(one: str, other: str) -> bool:
    """Whether two host names are the same; all names of one's own machine are."""
    return one == other or {one, other} <= LOOPBACK_NAMES


def _host_file(folder: Path) -> Path:
    return folder / "host"
