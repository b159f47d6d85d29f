"""Emoji as Unicode knows them: which texts are one, and what each is called."""

import re
from functools import cache
from typing import Any

SELECTOR = "\N{VARIATION SELECTOR-16}"  # asks for the picture of what could be a plain sign as well
OFTEN = ("👍", "❤️", "😂", "🎉", "😮", "😢", "🙏", "🔥", "👏", "😊", "🤔", "👀", "💯", "✅", "🚀", "🌻")
NAMED = re.compile(r"(?<!\w):([a-z0-9][a-z0-9_]{1,39}):(?!\w)")  # a community's own, as it is written
_PART, _WHOLE = 1, 2  # what the table says of a skin colour or a hair, which is nothing by itself; and of an emoji


def one_emoji(text: str) -> str:
    """The emoji that a text is, as Unicode writes it in full; empty when it is none, or more than one."""
    return _whole().get(text.replace(SELECTOR, ""), "")


def names_in(text: str) -> set[str]:
    """What is written between colons: perhaps the names of a community's own emoji."""
    return set(NAMED.findall(text)) if ":" in text else set()


def emoji_called(words: str, language: str, most: int) -> list[str]:
    """The emoji in whose name, in this language or in English, all these words occur; the simplest first."""
    wanted = words.casefold().split()
    found = [each for each, name in _names(_known(language)).items() if all(word in name for word in wanted)]
    return found[:most] if wanted else []


def emoji_name(which: str, language: str) -> str:
    """What an emoji is called, in this language if Unicode's names are known in it."""
    names = _data(_known(language)).get(which, {})
    return _plain(str(names.get(_known(language)) or names.get("en", "")))


@cache
def _whole() -> dict[str, str]:
    return {
        each.replace(SELECTOR, ""): each for each, about in _table().EMOJI_DATA.items() if about["status"] == _WHOLE
    }


@cache
def _names(language: str) -> dict[str, str]:
    """Names to search in, without those that differ from another by nothing but the colour of the skin."""
    return {
        each: _plain(f"{about.get(language, '')} {about['en']} {' '.join(about.get('alias', ()))}").casefold()
        for each, about in _data(language).items()
        if about["status"] == _WHOLE and "skin_tone" not in about["en"]
    }


def _known(language: str) -> str:
    short = language.partition("-")[0]
    return short if short in _table().LANGUAGES else "en"


def _data(language: str) -> dict[str, dict[str, Any]]:
    table = _table()
    table.config.load_language(language)
    data: dict[str, dict[str, Any]] = table.EMOJI_DATA
    return data


@cache
def _table() -> Any:
    """Unicode's table: 13 MB and half a second, which a process pays when the first emoji is asked about."""
    import emoji

    return emoji


def _plain(name: str) -> str:
    return " ".join(name.replace(":", " ").replace("_", " ").split())
