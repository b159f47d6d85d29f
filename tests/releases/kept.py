"""The data directory that the release before this one made with its ``demo``."""

import json
import lzma
import tarfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ENDING = ".tar.xz"
DATA, TOLD = "data", "told.json"


def release() -> Path:
    """The one that is kept."""
    (found,) = HERE.glob(f"*{ENDING}")
    return found


def unpack(folder: Path) -> Path:
    """Lay the release's data directory into a fresh folder, as its server left it; the directory."""
    with tarfile.open(release()) as packed:
        packed.extractall(folder, filter="data")
    (folder / DATA).chmod(0o700)
    return folder / DATA


def told_before() -> dict[str, Any]:
    """What the release itself told its members (``told``), when it was packed."""
    with lzma.open(release()) as file, tarfile.open(fileobj=file) as packed:
        said = packed.extractfile(TOLD)
        assert said
        found: dict[str, Any] = json.load(said)
        return found
