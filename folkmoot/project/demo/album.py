"""The demo's pictures: made ready beforehand, and laid into the data directory as an upload leaves them."""

import json
import shutil
from functools import cache
from pathlib import Path
from typing import Any

from folkmoot.media.addresses import folder
from folkmoot.media.models import Picture

PICTURES = Path(__file__).parent / "pictures"


@cache
def known() -> dict[str, dict[str, Any]]:
    """What is known of each picture by its name: sizes, blurhash, and a description for those who cannot see it."""
    made = json.loads((PICTURES / "pictures.json").read_text(encoding="utf-8"))
    sources = json.loads((PICTURES / "sources.json").read_text(encoding="utf-8"))
    alts = {name: source["alt"] for part in sources.values() for name, source in part.items()}
    return {name: {**facts, "alt": alts[name]} for name, facts in made.items()}


def hand_in(owner_id: int, name: str) -> int:
    """A member has uploaded the picture of this name; the id, for whatever uses it."""
    facts = known()[name]
    files = [PICTURES / name / f"{width}.webp" for width in facts["widths"]]
    picture = Picture(
        owner_id=owner_id,
        alt=facts["alt"],
        blurhash=facts["blurhash"],
        width=facts["width"],
        height=facts["height"],
        widths=" ".join(map(str, facts["widths"])),
        bytes=sum(path.stat().st_size for path in files),
    )
    place = folder(picture.id, picture.name)
    place.mkdir(mode=0o700, parents=True)
    for path in files:
        shutil.copyfile(path, place / path.name)
    picture.save(force_insert=True)
    return picture.id
