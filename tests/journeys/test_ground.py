"""The browser itself: that it starts, keeps people apart, and that axe finds what is wrong."""

from pathlib import Path

import pytest

from tests.journeys import looking
from tests.journeys.conftest import PHONE

GOOD = "data:text/html,<html lang=en><title>Good</title><main><h1>Good</h1></main></html>"
BAD = "data:text/html,<html><body><img src=x><input></body></html>"


@pytest.mark.variant
def test_a_person_sits_at_the_screen_they_asked_for(person) -> None:
    desk, phone = person(), person(viewport=PHONE)
    assert desk.context != phone.context
    assert phone.viewport_size == PHONE


@pytest.mark.variant
def test_axe_passes_a_good_page_and_names_what_is_wrong_with_a_bad_one(page, axe) -> None:
    page.goto(GOOD)
    axe(page)
    page.goto(BAD)
    with pytest.raises(AssertionError, match="html-has-lang"):
        axe(page)


DARK = "<p style='color:light-dark(black, #222);background:light-dark(white, black)'>Hardly read</p>"
AT_768 = "<style>p { display: none } @media (width: 768px) { p { display: block } }</style>"
SIDES = {
    "light": "<p style='color:light-dark(#eee, white);background:light-dark(white, black)'>Hardly read</p>",
    "dark": DARK,
    "phone": "<style>@media (min-width: 400px) { img { display: none } }</style><img src=x>",
    "tablet": "<style>@media (max-width: 767px), (min-width: 769px) { img { display: none } }</style><img src=x>",
    "desk": "<style>@media (max-width: 1400px) { img { display: none } }</style><img src=x>",
    "dark tablet": AT_768 + DARK,
}


def side(name: str) -> str:
    """A page on which something is wrong on one side alone."""
    head = "<!doctype html><html lang=en><title>Sides</title><style>:root{color-scheme:light dark}</style>"
    return f"{head}<script>htmx = 1</script><main><h1>{name}</h1>{SIDES.get(name, '')}</main></html>"


@pytest.mark.variant
@pytest.mark.parametrize("name", SIDES)
def test_a_look_finds_what_is_wrong_on_one_side_alone(page, look, name) -> None:
    page.set_content(side(name))
    with pytest.raises(AssertionError, match="image-alt" if "<img" in SIDES[name] else "color-contrast"):
        look(page)


@pytest.mark.variant
def test_a_look_turns_a_page_to_all_six_sides_once(page, look, monkeypatch) -> None:
    asked: list[tuple[int, bool]] = []
    dark = "matchMedia('(prefers-color-scheme: dark)').matches"
    monkeypatch.setattr(
        looking, "found", lambda page, _: asked.append((page.viewport_size["width"], page.evaluate(dark))) or ""
    )
    page.set_content(side("six sides"))
    look(page)
    assert sorted(asked) == [(width, theme) for width in (390, 768, 1440) for theme in (False, True)]
    look(page)
    assert len(asked) == 6
    look(page, "and a menu")
    assert len(asked) == 12


@pytest.mark.variant
def test_other_workers_do_not_look_again(tmp_path: Path) -> None:
    assert looking.is_first(tmp_path, "/ Home")
    assert not looking.is_first(tmp_path, "/ Home")
    assert looking.is_first(tmp_path, "/ Home, menu open")


@pytest.mark.parametrize("database", ["sqlite", "postgres"])
def test_axe_reads_pages_in_the_run_on_sqlite(monkeypatch: pytest.MonkeyPatch, database: str) -> None:
    monkeypatch.setenv("FOLKMOOT_TEST_DATABASE", database)
    assert looking.is_worth_it() == (database == "sqlite")


@pytest.mark.variant
def test_javascript_can_be_off(person) -> None:
    page = person(javascript=False)
    page.goto("data:text/html,<title>off</title><script>document.title='on'</script>")
    assert page.title() == "off"


def test_the_site_answers_a_browser(site, page) -> None:
    """On this run's database: the owner's link leads to a page."""
    answer = page.goto(site.setup_link)
    assert answer is not None
    assert answer.status == 200
    assert page.title()


def test_a_request_to_another_site_is_noticed(site, page, strange) -> None:
    page.goto(site.url)
    assert strange == []
    page.goto("about:blank")
    with page.expect_request("https://elsewhere.test/**"):
        page.set_content('<img src="https://elsewhere.test/pixel.gif">', wait_until="commit")
    assert strange
    assert {url.split("/")[2] for url in strange} == {"elsewhere.test"}
    strange.clear()
