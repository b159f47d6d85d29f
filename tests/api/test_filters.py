"""Filters through the API, in the shape of today and in the old one; and what statuses say about them."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from folkmoot.core.events import drain
from folkmoot.posts.actions import FilterDraft, FilterWordDraft, filter_post, make_filter, mute_thread
from folkmoot.posts.models import Filter
from folkmoot.posts.queries import filter_by_id
from folkmoot.project.cast import Cast
from tests.api.shapes import check, check_all
from tests.doors import Door
from tests.posts.writing import say

pytestmark = pytest.mark.django_db

type DoorOf = Callable[..., Door]
WORDS = [{"keyword": "football", "whole_word": True}, {"keyword": "foot"}]
BODY: dict[str, Any] = {"title": "Sports", "context": ["home"], "filter_action": "hide", "keywords_attributes": WORDS}


def test_a_filter_is_made_changed_and_removed(cast: Cast, api_of: DoorOf) -> None:
    door = api_of(cast.bob)
    made = door.post("/api/v2/filters", body={**BODY, "expires_in": 3600}).json()
    check(made, "Filter")
    assert (made["title"], made["context"], made["filter_action"]) == ("Sports", ["home"], "hide")
    assert [(each["keyword"], each["whole_word"]) for each in made["keywords"]] == [("football", True), ("foot", False)]
    ends_at = datetime.fromisoformat(made["expires_at"])
    assert timedelta(minutes=59) < ends_at - timezone.now() <= timedelta(hours=1)
    assert door.get("/api/v2/filters").json() == [made] == [door.get(f"/api/v2/filters/{made['id']}").json()]
    football, foot = (each["id"] for each in made["keywords"])
    rows = [{"id": football, "_destroy": True}, {"id": foot, "keyword": "feet"}, {"keyword": "ball"}]
    path = f"/api/v2/filters/{made['id']}"
    changed = door.put(path, body={"context": ["thread"], "keywords_attributes": rows}).json()
    assert (changed["title"], changed["context"], changed["expires_at"]) == ("Sports", ["thread"], made["expires_at"])
    assert [(each["id"] == foot, each["keyword"]) for each in changed["keywords"]] == [(True, "feet"), (False, "ball")]
    assert door.put(path, body={"expires_in": None, "filter_action": "warn"}).json()["expires_at"] is None
    assert door.delete(path).json() == {}
    assert door.get("/api/v2/filters").json() == []


def test_a_form_with_brackets_says_the_same(cast: Cast, api_of: DoorOf) -> None:
    """As a browser library of programs sends it: names repeat, and begin another object."""
    form = "title=Sports&context[]=home&context[]=public&filter_action=warn"
    form += (
        "&keywords_attributes[][keyword]=one&keywords_attributes[][whole_word]=true&keywords_attributes[][keyword]=two"
    )
    door = api_of(cast.bob)
    made = door.post(f"/api/v2/filters?{form}").json()
    assert made["context"] == ["home", "public"]
    assert [(each["keyword"], each["whole_word"]) for each in made["keywords"]] == [("one", True), ("two", False)]
    numbered = "title=Other&context=home&keywords_attributes[0][keyword]=one&keywords_attributes[1][keyword]=two"
    assert len(door.post(f"/api/v2/filters?{numbered}").json()["keywords"]) == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": "", "keywords_attributes": []},
        {"context": []},
        {"context": ["kitchen"]},
        {"context": "kitchen"},
        {"context": [1]},
        {"filter_action": "blur"},
        {"expires_in": -5},
        {"expires_in": 0},
        {"expires_in": 10**15},
        {"expires_in": "soon"},
        {"keywords_attributes": "football"},
        {"keywords_attributes": ["football"]},
        {"keywords_attributes": [{"keyword": "x" * 101}]},
        {"keywords_attributes": [{"keyword": 5}]},
    ],
)
def test_what_cannot_be_a_filter(cast: Cast, api_of: DoorOf, wrong: dict[str, Any]) -> None:
    assert api_of(cast.bob).post("/api/v2/filters", body={**BODY, **wrong}).status_code == 422
    assert not Filter.objects.exists()


def test_words_one_by_one(cast: Cast, api_of: DoorOf) -> None:
    door = api_of(cast.bob)
    path = f"/api/v2/filters/{door.post('/api/v2/filters', body={**BODY, 'keywords_attributes': []}).json()['id']}"
    word = door.post(f"{path}/keywords", {"keyword": "chess", "whole_word": "true"}).json()
    check(word, "FilterKeyword")
    assert door.post(f"{path}/keywords", {"keyword": "CHESS"}).status_code == 422, "it is there already"
    one = f"/api/v2/filters/keywords/{word['id']}"
    assert door.get(f"{path}/keywords").json() == [word] == [door.get(one).json()]
    assert door.put(one, {"keyword": "go"}).json() == {"id": word["id"], "keyword": "go", "whole_word": True}
    assert door.put(one, {"whole_word": "false"}).json() == {"id": word["id"], "keyword": "go", "whole_word": False}
    assert door.delete(one).json() == {}
    assert door.get(f"{path}/keywords").json() == []


def test_statuses_one_by_one(cast: Cast, api_of: DoorOf) -> None:
    post, hidden = say(cast.alice, "Hello"), say(cast.alice, "For Frank", scope="direct")
    door = api_of(cast.bob)
    made = door.post("/api/v2/filters", body={**BODY, "keywords_attributes": []}).json()
    path = f"/api/v2/filters/{made['id']}/statuses"
    for wrong, code in (({}, 422), ({"status_id": "soon"}, 422), ({"status_id": hidden}, 404), ({"status_id": 9}, 404)):
        assert door.post(path, body=wrong).status_code == code, wrong
    named = door.post(path, {"status_id": str(post)}).json()
    check(named, "FilterStatus")
    assert named["status_id"] == str(post)
    one = f"/api/v2/filters/statuses/{named['id']}"
    assert door.get(path).json() == [named] == [door.get(one).json()]
    shown = door.get(f"/api/v2/filters/{made['id']}").json()
    check(shown, "Filter")
    assert (shown["keywords"], shown["statuses"]) == ([], [named])
    assert door.get("/api/v1/filters").json() == [], "the old shape knows words alone"
    (found,) = door.get(f"/api/v1/statuses/{post}").json()["filtered"]
    check(found, "FilterResult")
    assert (found["keyword_matches"], found["status_matches"]) == ([], [str(post)])
    assert door.delete(one).json() == {}
    assert door.get(path).json() == []
    assert (door.get(one).status_code, door.delete(one).status_code) == (404, 404)


def test_the_old_shape(cast: Cast, api_of: DoorOf) -> None:
    door = api_of(cast.bob)
    form = {"phrase": "football", "context[]": ["home", "thread"], "irreversible": "true", "expires_in": "60"}
    made = door.post("/api/v1/filters", form).json()
    assert (made["phrase"], made["context"], made["irreversible"]) == ("football", ["home", "thread"], True)
    assert (made["whole_word"], set(made)) == (
        False,
        {"id", "phrase", "context", "whole_word", "expires_at", "irreversible"},
    )
    path = f"/api/v1/filters/{made['id']}"
    assert door.get("/api/v1/filters").json() == [made] == [door.get(path).json()]
    changed = door.put(path, {"phrase": "chess", "context[]": ["home"], "whole_word": "true"}).json()
    assert (changed["phrase"], changed["whole_word"], changed["irreversible"]) == ("chess", True, True)
    assert (changed["context"], changed["expires_at"]) == (["home"], None)
    (known,) = door.get("/api/v2/filters").json()
    door.post(f"/api/v2/filters/{known['id']}/keywords", {"keyword": "go"})
    second = door.get("/api/v1/filters").json()[1]
    assert door.delete(f"/api/v1/filters/{second['id']}").json() == {}
    assert door.get("/api/v1/filters").json() == [changed]
    assert door.delete(path).json() == {}
    assert not Filter.objects.exists()


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/v2/filters/FILTER"),
        ("PUT", "/api/v2/filters/FILTER?title=Mine"),
        ("DELETE", "/api/v2/filters/FILTER"),
        ("GET", "/api/v2/filters/FILTER/keywords"),
        ("POST", "/api/v2/filters/FILTER/keywords?keyword=x"),
        *((method, "/api/v2/filters/keywords/WORD") for method in ("GET", "PUT", "DELETE")),
        ("GET", "/api/v2/filters/FILTER/statuses"),
        ("POST", "/api/v2/filters/FILTER/statuses?status_id=POST"),
        *((method, "/api/v2/filters/statuses/NAMED") for method in ("GET", "DELETE")),
        *((method, "/api/v1/filters/WORD") for method in ("GET", "PUT", "DELETE")),
    ],
)
def test_filters_of_others_are_not_there(cast: Cast, api_of: DoorOf, method: str, path: str) -> None:
    draft = FilterDraft("Secret", "warn", ("home",), None, (FilterWordDraft("football"),))
    theirs = make_filter(cast.alice, draft)
    make_filter(cast.bob, draft)
    post = say(cast.alice, "Hello")
    named = filter_post(cast.alice, theirs, post)
    before = filter_by_id(cast.alice.id, theirs)
    address = path.replace("FILTER", str(theirs)).replace("WORD", str(before.words[0].id))
    address = address.replace("POST", str(post)).replace("NAMED", str(named))
    answer = api_of(cast.bob).request(method, address, headers={})
    assert (answer.status_code, answer.json()) == (404, {"error": "Record not found"})
    assert filter_by_id(cast.alice.id, theirs) == before


def test_statuses_say_which_filters_they_meet(cast: Cast, api_of: DoorOf) -> None:
    post, other = say(cast.alice, "I love football"), say(cast.alice, "I love chess")
    drain()
    words = (FilterWordDraft("football"), FilterWordDraft("love"))
    made = make_filter(cast.bob, FilterDraft("Sports", "hide", ("public",), None, words[:1]))
    door = api_of(cast.bob)
    home = {each["id"]: each["filtered"] for each in door.get("/api/v1/timelines/home").json()}
    assert home[str(other)] == []
    (found,) = home[str(post)]
    check(found, "FilterResult")
    assert (found["filter"]["id"], found["filter"]["filter_action"]) == (str(made), "hide")
    assert (found["filter"]["context"], found["keyword_matches"]) == (["public"], ["football"])
    assert door.get(f"/api/v1/statuses/{post}").json()["filtered"] == [found]
    assert api_of(cast.hal).get(f"/api/v1/statuses/{post}").json()["filtered"] == []


def test_the_home_feed_is_the_same_byte_for_byte_in_both_ways(cast: Cast, api_of: DoorOf) -> None:
    from folkmoot.api.answers import encoded
    from folkmoot.api.entities.kept import page
    from folkmoot.api.entities.statuses import status
    from folkmoot.posts.hydrate import dress
    from folkmoot.timelines.queries import home_marks
    from tests.posts.writing import PAGE

    first = say(cast.alice, "I love football")
    say(cast.alice, "I love chess")
    drain()
    make_filter(cast.bob, FilterDraft("Sports", "warn", ("home",), None, (FilterWordDraft("football"),)))
    mute_thread(cast.bob, first)
    marks = home_marks(cast.bob.id, PAGE).items
    shown = [status(view) for view in dress(cast.bob.id, marks)]
    assert page(cast.bob.id, marks) == encoded(shown)
    assert [(each["muted"], len(each["filtered"])) for each in shown] == [(False, 0), (True, 1)]


@pytest.mark.parametrize(("has_filter", "more"), [(False, 0), (True, 1)])
def test_the_home_feed_costs_one_statement_more_for_those_with_filters(
    cast: Cast, api_of: DoorOf, queries: Callable[[int], AbstractContextManager[object]], has_filter: bool, more: int
) -> None:
    say(cast.alice, "Hello")
    drain()
    if has_filter:
        make_filter(cast.bob, FilterDraft("Sports", "warn", ("home",), None, (FilterWordDraft("football"),)))
    door = api_of(cast.bob)
    door.get("/api/v1/timelines/home")
    with queries(2 + more):
        check_all(door.get("/api/v1/timelines/home").json(), "Status")


def test_a_thread_is_muted_and_heard_again(cast: Cast, api_of: DoorOf) -> None:
    first = say(cast.bob, "One")
    answer = say(cast.alice, "Two", reply_to=first)
    door = api_of(cast.bob)
    for verb, muted in (("mute", True), ("mute", True), ("unmute", False), ("unmute", False)):
        said = door.post(f"/api/v1/statuses/{answer}/{verb}").json()
        check(said, "Status")
        assert said["muted"] is muted
        assert door.get(f"/api/v1/statuses/{first}").json()["muted"] is muted
    assert door.post("/api/v1/statuses/12345/mute").status_code == 404
