"""The member's posts, and what they were sent directly, some at a time."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings

from folkmoot.core.ids import made_at
from folkmoot.core.rows import among, id_list, select
from folkmoot.posts.visibility import VIEWER, visible_sql

_AT_ONCE = 200
_NAMES = ("id", "scope", "text", "html", "warning", "language", "reply_to", "boost_of", "edited_at")
_COLUMNS = "p.id, p.scope, p.text, p.html, p.warning, p.language, p.reply_to_id, p.boost_of_id, p.edited_at"
_MINE = f"""SELECT {_COLUMNS}, a.username, a.domain FROM post p
  LEFT JOIN post b ON b.id = COALESCE(p.boost_of_id, p.reply_to_id) LEFT JOIN accounts_account a ON a.id = b.account_id
  WHERE p.account_id = %(account)s AND p.deleted_at IS NULL AND p.id > %(after)s ORDER BY p.id LIMIT {_AT_ONCE}"""


@dataclass(frozen=True)
class Attached:
    """A file of a post, as it lies in the archive."""

    path: str
    kind: str
    alt: str


@dataclass(frozen=True)
class Written:
    """One post or boost of the member."""

    id: int
    scope: str
    text: str
    html: str
    warning: str
    language: str
    reply_to: int | None
    boost_of: int | None
    edited_at: datetime | None
    towards: str  # whose post it passes on, or answers; empty when that is gone
    attached: list[Attached] = field(default_factory=list)

    @property
    def at(self) -> datetime:
        """When it was written."""
        return made_at(self.id)


@dataclass(frozen=True)
class Received:
    """One direct post of a conversation, as the member could see it."""

    conversation_id: int
    post_id: int
    author: str
    warning: str
    text: str


def posts_of(account_id: int) -> Iterator[Written]:
    """Every post and boost, the oldest first."""
    after = 0
    while rows := select(_MINE, {"account": account_id, "after": after}):
        files = _files([row[0] for row in rows])
        for row in rows:
            own = dict(zip(_NAMES, row[:-2], strict=True))
            yield Written(**own, towards=_acct(*row[-2:]), attached=files[row[0]])
        after = rows[-1][0]


def conversations_of(account_id: int) -> Iterator[Received]:
    """What was said in the member's conversations, by whomever, as far as they may see it."""
    conversation, after = 0, 0
    while rows := select(_said(), {"viewer": account_id, "conversation": conversation, "after": after}):
        for conversation_id, post_id, username, domain, warning, text in rows:
            yield Received(conversation_id, post_id, _acct(username, domain), warning, text)
        conversation, after = rows[-1][:2]


def kept_posts(account_id: int, table: str) -> Iterator[str]:
    """The addresses of the posts that the member likes or keeps, as far as they may see them."""
    after = 0
    while rows := select(_kept(table), {"viewer": account_id, "after": after}):
        for _id, post_id, username, domain in rows:
            yield f"{settings.FOLKMOOT.origin}/@{_acct(username, domain)}/{post_id}"
        after = rows[-1][0]


def address_of(username: str, post_id: int) -> str:
    """Where a post stands here."""
    return f"{settings.FOLKMOOT.origin}/@{username}/{post_id}"


def _files(ids: list[int]) -> defaultdict[int, list[Attached]]:
    found: defaultdict[int, list[Attached]] = defaultdict(list)
    for post_id, some_id, alt in select(_pictures(), {"ids": id_list(ids)}):
        found[post_id].append(Attached(f"media/{some_id}.webp", "image/webp", alt))
    for post_id, some_id, alt, kind in select(_recordings(), {"ids": id_list(ids)}):
        ending, type_ = ("m4a", "audio/mp4") if kind == "sound" else ("mp4", "video/mp4")
        found[post_id].append(Attached(f"media/{some_id}.{ending}", type_, alt))
    return found


def _acct(username: str | None, domain: str | None) -> str:
    return f"{username}@{domain}" if domain else username or ""


def _pictures() -> str:
    return f"""SELECT pp.post_id, m.id, m.alt FROM post_picture pp JOIN media_picture m ON m.id = pp.picture_id
      WHERE {among("pp.post_id", "ids")} ORDER BY pp.position"""


def _recordings() -> str:
    return f"""SELECT pr.post_id, m.id, m.alt, m.kind FROM post_recording pr
      JOIN media_recording m ON m.id = pr.recording_id
      WHERE {among("pr.post_id", "ids")} AND m.state = 'ready' ORDER BY pr.position"""


def _said() -> str:
    return f"""SELECT c.conversation_id, p.id, a.username, a.domain, p.warning, p.text
      FROM conversations_participation s
      JOIN conversations_conversationpost c ON c.conversation_id = s.conversation_id
      JOIN post p ON p.id = c.post_id JOIN accounts_account a ON a.id = p.account_id
      WHERE s.account_id = {VIEWER} AND {visible_sql("p", VIEWER)}
        AND (c.conversation_id > %(conversation)s OR (c.conversation_id = %(conversation)s AND p.id > %(after)s))
      ORDER BY c.conversation_id, p.id LIMIT {_AT_ONCE}"""


def _kept(table: str) -> str:
    return f"""SELECT k.id, p.id, a.username, a.domain FROM {table} k
      JOIN post p ON p.id = k.post_id JOIN accounts_account a ON a.id = p.account_id
      WHERE k.account_id = {VIEWER} AND k.id > %(after)s AND {visible_sql("p", VIEWER)}
      ORDER BY k.id LIMIT {_AT_ONCE}"""
