"""Ids to views, in a fixed number of statements whatever their number.

A view has two halves. The *body* is the same for everybody and is kept by the versions of the post and its author;
the *mark* is the viewer's own, or changes often, and is read afresh each time together with the rule.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from time import monotonic
from typing import Any, NamedTuple

from folkmoot.accounts.hydrate import AccountView, views
from folkmoot.core.ids import made_at
from folkmoot.core.rows import Parameters, among, id_list, select
from folkmoot.media.queries import PictureView, picture_columns, picture_of
from folkmoot.posts.visibility import Sight, sight

_KEPT = 4_000  # bodies, some 2 KB each
_KEPT_SECONDS = 60  # for what is counted about their authors


class Key(NamedTuple):
    """One post in one state of itself and of its author."""

    id: int
    version: int
    author_version: int


class Mark(NamedTuple):
    """The viewer's half of one post, as one row says it; ``target_id`` and all below tell of the boosted post, if any.

    It stays as flat as the row, since pages of feeds are made of these and little else.
    """

    cursor: int
    id: int
    version: int
    author_version: int
    target_id: int
    target_version: int
    target_author_version: int
    likes: int
    boosts: int
    replies: int
    liked: bool
    boosted: bool
    bookmarked: bool
    pinned: bool
    mine: bool

    @property
    def key(self) -> Key:
        """The post in the feed."""
        return Key._make(self[1:4])

    @property
    def target(self) -> Key:
        """The post that is read and liked: the boosted one, or the same."""
        return Key._make(self[4:7])


@dataclass(frozen=True, slots=True)
class AccountRef:
    """An account as a post names it."""

    id: int
    username: str
    domain: str

    @property
    def acct(self) -> str:
        """The name by which it is mentioned, without the @."""
        return f"{self.username}@{self.domain}" if self.domain else self.username

    @property
    def path(self) -> str:
        """Where its profile is."""
        return f"/@{self.acct}"


@dataclass(frozen=True, slots=True)
class Body:
    """What is the same about a post for all who may see it."""

    key: Key
    author: AccountView
    scope: str
    text: str
    html: str
    warning: str
    language: str
    created_at: datetime
    edited_at: datetime | None
    thread_id: int
    reply_to_id: int | None
    reply_to: AccountRef | None
    boost_of_id: int | None
    mentions: tuple[AccountRef, ...]
    tags: tuple[str, ...]
    pictures: tuple[PictureView, ...]

    @property
    def path(self) -> str:
        """Where the post is."""
        return f"{self.author.path}/{self.key.id}"


@dataclass(frozen=True, slots=True)
class PostView:
    """A post as one viewer sees it; ``body`` and ``mark`` tell of the boosted post when ``boosted_by`` is set."""

    id: int  # of the row in the feed: the boost's own when it is one
    body: Body
    mark: Mark
    boosted_by: Body | None

    @property
    def post_id(self) -> int:
        """The post that buttons act on."""
        return self.body.key.id


def posts(viewer: int | None, ids: Sequence[int]) -> list[PostView]:
    """The posts of these ids that the viewer may see, in the order asked for."""
    found = {view.id: view for view in dress(marks_of(viewer, ids))}
    return [found[i] for i in ids if i in found]


def dress(marks: Sequence[Mark]) -> list[PostView]:
    """Marks with their bodies."""
    keys = [(mark.key, mark.target if mark.target_id != mark.id else None) for mark in marks]
    known = bodies({key for pair in keys for key in pair if key})
    return [
        PostView(
            id=mark.id,
            body=known[target or key],
            mark=mark,
            boosted_by=known[key] if target else None,
        )
        for mark, (key, target) in zip(marks, keys, strict=True)
        if key in known and (not target or target in known)
    ]


def marks_of(viewer: int | None, ids: Collection[int]) -> list[Mark]:
    """The viewer's halves of those posts that the viewer may see, in no order."""
    if not ids:
        return []
    text = marks_sql(sight(viewer), "post p", "p.id", among("p.id", "ids"))
    return marks(text, {"viewer": viewer, "ids": id_list(ids)})


def marks(text: str, parameters: Parameters) -> list[Mark]:
    """Run a statement that ``marks_sql`` made."""
    return [Mark._make(row[:10] + _flags(row[10:])) for row in select(text, parameters)]


@cache
def _flags(said: tuple[int, ...]) -> tuple[bool, ...]:
    """SQLite says 0 and 1 for no and yes; there are few combinations of five."""
    return tuple(map(bool, said))


@cache
def marks_sql(seen_by: Sight, source: str, cursor: str, where: str) -> str:
    """A statement for the marks of the posts ``p`` in ``source``, under the rule; pages are cut by ``cursor``.

    ``t`` is what a boost passed on (which the rule says is there), and nothing for other posts: those are most.
    """
    own = _MEMBERS if seen_by is Sight.MEMBER else _NOBODYS
    return f"""SELECT {cursor}, p.id, p.version, a.version,
      {_TARGET}, COALESCE(t.version, p.version), COALESCE(ta.version, a.version),
      COALESCE(c.likes, 0), COALESCE(c.boosts, 0), COALESCE(c.replies, 0), {own.columns}
      FROM {source}
      JOIN accounts_account a ON a.id = p.account_id
      LEFT JOIN post t ON t.id = p.boost_of_id
      LEFT JOIN accounts_account ta ON ta.id = t.account_id
      LEFT JOIN post_counters c ON c.post_id = {_TARGET}
      {own.joins}
      WHERE {seen_by.sql("p", "a")} AND {where}"""


def bodies(keys: Iterable[Key]) -> dict[Key, Body]:
    """The shared halves of posts in these states, or in a newer one; a post deleted meanwhile is left out."""
    now = monotonic()
    wanted = set(keys)
    found = {key: kept[1] for key in wanted if (kept := _cache.get(key)) and kept[0] > now - _KEPT_SECONDS}
    if missing := wanted - found.keys():
        fresh = _load(missing)
        _keep(fresh, now)
        newest = {key.id: body for key, body in fresh.items()}
        found |= {key: newest[key.id] for key in missing if key.id in newest}
    return found


_cache: dict[Key, tuple[float, Body]] = {}


def _keep(fresh: Mapping[Key, Body], now: float) -> None:
    for oldest in list(_cache)[: max(0, len(_cache) + len(fresh) - _KEPT)]:
        _cache.pop(oldest, None)
    _cache.update({key: (now, body) for key, body in fresh.items()})


class _Own(NamedTuple):
    """Where the viewer's half comes from: looked up beside the post, or (nobody's) nowhere."""

    columns: str
    joins: str


_TARGET = "COALESCE(p.boost_of_id, p.id)"
_MEMBERS = _Own(
    f"""l.id IS NOT NULL, mb.id IS NOT NULL, bm.id IS NOT NULL, COALESCE(t.account_id, p.account_id) = %(viewer)s
        AND EXISTS (SELECT 1 FROM posts_pin pn WHERE pn.account_id = %(viewer)s AND pn.post_id = {_TARGET}),
      COALESCE(t.account_id, p.account_id) = %(viewer)s""",
    f"""LEFT JOIN posts_like l ON l.account_id = %(viewer)s AND l.post_id = {_TARGET}
      LEFT JOIN post mb ON mb.account_id = %(viewer)s AND mb.boost_of_id = {_TARGET} AND mb.deleted_at IS NULL
      LEFT JOIN posts_bookmark bm ON bm.account_id = %(viewer)s AND bm.post_id = {_TARGET}""",
)
_NOBODYS = _Own("1 = 0, 1 = 0, 1 = 0, 1 = 0, 1 = 0", "")


_POSTS = """SELECT p.id, p.version, p.account_id, p.scope, p.text, p.html, p.warning, p.language, p.thread_id,
  p.reply_to_id, p.reply_to_account_id, p.boost_of_id, p.original_at, p.edited_at
  FROM post p WHERE p.deleted_at IS NULL AND {among}"""
_MENTIONS = "SELECT m.post_id, m.account_id FROM post_mention m WHERE {among}"
_TAGS = """SELECT pt.post_id, t.shown FROM post_tag pt JOIN posts_tag t ON t.id = pt.tag_id
  WHERE {among} ORDER BY pt.tag_id"""
_PICTURES = f"""SELECT pp.post_id, {picture_columns("m")} FROM post_picture pp
  JOIN media_picture m ON m.id = pp.picture_id WHERE {{among}} ORDER BY pp.post_id, pp.position"""


class _Row(NamedTuple):
    """A post as ``_POSTS`` reads it."""

    id: int
    version: int
    account_id: int
    scope: str
    text: str
    html: str
    warning: str
    language: str
    thread_id: int
    reply_to_id: int | None
    reply_to_account_id: int | None
    boost_of_id: int | None
    original_at: datetime | None
    edited_at: datetime | None


def _load(keys: Iterable[Key]) -> dict[Key, Body]:
    ids = {"ids": id_list({key.id for key in keys})}
    rows = [_Row._make(row) for row in select(_among(_POSTS, "p.id"), ids)]
    mentions = _pairs(select(_among(_MENTIONS, "m.post_id"), ids))
    tags = _pairs(select(_among(_TAGS, "pt.post_id"), ids))
    shown = _pairs((row[0], picture_of(row[1:])) for row in select(_among(_PICTURES, "pp.post_id"), ids))
    named = {i for mentioned in mentions.values() for i in mentioned} | {row.reply_to_account_id or 0 for row in rows}
    people = views(named | {row.account_id for row in rows})
    hanging = [(mentions.get(row.id, []), tags.get(row.id, []), shown.get(row.id, [])) for row in rows]
    loaded = [_body(row, people, *more) for row, more in zip(rows, hanging, strict=True)]
    return {body.key: body for body in loaded}


@cache
def _among(text: str, column: str) -> str:
    return text.format(among=among(column, "ids"))


def _pairs(rows: Iterable[tuple[int, Any]]) -> dict[int, list[Any]]:
    gathered: dict[int, list[Any]] = {}
    for key, value in rows:
        gathered.setdefault(key, []).append(value)
    return gathered


def _body(
    row: _Row,
    people: Mapping[int, AccountView],
    mentioned: list[int],
    tags: list[str],
    pictures: list[PictureView],
) -> Body:
    author = people[row.account_id]
    return Body(
        key=Key(row.id, row.version, author.version),
        author=author,
        scope=row.scope,
        text=row.text,
        html=row.html,
        warning=row.warning,
        language=row.language,
        created_at=_moment(row.original_at) or made_at(row.id),
        edited_at=_moment(row.edited_at),
        thread_id=row.thread_id,
        reply_to_id=row.reply_to_id,
        reply_to=_ref(people.get(row.reply_to_account_id or 0)),
        boost_of_id=row.boost_of_id,
        mentions=tuple(ref for i in mentioned if (ref := _ref(people.get(i)))),
        tags=tuple(tags),
        pictures=tuple(pictures),
    )


def _moment(stored: datetime | None) -> datetime | None:
    """SQLite's moments come without a zone and mean UTC."""
    return stored.replace(tzinfo=UTC) if stored and stored.tzinfo is None else stored


def _ref(account: AccountView | None) -> AccountRef | None:
    return AccountRef(account.id, account.username, account.domain) if account else None
