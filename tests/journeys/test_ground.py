"""The browser itself: that it starts, keeps people apart, and that axe finds what is wrong."""

import pytest

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
