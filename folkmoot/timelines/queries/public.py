"""What everybody may come upon: what members wrote for all, under a hashtag, about a link; as programs ask for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from folkmoot.core.cursors import Page, Slice
from folkmoot.core.html import fold_tag
from folkmoot.posts.hydrate import Mark
from folkmoot.posts.models import Carries, digest_of
from folkmoot.posts.queries import TAGGED, UNDER_TAGS, Feed, read_marks, unmuted
from folkmoot.posts.visibility import listed_sql

TAGS_MOST = 4  # further hashtags of each kind; what is above is not looked at

type Origin = Literal["everywhere", "here", "elsewhere"]


@dataclass(frozen=True)
class Part:
    """Which part of a feed is asked for."""

    origin: Origin = "everywhere"
    only_media: bool = False


@dataclass(frozen=True)
class TagQuestion:
    """The hashtag that is asked for or one of ``also``, together with ``all_of`` and without ``none_of``."""

    name: str
    also: Sequence[str] = ()
    all_of: Sequence[str] = ()
    none_of: Sequence[str] = ()


def public_marks(viewer: int | None, part: Part, page: Page) -> Slice[Mark]:
    """What members wrote for everybody, newest first, as marks; answers to others are left to their threads."""
    return read_marks(viewer, _of_all(part, of_member=viewer is not None), page, {})


def tag_marks(viewer: int | None, asked: TagQuestion, part: Part, page: Page) -> Slice[Mark]:
    """The posts with these hashtags, newest first, as marks."""
    wanted = {"also": asked.also, "all": asked.all_of, "none": asked.none_of}
    folded = {kind: list(dict.fromkeys(map(fold_tag, names)))[:TAGS_MOST] for kind, names in wanted.items()}
    given = {f"{kind}_{n}": name for kind, names in folded.items() for n, name in enumerate(names)}
    feed = _of_tags(part, *map(len, folded.values()))
    return read_marks(viewer, unmuted(viewer, feed), page, {"tag": fold_tag(asked.name), **given})


def link_marks(viewer: int | None, url: str, page: Page) -> Slice[Mark]:
    """What members wrote for everybody about another site's page, newest first, as marks."""
    return read_marks(viewer, unmuted(viewer, _LINKING), page, {"digest": digest_of(url)})


_LINKING = Feed(
    "post_card lc JOIN post_card_of pc ON pc.card_id = lc.id JOIN post p ON p.id = pc.post_id",
    f"lc.digest = %(digest)s AND pc.removed_at IS NULL AND {listed_sql('p')}",
    "p.id",
)
_ANY_OF = """SELECT DISTINCT pt.post_id FROM posts_tag tg JOIN post_tag pt ON pt.tag_id = tg.id WHERE tg.name IN ({})"""
_CARRIES = """EXISTS (SELECT 1 FROM posts_tag xg JOIN post_tag xt ON xt.tag_id = xg.id
  WHERE xg.name = %({})s AND xt.post_id = p.id)"""
_FROM: dict[Origin, str] = {"everywhere": "", "here": " AND a.domain = ''", "elsewhere": " AND a.domain <> ''"}
_MEDIA = f" AND (p.carries & {Carries.PICTURES | Carries.RECORDINGS}) <> 0"


@cache
def _of_all(part: Part, *, of_member: bool) -> Feed:
    feed = Feed("post p", listed_sql("p") + _narrowed(part), "p.id")
    return unmuted(0, feed) if of_member else feed


@cache
def _of_tags(part: Part, also: int, all_of: int, none_of: int) -> Feed:
    more = [f" AND {_CARRIES.format(f'all_{n}')}" for n in range(all_of)]
    more += [f" AND NOT {_CARRIES.format(f'none_{n}')}" for n in range(none_of)]
    rest = _narrowed(part) + "".join(more)
    if not also:
        return Feed(TAGGED.source, TAGGED.where + rest, TAGGED.cursor)
    names = ", ".join(["%(tag)s", *(f"%(also_{n})s" for n in range(also))])
    return Feed(f"({_ANY_OF.format(names)}) tt JOIN post p ON p.id = tt.post_id", UNDER_TAGS + rest, "p.id")


def _narrowed(part: Part) -> str:
    return _FROM[part.origin] + (_MEDIA if part.only_media else "")
