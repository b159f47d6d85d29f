"""The files of what was reported, as they are kept while a case is looked at."""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from folkmoot.moderation.queries.case import Reported


class File(NamedTuple):
    """One file: a picture or a recording, and how its owner describes it."""

    id: int
    kind: str
    alt: str


def kept_files(item: "Reported") -> list[File]:
    """What stands in the copy of a post besides words."""
    copied = [(kind, file) for kind in ("picture", "recording") for file in item.snapshot.get(f"{kind}s", ())]
    return [File(int(file["id"]), kind, file.get("alt") or file.get("title") or "") for kind, file in copied]
