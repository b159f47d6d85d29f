"""Rules in words: a short title, what stands below it, and the kind of report it is about; as versions hold them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from folkmoot.instance.models import Rule
from folkmoot.instance.policies.texts import numbered
from folkmoot.instance.queries import localised, manner


class Wording(NamedTuple):
    """One rule as somebody wrote it, by language; ``key`` is its name in the editor, ``category`` may be empty."""

    key: int
    text: Mapping[str, str]
    hint: Mapping[str, str]
    category: str = ""
    retired: bool = False  # in a draft: it will not be among the rules any more

    @property
    def words(self) -> tuple[Mapping[str, str], Mapping[str, str], str]:
        """All that it says, whatever it is called."""
        return self.text, self.hint, self.category

    @property
    def whole(self) -> str:
        """All that it says to whoever reads it."""
        return f"{self.title} {self.details}".strip()

    @property
    def title(self) -> str:
        """What it says in short, in the reader's language, else in the community's, else in any."""
        return localised(self.text, manner().language)

    @property
    def details(self) -> str:
        """What stands below; empty where nothing does."""
        return localised(self.hint, manner().language)


def named(ids: Collection[int]) -> dict[int, Wording]:
    """The rules of these ids in the words that they had, whether they still hold or not."""
    rows = Rule.objects.filter(id__in=ids) if ids else ()
    return {row.id: Wording(row.id, row.text, row.hint, row.category, row.retired_at is not None) for row in rows}


def as_rows(wordings: Iterable[Wording]) -> list[dict[str, Any]]:
    """Rules as they are kept."""
    return [each._asdict() for each in wordings]


def from_rows(rows: Iterable[Mapping[str, Any]]) -> tuple[Wording, ...]:
    """The same, read again."""
    return tuple(Wording(**row) for row in rows)


def of_lines(rules: Sequence[Mapping[str, str]], known: Iterable[Wording] = ()) -> tuple[Wording, ...]:
    """Rules of which only the titles were written; one that is known keeps what else it says, and in others."""
    left, found = list(known), []
    for place, text in enumerate(rules, 1):
        same = next((each for each in left if text.items() <= each.text.items()), None)
        if same:
            left.remove(same)
        found.append(same._replace(key=place) if same else Wording(place, text, {}))
    return tuple(found)


def in_lines(wordings: Sequence[Wording]) -> dict[str, str]:
    """The titles by language, one in each line; only languages in which every rule was written."""
    languages = {language for each in wordings for language in each.text}
    whole = [language for language in sorted(languages) if all(language in each.text for each in wordings)]
    return {language: "\n".join(each.text[language] for each in wordings) for language in whole}


def in_words(wordings: Iterable[Wording]) -> str:
    """All that the rules say, one in each line, in the reader's language."""
    return "\n".join(each.whole for each in wordings)


def as_list(wordings: Sequence[Wording]) -> str:
    """The same as a list with numbers, in Markdown; titles stand out where anything is below one of them."""
    if not any(each.hint for each in wordings):
        return numbered(in_words(wordings))
    return numbered("\n".join(f"**{each.title}** {each.details}".strip() for each in wordings))
