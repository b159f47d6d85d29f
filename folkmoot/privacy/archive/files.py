"""Where exports lie, and under which addresses their members get them."""

import re
from pathlib import Path

from django.conf import settings

_ADDRESS = re.compile(r"/media/exports/([1-9][0-9]{0,18})-([A-Za-z0-9_-]{22})\.zip")


def folder() -> Path:
    """Below which exports lie."""
    return Path(settings.DATA_DIR) / "exports"


def file_of(export_id: int, name: str) -> Path:
    """The finished file."""
    return folder() / f"{export_id}-{name}.zip"


def unfinished(export_id: int, name: str) -> Path:
    """The file while it is written."""
    return folder() / f".{export_id}-{name}.zip"


def forget_file(export_id: int, name: str) -> None:
    """Delete the file, finished or not."""
    file_of(export_id, name).unlink(missing_ok=True)
    unfinished(export_id, name).unlink(missing_ok=True)


def address_of(export_id: int, name: str) -> str:
    """The path of the file where files come from; it has to be signed for its member."""
    return f"/media/exports/{export_id}-{name}.zip"


def parse(path: str) -> tuple[int, str] | None:
    """The id and the name in such a path; ``None`` when it is none."""
    found = _ADDRESS.fullmatch(path)
    return (int(found[1]), found[2]) if found else None
