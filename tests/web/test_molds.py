"""HTML with marks in it, and what is put in their place."""

import pytest
from markupsafe import Markup

from folkmoot.web import molds


@pytest.mark.parametrize(
    ("html", "own", "filled"),
    [
        ("<p>nothing</p>", {}, "<p>nothing</p>"),
        (Markup("<p>{}</p>").format(molds.mark("who")), {"who": "ada"}, "<p>ada</p>"),
        (f"{molds.mark('a')}{molds.mark('b')}{molds.mark('a')}", {"a": "1", "b": "2"}, "121"),
    ],
)
def test_each_mark_becomes_what_is_its_own(html: str, own: dict[str, str], filled: str) -> None:
    assert molds.fill(molds.cut(html), own) == filled


def test_a_mark_without_anything_to_put_in_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        molds.fill(molds.cut(molds.mark("token")), {})


def test_what_is_ready_to_be_sent_is_filled_in_the_same_way() -> None:
    mold = molds.encoded(molds.cut(f"<p>für {molds.mark('who')}, {molds.mark('who')}</p>"))
    assert mold.fill({"who": "عادل".encode()}).decode() == "<p>für عادل, عادل</p>"
    with pytest.raises(KeyError):
        mold.fill({})
