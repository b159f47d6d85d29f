"""The catalogues of translations: collected from the sources, compiled, and checked.

``python -m scripts.translations`` collects every text anew and compiles; with ``--check`` it only says what is wrong.
"""

import io
import json
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

from babel.dates import get_timezone_location
from babel.messages import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
SOURCES = ROOT / "folkmoot"
LOCALES = SOURCES / "locale"
_AS_PAGES = {"newstyle_gettext": "true", "silent": "false", "extensions": "folkmoot.web.kept.Kept"}
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2"), ("**/templates/**.txt", "jinja2")]
OPTIONS = {
    "**/templates/**.html": _AS_PAGES,
    "**/templates/**.txt": _AS_PAGES,
}
KEYWORDS = DEFAULT_KEYWORDS | {"gettext_lazy": None, "ngettext_lazy": (1, 2), "pgettext_lazy": ((1, "c"), 2)}
NO_DAY = datetime(2000, 1, 1, tzinfo=UTC)  # a catalogue changes only with its texts
PLACES = re.compile(r"%\((\w+)\)[sd]|%%")
COPYRIGHT = "# The texts of Folkmoot, in {language}. See docs/developers/languages.md.\n"


def main() -> int:
    """Bring all catalogues up to date, or (``--check``) print what is wrong with them."""
    if sys.argv[1:] == ["--check"]:
        found = [fault for path in catalogues() for fault in faults(path)]
        print(
            "\n".join([*found[:40], "Run make translations, then translate what is missing."]) if found else "", end=""
        )
        return 1 if found else 0
    for path in catalogues():
        update(path)
    return 0


def catalogues() -> list[Path]:
    """The catalogue of each language."""
    return sorted(LOCALES.glob("*/LC_MESSAGES/django.po"))


def update(path: Path) -> None:
    """Take in new texts, drop those that are gone, compile, and fetch the names of cities."""
    catalogue = renewed(path)
    path.write_bytes(written(catalogue))
    path.with_suffix(".mo").write_bytes(compiled(catalogue))
    names = json.dumps(cities(language_of(path)), ensure_ascii=False, indent=0, sort_keys=True)
    (path.parents[1] / "cities.json").write_text(names + "\n", encoding="utf-8")
    missing = sum(1 for message in catalogue if message.id and not all(strings(message)))
    print(f"{language_of(path)}: {len(catalogue)} texts, {missing} without a translation")


def faults(path: Path) -> Iterator[str]:
    """What is wrong with one catalogue: old, uncompiled, gaps, unsure entries, placeholders, plural forms."""
    catalogue = renewed(path)
    name = path.relative_to(ROOT)
    if path.read_bytes() != written(catalogue):
        yield f"{name}: not the texts of the program as it is"
    if path.with_suffix(".mo").read_bytes() != compiled(catalogue):
        yield f"{name}: not compiled"
    for message in catalogue:
        if message.id:
            yield from (f"{name}: {problem}: {message.id!r}" for problem in problems(message, catalogue.num_plurals))


def problems(message: Message, plurals: int) -> Iterator[str]:
    """What is wrong with one translation."""
    given = strings(message)
    if not all(given):
        yield "not translated"
        return
    if message.fuzzy:
        yield "marked as unsure"
    if isinstance(message.id, (list, tuple)) and len(given) != plurals:
        yield f"has {len(given)} plural forms, not {plurals}"
    wanted = places(message.id[-1] if isinstance(message.id, (list, tuple)) else message.id)
    for place, text in enumerate(given):
        spare = (
            {"num", "count", "over"} if isinstance(message.id, (list, tuple)) and place < 3 else set()
        )  # "one", "two" say it
        if not (wanted - spare <= places(text) <= wanted):
            yield f"other placeholders than {sorted(wanted)}"


def strings(message: Message) -> list[str]:
    """The translations of a text, one for each plural form."""
    return list(message.string) if isinstance(message.string, (list, tuple)) else [message.string or ""]


def places(text: str) -> set[str]:
    """The names of what is filled into a text."""
    return {name for name in PLACES.findall(text) if name}


def renewed(path: Path) -> Catalog:
    """The catalogue as it would be after collecting everything anew."""
    with path.open("rb") as file:
        old = read_po(file, locale=language_of(path))
    old.update(template(), no_fuzzy_matching=True, update_header_comment=False)
    old.obsolete.clear()
    old.project, old.version, old.msgid_bugs_address = "Folkmoot", "1", ""
    old.last_translator = old.language_team = ""
    old.creation_date = old.revision_date = NO_DAY
    old.header_comment = COPYRIGHT.format(language=old.locale.english_name if old.locale else "").strip()
    return old


def template() -> Catalog:
    """Every text of the program, with where it stands."""
    found = Catalog(project="Folkmoot", version="1", charset="utf-8")
    rows = extract_from_dir(SOURCES, METHODS, OPTIONS, keywords=KEYWORDS, comment_tags=["Translators:"])
    for name, _line, text, comments, context in sorted(rows, key=lambda row: (row[0], row[1])):
        found.add(text, None, [(name, 0)], auto_comments=comments, context=context)
    for message in found:  # each file once
        message.locations = sorted(set(message.locations))
    return found


def written(catalogue: Catalog) -> bytes:
    """The catalogue as its file."""
    file = io.BytesIO()
    write_po(file, catalogue, width=120, sort_by_file=True, include_lineno=False, ignore_obsolete=True)
    return file.getvalue()


def compiled(catalogue: Catalog) -> bytes:
    """The catalogue as programs read it."""
    file = io.BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def cities(language: str) -> dict[str, str]:
    """What a language calls the cities of the time zones, where Unicode's CLDR knows."""
    table = files("tzdata.zoneinfo").joinpath("zone.tab").read_text(encoding="utf-8")
    zones = [line.split("\t")[2].strip() for line in table.splitlines() if not line.startswith("#")]
    named = {zone: get_timezone_location(zone, locale=language, return_city=True) for zone in zones}
    return {zone: name for zone, name in named.items() if not re.search(r"[A-Za-z]", name)}


def language_of(path: Path) -> str:
    """The language of a catalogue, by its folder."""
    return path.parents[1].name


if __name__ == "__main__":
    sys.exit(main())
