"""The settings pages of filters."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.posts import queries
from folkmoot.posts.actions import FilterDraft, FilterWordDraft, delete_post, filter_post, make_filter
from folkmoot.posts.actions import filters as limits
from folkmoot.posts.models import Filter
from folkmoot.project.cast import Cast
from tests.posts.writing import say

pytestmark = pytest.mark.django_db

type ClientOf = Callable[[Account | None], Client]
FORM = {"word_0": "football", "whole_0": "on", "word_2": "foot", "action": "hide", "lasts": "week", "in_home": "on"}


def test_a_filter_is_made_changed_and_removed(cast: Cast, client_of: ClientOf) -> None:
    browser = client_of(cast.bob)
    assert "You filter nothing" in browser.get("/settings/filters").content.decode()
    fresh = browser.get("/settings/filters/new").content.decode()
    assert fresh.count(" checked") == 5 + 1 + 5, "whole words, to warn, everywhere"
    assert browser.post("/settings/filters/new", FORM).headers["Location"] == "/settings/filters"
    (known,) = queries.filters(cast.bob.id)
    assert (known.title, known.action, known.contexts) == ("football", "hide", ("home",))
    assert [(word.word, word.whole) for word in known.words] == [("football", True), ("foot", False)]
    assert known.ends_at
    assert timedelta(days=6) < known.ends_at - timezone.now() <= timedelta(days=7)
    page = browser.get("/settings/filters").content.decode()
    assert ("football" in page, "until" in page) == (True, True)
    form = browser.get(f"/settings/filters/{known.id}").content.decode()
    assert ('value="football"' in form, 'value="foot"' in form) == (True, True)
    sent = {**FORM, "word_0": "", "word_1": "foot", "title": "Sports", "lasts": "keep", "in_thread": "on"}
    assert browser.post(f"/settings/filters/{known.id}", sent).status_code == 303
    (changed,) = queries.filters(cast.bob.id)
    assert (changed.title, changed.contexts, changed.ends_at) == ("Sports", ("home", "thread"), known.ends_at)
    assert [word.word for word in changed.words] == ["foot"]
    assert browser.post(f"/settings/filters/{known.id}", {"_method": "DELETE"}).status_code == 303
    assert not Filter.objects.exists()


@pytest.mark.parametrize(("lasts", "days"), [("day", 1), ("month", 30), ("ever", None), ("keep", None)])
def test_how_long_it_lasts(cast: Cast, client_of: ClientOf, lasts: str, days: int | None) -> None:
    client_of(cast.bob).post("/settings/filters/new", {**FORM, "lasts": lasts})
    ends_at = queries.filters(cast.bob.id)[0].ends_at
    assert (round((ends_at - timezone.now()) / timedelta(days=1)) if ends_at else None) == days


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"word_0": "", "word_2": ""}, "Name at least one word"),
        ({"word_0": "\u200b", "word_2": ""}, "Name at least one word"),
        ({"in_home": ""}, "Choose where the filter works"),
        ({"action": "shout"}, "marked fields"),
        ({"word_0": "x" * 101}, "marked fields"),
        ({"lasts": "never"}, "marked fields"),
    ],
)
def test_what_is_wrong_comes_back_with_what_was_typed(
    cast: Cast, client_of: ClientOf, wrong: dict[str, str], said: str
) -> None:
    answer = client_of(cast.bob).post("/settings/filters/new", {**FORM, "title": "Sports", **wrong})
    page = answer.content.decode()
    assert (answer.status_code, said in page, 'value="Sports"' in page) == (422, True, True)
    assert not Filter.objects.exists()


def test_too_many_are_said_so(cast: Cast, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FILTERS_MOST", 0)
    answer = client_of(cast.bob).post("/settings/filters/new", FORM)
    assert answer.status_code == 422
    assert "as many as there can be" in answer.content.decode()


@pytest.mark.parametrize("method", ["get", "post", "delete"])
@pytest.mark.parametrize("which", ["another's", "absent", "huge"])
def test_filters_of_others_are_not_there(cast: Cast, client_of: ClientOf, method: str, which: str) -> None:
    words = (FilterWordDraft("football"),)
    theirs = make_filter(cast.alice, FilterDraft("Secret", "warn", ("home",), None, words))
    some_id = {"another's": theirs, "absent": 12345, "huge": 10**30}[which]
    answer = getattr(client_of(cast.bob), method)(f"/settings/filters/{some_id}", FORM if method == "post" else None)
    assert answer.status_code == 404
    assert Filter.objects.get().title == "Secret"


def test_one_that_is_over_says_so_and_one_with_many_words_has_rows_for_all(cast: Cast, client_of: ClientOf) -> None:
    words = tuple(FilterWordDraft(f"word{n}") for n in range(8))
    made = make_filter(cast.bob, FilterDraft("Many", "warn", ("home",), None, words))
    Filter.objects.update(ends_at=timezone.now() - timedelta(days=1))
    browser = client_of(cast.bob)
    assert "is over" in browser.get("/settings/filters").content.decode()
    assert 'name="word_9"' in browser.get(f"/settings/filters/{made}").content.decode()


def test_single_posts_are_listed_and_taken_out(cast: Cast, client_of: ClientOf) -> None:
    made = make_filter(cast.bob, FilterDraft("Alone", "warn", ("home",), None, ()))
    post, gone = say(cast.alice, "Hello <world>"), say(cast.alice, "Gone by now")
    first, second = (filter_post(cast.bob, made, each) for each in (post, gone))
    delete_post(cast.alice, gone)
    browser = client_of(cast.bob)
    assert "2 single posts" in browser.get("/settings/filters").content.decode()
    page = browser.get(f"/settings/filters/{made}").content.decode()
    assert ("Hello &lt;world&gt;" in page, "Gone by now" in page) == (True, False)
    assert "A post that you cannot see any more" in page
    sent = {"title": "Just these", "action": "hide", "lasts": "keep", "in_home": "on"}
    assert browser.post(f"/settings/filters/{made}", sent).status_code == 303, "it can do without words"
    assert queries.filter_by_id(cast.bob.id, made).title == "Just these"
    path = f"/settings/filters/posts/{first}"
    assert client_of(cast.alice).post(path, {"_method": "DELETE"}).status_code == 404
    answer = browser.post(
        path, {"_method": "DELETE"}, headers={"referer": f"http://testserver/settings/filters/{made}"}
    )
    assert answer.headers["Location"] == f"/settings/filters/{made}"
    assert "This post is not filtered any more." in browser.get(answer.headers["Location"]).content.decode()
    assert [each.id for each in queries.filter_by_id(cast.bob.id, made).posts] == [second]
