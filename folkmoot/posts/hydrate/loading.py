"""Reading the shared half of posts: the posts, then only what their bits say hangs on them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import NamedTuple, TypedDict

from folkmoot.accounts.hydrate import AccountView, views
from folkmoot.core.ids import made_at
from folkmoot.core.rows import among, id_list, select
from folkmoot.posts.hydrate.hanging import Hanging, moment
from folkmoot.posts.hydrate.views import AccountRef, AppRef, Body, Key
from folkmoot.posts.interaction import CLOSED
from folkmoot.posts.models import Restricted


class _Row(NamedTuple):
    """A post as ``_posts`` reads it."""

    id: int
    version: int
    carries: int
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
    reply_policy: str
    quote_policy: str
    restricted: int | None
    notice: str | None
    original_at: datetime | None
    edited_at: datetime | None
    app_name: str | None
    app_website: str | None


_OF_APP = 2  # columns


class _Wishes(TypedDict, total=False):
    restricted: int
    notice: str
    reply_policy: str
    quote_policy: str


def load(keys: Iterable[Key]) -> dict[Key, Body]:
    """The bodies of posts as they are now; a deleted one has none."""
    rows = [_Row._make(row) for row in select(_posts(), {"ids": id_list({key.id for key in keys})})]
    hanging = Hanging({row.id: row.carries for row in rows})
    named = hanging.named() | {row.reply_to_account_id or 0 for row in rows}
    people = views(named | {row.account_id for row in rows})
    loaded = [_body(row, people, hanging) for row in rows]
    return {body.key: body for body in loaded}


@cache
def _posts() -> str:
    columns = ", ".join(f"p.{name}" for name in _Row._fields[:-_OF_APP])
    return f"""SELECT {columns}, b.name, b.website FROM post p LEFT JOIN accounts_app b ON b.id = p.app_id
      WHERE p.deleted_at IS NULL AND {among("p.id", "ids")}"""


def _body(row: _Row, people: Mapping[int, AccountView], hanging: Hanging) -> Body:
    author, some_id = people[row.account_id], row.id
    return Body(
        key=Key(some_id, row.version, author.version),
        author=author,
        scope=row.scope,
        text=row.text,
        html=row.html,
        warning=row.warning,
        language=row.language,
        created_at=moment(row.original_at) if row.original_at else made_at(some_id),
        edited_at=moment(row.edited_at) if row.edited_at else None,
        thread_id=row.thread_id,
        reply_to_id=row.reply_to_id,
        reply_to=_ref(people.get(row.reply_to_account_id or 0)),
        boost_of_id=row.boost_of_id,
        mentions=tuple(ref for i in hanging.mentions.get(some_id, ()) if (ref := _ref(people.get(i)))),
        tags=tuple(hanging.tags.get(some_id, ())),
        pictures=tuple(hanging.pictures.get(some_id, ())),
        recordings=tuple(hanging.recordings.get(some_id, ())),
        poll=hanging.polls.get(some_id),
        card=hanging.cards.get(some_id),
        quote=hanging.quotes.get(some_id),
        emojis=tuple(hanging.emojis.get(some_id, ())),
        app=AppRef(row.app_name, row.app_website or "") if row.app_name else None,
        **_wishes(row),
    )


def _wishes(row: _Row) -> _Wishes:
    """What its author wishes, and what staff decided about a post that stays, which comes first."""
    if not row.restricted:
        return {"reply_policy": row.reply_policy, "quote_policy": row.quote_policy}
    is_limited = row.restricted & Restricted.LIMIT
    return {
        "reply_policy": CLOSED if is_limited else row.reply_policy,
        "quote_policy": "nobody" if is_limited else row.quote_policy,
        "restricted": row.restricted,
        "notice": row.notice or "",
    }


def _ref(account: AccountView | None) -> AccountRef | None:
    return AccountRef(account.id, account.username, account.domain) if account else None
