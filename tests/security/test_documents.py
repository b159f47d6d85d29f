"""What is decided about security, as it is written down, against the program."""

import re
from typing import Any

import pytest

from folkmoot.core.limits import Limit, rules
from folkmoot.project.environment import Environment
from tests.house import tree

SAID = (tree.ROOT / "docs/developers/security.md").read_text()


def part(heading: str) -> str:
    found = SAID.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    assert found, heading
    return found


def rows(heading: str) -> dict[str, list[str]]:
    """The table below a heading, by what stands in its first column."""
    lines = [line for line in part(heading).splitlines() if line.startswith("|") and "---" not in line][1:]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {each[0].strip("`"): each for each in cells}


def test_every_kind_of_input_is_described() -> None:
    table = rows("What comes in")
    assert {"user name", "e-mail address", "password", "post", "ids", "JSON", "dates and times"} <= set(table)
    for name, (_, how, where) in table.items():
        assert how, name
        for path in re.findall(r"`([\w/]+\.py)`", where):
            assert (tree.ROOT / "folkmoot" / path).exists(), path


def test_what_is_checked_together_is_described() -> None:
    assert "What belongs together is checked together" in part("What comes in")


def test_the_lengths_are_those_of_the_program() -> None:
    from folkmoot.accounts.queries.names import _PATTERN
    from folkmoot.posts.actions.drafts import TEXT_MOST

    table = rows("What comes in")
    assert f"{TEXT_MOST:,} signs" in table["post"][1]
    assert re.search(r"\{1,30\}", _PATTERN.pattern)
    assert table["user name"][1].startswith("1–30")


def every_limit() -> dict[str, Limit]:
    return {each.name: each for each in vars(rules).values() if isinstance(each, Limit)}


def test_every_limit_is_described() -> None:
    table = rows("How often")
    assert set(table) == set(every_limit())
    for name, limit in every_limit().items():
        _, setting, within, counted = table[name]
        assert setting == (f"{limit.number:,}" if limit.number else f"`FOLKMOOT_{limit.setting.upper()}`"), name
        assert within == f"{limit.seconds} s", name
        assert counted, name
        assert limit.number or limit.setting in Environment.model_fields, name
    assert "lock somebody else's account" in part("How often")


def test_every_kind_of_file_is_described() -> None:
    table = rows("Files")
    assert set(table) == {"pictures, faces, emoji", "videos", "sounds", "captions"}
    for setting in re.findall(r"`FOLKMOOT_(\w+)`", part("Files")):
        assert setting.lower() in Environment.model_fields
    from folkmoot.media.workshop.limits import MOST_PIXELS

    assert f"{MOST_PIXELS // 1_000_000} million pixels" in table["pictures, faces, emoji"][3]
    assert "The name of a file and the kind that a browser names are not believed" in part("Files")


def test_every_way_in_is_described() -> None:
    table = rows("Who somebody is")
    assert {"forgotten password", "first owner", "app (OAuth 2)", "token by hand", "sign-up by an app"} <= set(table)
    assert any("passkey" in name for name in table)
    assert all(what and beside for _, what, beside in table.values())


def test_words_of_this_place_are_listed() -> None:
    said = part("Who somebody is")
    (listed,) = [line for line in said.splitlines() if line.startswith("Words that a password may not be made of")]
    for word in ("program", "community's name", "host", "user name", "address"):
        assert word in listed


def test_how_long_sessions_last_is_described(settings: Any) -> None:
    said = part("Sessions")
    assert f"**{settings.SESSION_COOKIE_AGE // 86_400} days**" in said
    assert f"{['ten'][settings.REAUTHENTICATION_SECONDS // 600 - 1]} minutes" in said
    assert "NIST" in said
    from folkmoot.accounts.actions import sessions

    assert f"**{sessions.MOST} sessions**" in said


def test_sessions_from_elsewhere_are_described() -> None:
    assert "began at another provider" in part("Sessions")


def test_who_may_do_what_is_described() -> None:
    said = part("Who may do what")
    for word in ("Functions:", "Data:", "Fields:", "Roles", "the very next request"):
        assert word in said
    from folkmoot.web.access import Door

    assert len(Door) == 3
    assert "one of three doors" in said


def test_everybody_the_server_speaks_to_is_described() -> None:
    said = part("Whom the server speaks to")
    speakers = {
        tree.name(path)
        for path in tree.production()
        if re.search(r"^(?:import|from) (?:smtplib|requests|redis|obstore|psycopg)\b", path.read_text(), re.MULTILINE)
        or re.search(r"core(?:\.| import .*\b)http\b", path.read_text())
    }
    named = [f"folkmoot/{each}" for each in re.findall(r"`([\w/.]+)`", said)]
    assert [each for each in speakers if not any(each.startswith(name) for name in named)] == []
    assert len(speakers) > 5


def test_every_level_of_data_is_described() -> None:
    table = rows("What is kept about people")
    assert set(table) == {"secret", "private", "community's", "public", "operator's"}
    assert all(what and how for _, what, how in table.values())


def test_how_soon_holes_are_mended_is_described() -> None:
    said = part("What others made")
    for time in ("two days", "a week", "30 days", "three months"):
        assert time in said


def test_what_takes_long_is_described() -> None:
    table = rows("What takes long")
    assert {"hashing a password", "pictures", "recordings", "open streams"} <= set(table)
    assert all(how for _, how in table.values())


def test_everything_that_is_logged_is_described() -> None:
    said = part("What is logged")
    assert {"standard error (the journal)", "the database, `audit`"} <= {
        each.replace("``", "`") for each in rows("What is logged")
    } | {line.split("|")[1].strip() for line in said.splitlines() if line.startswith("|")}
    for word in ("UTC", "seven days", "`folkmoot.security`", "/csp-reports"):
        assert word in said


@pytest.mark.parametrize("name", ["security.md", "cryptography.md", "asvs.md"])
def test_the_documents_name_each_other(name: str) -> None:
    others = [path for path in (tree.ROOT / "docs").rglob("*.md") if path.name != name]
    assert any(name in path.read_text() for path in [*others, tree.ROOT / "CONTRIBUTING.md"])
