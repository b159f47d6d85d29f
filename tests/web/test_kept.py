"""Parts of pages that are rendered once: for the things they name and the language, and never for anybody else."""

import itertools
import sys
from typing import Any

import jinja2
import pytest
from django.utils import translation

from folkmoot.web import kept
from folkmoot.web.environment import environment
from folkmoot.web.shelf import Shelf, slim


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Renders a template whose ``turn()`` counts how often its kept part is made."""
    monkeypatch.setattr(kept, "_shelf", Shelf(8))
    turns = itertools.count(1)
    env = environment(loader=jinja2.DictLoader({}))

    def render(text: str, page: str = "page.html", **things: object) -> str:
        env.loader = jinja2.DictLoader({page: text})
        return env.get_template(page).render(turn=lambda: next(turns), **things)

    return render


def test_it_is_rendered_once(rendered: Any) -> None:
    text = "{% kept %}{{ turn() }}{% endkept %}"
    assert [rendered(text) for _ in range(3)] == ["1", "1", "1"]


@pytest.mark.parametrize(("one", "other"), [("a", "b"), (1, 2), (None, ""), ((1, "x"), (1, "y"))])
def test_each_thing_has_its_own(rendered: Any, one: object, other: object) -> None:
    text = "{% kept thing %}{{ turn() }}{% endkept %}"
    assert [rendered(text, thing=thing) for thing in (one, other, one, other)] == ["1", "2", "1", "2"]


def test_all_things_named_count(rendered: Any) -> None:
    text = "{% kept one, two %}{{ turn() }}{% endkept %}"
    assert [rendered(text, one=1, two=two) for two in (1, 2, 1)] == ["1", "2", "1"]


def test_each_language_has_its_own(rendered: Any) -> None:
    found = []
    for language in ("en", "ar", "en"):
        with translation.override(language):
            found.append(rendered("{% kept %}{{ turn() }}{% endkept %}"))
    assert found == ["1", "2", "1"]


def test_places_are_told_apart(rendered: Any) -> None:
    two = "{% kept 1 %}{{ turn() }}{% endkept %} {% kept 1 %}{{ turn() }}{% endkept %}"
    assert rendered(two) == "1 2"
    assert rendered("{% kept 1 %}{{ turn() }}{% endkept %}", page="other.html") == "3"


def test_what_stands_in_it_is_escaped_once(rendered: Any) -> None:
    text = "{% kept name %}<b>{{ name }}</b>{% endkept %}"
    assert rendered(text, name="<i>") == rendered(text, name="<i>") == "<b>&lt;i&gt;</b>"


def test_what_surrounds_it_stays_fresh(rendered: Any) -> None:
    text = "{{ turn() }}{% kept %}-{{ turn() }}{% endkept %}"
    assert [rendered(text) for _ in range(2)] == ["1-2", "3-2"]


def test_a_thing_that_can_change_cannot_be_named(rendered: Any) -> None:
    with pytest.raises(TypeError, match="unhashable"):
        rendered("{% kept thing %}{{ turn() }}{% endkept %}", thing=[1])


def test_a_shelf_lets_go_of_what_was_asked_for_longest_ago() -> None:
    shelf, made = Shelf[str](8), []

    def make(name: str) -> str:
        made.append(name)
        return name

    for name in [*"abcdefgh", "a", "i"]:
        assert shelf.find(name, lambda name=name: make(name)) == name
    shelf.find("a", lambda: make("again"))
    shelf.find("b", lambda: make("again"))
    assert made == [*"abcdefghi", "again"]
    assert len(shelf.kept) <= 8


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ("<a>Delete …</a>" * 20, "<a>Delete &#8230;</a>" * 20),
        ("<a>Ø</a>", "<a>&#216;</a>"),
        ("<a title='حذف'>حذف المنشور</a>", "<a title='حذف'>حذف المنشور</a>"),  # would take more as numbers
        ("<a>Delete</a>", "<a>Delete</a>"),
    ],
)
def test_html_is_kept_in_one_byte_a_letter_where_that_is_less(html: str, kept: str) -> None:
    assert slim(html) == kept
    assert sys.getsizeof(slim(html)) <= sys.getsizeof(html)
