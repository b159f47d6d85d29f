"""Times, numbers, names and icons as they stand on pages."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from folkmoot.web import words
from folkmoot.web.environment import environment


@pytest.mark.parametrize(
    ("age", "text"),
    [
        (timedelta(seconds=0), "now"),
        (timedelta(seconds=59), "now"),
        (timedelta(seconds=61), "1 min"),
        (timedelta(minutes=59, seconds=58), "59 min"),
        (timedelta(hours=1, seconds=1), "1 h"),
        (timedelta(hours=23, minutes=59), "23 h"),
        (timedelta(days=1, seconds=1), "1 d"),
        (timedelta(days=6, hours=23), "6 d"),
        (timedelta(seconds=-30), "now"),
    ],
)
def test_a_relative_time_is_short(age: timedelta, text: str) -> None:
    assert str(words.ago(timezone.now() - age)).endswith(f">{text}</time>")


def test_older_than_a_week_is_a_date() -> None:
    then = datetime(2020, 3, 5, 14, 7, tzinfo=UTC)
    made = str(words.ago(then))
    assert made == '<time datetime="2020-03-05T14:07:00+00:00" title="5 March 2020, 14:07">5 Mar 2020</time>'


def test_a_date_of_this_year_has_no_year() -> None:
    now = timezone.now()
    then = now - timedelta(days=8)
    assert ("20" in words.short(then).split()[-1]) == (then.year != now.year)


def test_full_dates() -> None:
    then = datetime(2020, 3, 5, 14, 7, tzinfo=UTC)
    assert ">5 March 2020, 14:07<" in words.moment(then)
    assert ">5 March 2020<" in words.day(then)


@pytest.mark.parametrize(("count", "text"), [(0, "0"), (999, "999"), (1000, "1,000"), (1234567, "1,234,567")])
def test_numbers_have_their_thousands_apart(count: int, text: str) -> None:
    assert words.number(count) == text


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        ("alice", "A"),
        ("Émile", "É"),
        ("e\u0301mile", "E\u0301"),
        ("سلمى", "س"),
        ("李雷", "李"),
        ("  -bob", "B"),
        ("7 of 9", "7"),
        ("…", "…"),
        ("ß", "SS"),
        ("", "?"),
    ],
)
def test_the_letter_of_an_avatar(name: str, letter: str) -> None:
    assert words.initial(name) == letter


def test_an_avatar_letter_never_carries_a_tower_of_marks() -> None:
    assert len(words.initial("z" + "\u0301" * 5000)) <= 4


def test_a_colour_is_one_of_twelve_and_stays() -> None:
    found = {words.hue(number << 16) for number in range(200)}
    assert found == {f"hue-{number}" for number in range(12)}
    assert words.hue(77 << 16) == words.hue(77 << 16)


def test_a_name_is_escaped_and_set_apart() -> None:
    assert words.bdi("<b>Eve\u202e") == "<bdi>&lt;b&gt;Eve\u202e</bdi>"


def test_an_icon_says_nothing_to_a_screen_reader() -> None:
    icon = words.icon("heart")
    assert 'aria-hidden="true"' in icon
    assert 'icons.svg#heart"' in icon
    assert "style=" not in icon


def test_templates_are_strict_and_escaped() -> None:
    import jinja2

    env = environment(loader=jinja2.DictLoader({"a.html": "{{ x }}", "a.txt": "{{ x }}"}))
    assert env.get_template("a.html").render(x="<&>") == "&lt;&amp;&gt;"
    assert env.get_template("a.txt").render(x="<&>") == "<&>"
    with pytest.raises(jinja2.UndefinedError):
        env.get_template("a.html").render()


def test_every_icon_that_a_template_or_the_chrome_names_is_in_the_sprite() -> None:
    import re
    from pathlib import Path

    import folkmoot.web

    root = Path(folkmoot.web.__file__).parent
    known = set(re.findall(r'<symbol id="([a-z-]+)"', (root / "static/folkmoot/icons.svg").read_text()))
    named = set()
    for template in [*root.rglob("*.html"), *root.parent.joinpath("staff").rglob("*.html")]:
        named |= set(re.findall(r"""icon\(["']([a-z-]+)["']\)""", template.read_text()))
        named |= set(re.findall(r"""empty\(["']([a-z-]+)["']""", template.read_text()))
    named |= set(re.findall(r'_place\([^,]+, "([a-z-]+)"', (root / "chrome.py").read_text()))
    assert named - known == set()
