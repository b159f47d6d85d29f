"""The lines that owners offer for profiles, and what a line says."""

import pytest

from folkmoot.instance.profile_lines import CHOICES_MOST, LINES_MOST, ProfileLine, compared, parts_of, read_lines


def test_a_name_in_each_line_and_choices_behind_a_colon() -> None:
    assert read_lines("Part of town: North,  South ,\n\nPronouns\n : x\npronouns: again") == (
        ProfileLine("Part of town", ("North", "South")),
        ProfileLine("Pronouns"),
    )


def test_there_are_only_so_many() -> None:
    text = "\n".join(f"Line {number}" for number in range(20))
    assert len(read_lines(text)) == LINES_MOST
    assert len(parts_of(",".join(map(str, range(99))))) == CHOICES_MOST


@pytest.mark.parametrize(
    ("value", "parts"),
    [
        ("German, English", ("German", "English")),
        ("ألمانية، عربية", ("ألمانية", "عربية")),
        ("A; B · C、D", ("A", "B", "C", "D")),
        ("Tea, TEA,  tea ", ("Tea",)),
        (" , ,", ()),
        ("x" * 99, ("x" * 60,)),
    ],
)
def test_a_line_says_one_thing_or_several(value: str, parts: tuple[str, ...]) -> None:
    assert parts_of(value) == parts


def test_compared_by_their_letters() -> None:
    assert compared("  Part  of ＴＯＷＮ ") == "part of town"
