"""Ranking what was found, and cutting it into pages."""

from math import log2
from typing import NamedTuple

from folkmoot.core.ids import new_id
from folkmoot.posts.hydrate import PostView, posts
from folkmoot.search.folding import asked_by, fold, phrase, pieces, spaced
from folkmoot.search.language import Asked
from folkmoot.search.queries.documents import documents, whole
from folkmoot.search.queries.matching import Match, Terms, Window, terms, window
from folkmoot.search.queries.places import Place

WINDOWS = 3  # that one page looks through at most
ROUNDS = 4  # as many pages, for programs that count
_DAY = (86_400 * 1000) << 16  # as a distance between ids
_DENSE = 80  # characters
_SCALE = 1_000
_TOGETHER, _DENSITY, _CLOSE, _OWN, _AGE = 3.0, 2.0, 2.0, 1.0, 0.5


class Found(NamedTuple):
    """One page of posts, and where the next one begins."""

    posts: tuple[PostView, ...]
    more: Place | None


class _Ranked(NamedTuple):
    score: int
    post_id: int


def find_posts(viewer: int, asked: Asked, limit: int, place: Place | None = None) -> Found:
    """The posts that answer a question, the best of the newest thousand matches first, then those of the next."""
    shown, more = _found(viewer, asked, limit, place)
    return Found(tuple(posts(viewer, shown)), more)


def first_posts(viewer: int, asked: Asked, limit: int, offset: int) -> list[PostView]:
    """The same counted from the first, for programs that ask so."""
    found: list[int] = []
    place: Place | None = None
    for _round in range(ROUNDS):
        more, place = _found(viewer, asked, offset + limit - len(found), place)
        found += more
        if place is None or len(found) == offset + limit:
            break
    return posts(viewer, found[offset : offset + limit])


def _found(viewer: int, asked: Asked, limit: int, place: Place | None) -> tuple[list[int], Place | None]:
    """The ids of one page, and where the next one begins."""
    if asked.is_nothing or limit <= 0:
        return [], None
    here, more = place or Place(new_id()), None
    shown: list[_Ranked] = []
    found = terms(viewer, asked)
    for _turn in range(WINDOWS):
        taken, more = _turned(viewer, asked, found, here, limit - len(shown))
        shown += taken
        if more is None or len(shown) == limit:
            break
        here = more
    return [each.post_id for each in shown], more


def _turned(viewer: int, asked: Asked, found: Terms, here: Place, limit: int) -> tuple[list[_Ranked], Place | None]:
    """As much of one window as there is room for, and where to go on."""
    looked = window(viewer, found, here.below)
    rest = _after(_ranked(asked, looked, here.moment), here)
    taken = rest[:limit]
    if len(taken) < len(rest):
        below = min(here.below, looked.highest + 1)  # what comes in later is in nobody's way
        return taken, Place(here.moment, below, taken[-1].score, taken[-1].post_id)
    return taken, Place(here.moment, looked.lowest) if looked.lowest else None


def _after(ranked: list[_Ranked], here: Place) -> list[_Ranked]:
    """What stands behind the last post that was shown, be that there still or not."""
    if here.score is None:
        return ranked
    last = _Ranked(here.score, here.post_id)
    return [each for each in ranked if each < last]


def _ranked(asked: Asked, looked: Window, moment: int) -> list[_Ranked]:
    matches = looked.matches
    wanted, unwanted = _sequences(asked), _sequences(asked.without) if asked.without else []
    if wanted or unwanted:
        matches = _read(matches, wanted, unwanted)
    if not asked.has_words:
        return sorted((_Ranked(0, each.post_id) for each in matches), reverse=True)
    several = (*asked.words, *(" ".join(some) for some in asked.phrases))
    together = " ".join(several) if len(several) > 1 else ""  # one stands in all of them
    return sorted((_Ranked(_score(each, together, moment), each.post_id) for each in matches), reverse=True)


def _score(match: Match, together: str, moment: int) -> int:
    """How near a post comes to what somebody looks for: by its text, who wrote it, and its age."""
    points = _TOGETHER if together and together in fold(match.text) else 0.0
    points += _DENSITY * min(1.0, _DENSE / max(len(match.text), 1))
    points += _CLOSE if match.is_followed else _OWN if match.is_own else 0.0
    points -= _AGE * log2(1 + max(0, moment - match.post_id) / _DAY)
    return round(points * _SCALE)


def _sequences(asked: Asked) -> list[str]:
    """What must follow each other, of which the index knows no more than that it is there."""
    return [*map(phrase, asked.phrases), *(phrase((word,)) for word in asked.words if len(asked_by(word)) > 1)]


def _read(matches: list[Match], wanted: list[str], unwanted: list[str]) -> list[Match]:
    lines = {each.post_id: spaced(pieces(whole(each))) for each in documents([match.post_id for match in matches])}
    return [
        match
        for match in matches
        if (line := lines.get(match.post_id))
        and all(each in line for each in wanted)
        and not any(each in line for each in unwanted)
    ]
