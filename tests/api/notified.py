"""Everything that can happen to somebody, for the tests of what programs are told."""

import re

from folkmoot.core.events import drain
from folkmoot.posts.actions import Draft, boost, like, publish_post, react
from folkmoot.project.cast import Cast
from folkmoot.relations.actions import follow
from tests.doors import Answer
from tests.posts.writing import say


def everything(cast: Cast) -> dict[str, int]:
    """All that can happen to alice; the newest last. She is locked: hal asks to follow her."""
    posts = {"own": say(cast.alice, "Mine")}
    follow(cast.hal, cast.alice.id)
    drain()
    posts["mention"] = say(cast.hal, "Hello @alice")
    drain()
    posts["reply"] = say(cast.hal, "Yes", reply_to=posts["own"])
    for each in (cast.hal, cast.bob, cast.frank):
        like(each, posts["own"])
        drain()
    boost(cast.hal, posts["own"])
    drain()
    posts["quote"] = publish_post(cast.bob, Draft("Look", "public", quote_of=posts["own"]))
    drain()
    react(cast.bob, posts["own"], "🎉")
    drain()
    return posts


def types_in(answer: Answer) -> list[str]:
    return [one["type"] for one in answer.json()]


def ids_in(answer: Answer) -> list[int]:
    return [int(one["id"]) for one in answer.json()]


def links_in(answer: Answer) -> dict[str, str]:
    found = re.findall(r'<http://localhost:8000([^>]+)>; rel="(\w+)"', answer.headers.get("Link", ""))
    return {place: url for url, place in found}
