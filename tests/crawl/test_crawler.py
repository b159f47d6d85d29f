"""The crawler itself: it notices what it is there to notice."""

from typing import Any

import pytest

from folkmoot.project.cast import Cast
from folkmoot.relations import actions
from tests.crawl import words
from tests.crawl.crawler import Crawler
from tests.crawl.markup import Page
from tests.crawl.world import NAMES, browser

DEAD = [
    ("<label>Name <input name=a></label>", ""),
    ("<label for=x>Name</label><input id=x name=a>", ""),
    ("<input name=a aria-label=Name>", ""),
    ("<input type=hidden name=a>", ""),
    ("<input name=a placeholder=Name>", "has no label"),
    ("<textarea name=a></textarea>", "has no label"),
    ("<form><button>Send</button></form>", ""),
    ("<form id=act></form><button form=act>Like</button>", ""),
    ("<button>Send</button>", "stands in no form"),
    ("<button form=act>Like</button>", "belongs to no form"),
    ("<button type=button>Copy</button>", "does nothing without JavaScript"),
    ("<button type=button hidden>Copy</button>", ""),
    ("<section hidden><button type=button>Play</button></section>", ""),
    ("<dialog><button type=button>Larger</button></dialog>", ""),
    ("<dialog open><button type=button>Larger</button></dialog>", "does nothing without JavaScript"),
    ("<template><button type=button>Stop</button></template>", ""),
    ("<form><button></button></form>", "without words"),
    ("<form><button><span class=hidden>Like</span></button></form>", ""),
    ("<a href=/>Home</a>", ""),
    ("<a href=/></a>", "without words"),
    ("<a href=/><img alt='A boat'></a>", ""),
    ("<a href=/><img alt=''></a>", "without words"),
    ("<a>Home</a>", "leads nowhere"),
    ("<p aria-describedby=wrong>x</p>", "is not here"),
]


@pytest.mark.parametrize(("source", "fault"), DEAD)
def test_a_page_says_what_is_wrong_with_it(source: str, fault: str) -> None:
    found = list(Page(f"<main>{source}</main>").faults())
    assert (len(found) == 1 and fault in found[0]) if fault else found == []


def test_a_borrowed_form_sends_its_own_fields_and_the_button() -> None:
    page = Page(
        "<form id=act method=post><input type=hidden name=token value=t></form>"
        "<button form=act formaction=/posts/1/like name=_method value=DELETE>Like</button>"
    )
    (control,) = page.controls()
    assert (control.method, control.action, control.label) == ("post", "/posts/1/like", "Like")
    assert control.fixed == {"token": "t", "_method": "DELETE"}


def test_choices_are_all_tried_and_required_words_left_out_once() -> None:
    page = Page(
        "<form method=post><textarea name=text required></textarea>"
        "<input type=radio name=for value=hour checked><input type=radio name=for value=day>"
        "<input type=radio name=for value=ever><button>Go</button></form>"
    )
    (control,) = page.controls()
    sent = list(words.variants(control, "mute", {}))
    assert [each["for"] for each in sent] == ["day", "hour", "ever"]
    assert all(each["text"] for each in sent)
    assert words.empty(control) == {"text": ""}


def test_a_button_that_does_nothing_is_found(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "changes nothing" not in _faults(cast, "/settings/blocks")
    monkeypatch.setattr("folkmoot.web.social.relations.actions.unblock", lambda *_: None)
    assert "settings_blocks → 'Unblock' → DELETE block changes nothing" in _faults(cast, "/settings/blocks")


def test_a_crash_is_found_with_its_cause(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr(actions, "unblock", broken)
    assert "answers 500 (ZeroDivisionError: by zero)" in _faults(cast, "/settings/blocks")


def test_a_page_that_is_not_there_is_found(cast: Cast) -> None:
    assert "/@nobody answers 404" in _faults(cast, "/@nobody")


def _faults(cast: Cast, address: str) -> str:
    """What is wrong with one page and its own controls."""
    crawler = Crawler(browser(cast.alice), {"names": NAMES.replace(" ", "|")}, {})
    if found := crawler._look(address):
        for control in found[1].controls():
            if control.label == "Unblock":
                data = next(words.variants(control, "", {}))
                crawler._press(found[0], control, data, crawler._control(found[0], control), 9)
    return "\n".join(crawler.faults)
