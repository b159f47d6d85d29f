"""Reading direct posts: the inbox and one conversation."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import F

from folkmoot.accounts.hydrate import AccountView, views
from folkmoot.conversations.models import Conversation, ConversationPost, Participation
from folkmoot.core.cursors import Page, Slice
from folkmoot.core.errors import NotFound
from folkmoot.core.ids import LARGEST_ID
from folkmoot.core.rows import select
from folkmoot.posts.hydrate import Mark, PostView, posts
from folkmoot.posts.queries import Feed, read, read_marks
from folkmoot.posts.visibility import VIEWER, visible_sql
from folkmoot.relations.queries import unheard_sql

UNREAD_MOST = 20


@dataclass(frozen=True)
class ConversationView:
    """One conversation in the inbox: with whom, the newest post, and whether there is something new."""

    id: int
    others: tuple[AccountView, ...]
    newest: PostView
    unread: bool
    me: AccountView
    cursor: int  # what pages are cut by


def inbox(viewer: int, page: Page) -> Slice[ConversationView]:
    """The viewer's conversations, the one with the newest post first."""
    parameters = {"viewer": viewer, "above": page.above, "below": page.below, "limit": page.limit + 1}
    rows = select(_INBOX.format(which="", order="ASC" if page.ascending else "DESC"), parameters)
    cut = Slice.cut(rows, page, lambda row: int(row[0]))
    return cut.filled(_shown(viewer, cut.items))


def one(viewer: int, conversation_id: int) -> ConversationView:
    """One of the viewer's conversations, if there is still something to read in it."""
    parameters = {"viewer": viewer, "above": 0, "below": LARGEST_ID, "limit": 1, "conversation": conversation_id}
    found = _shown(viewer, select(_INBOX.format(which=_THIS, order="DESC"), parameters))
    if not found:
        raise NotFound
    return found[0]


def others(viewer: int, conversation_id: int) -> tuple[AccountView, ...]:
    """With whom the viewer talks here; nobody else's conversation can be found."""
    if not Participation.objects.filter(account=viewer, conversation=conversation_id).exists():
        raise NotFound
    ids = _people(Conversation.objects.values_list("participants", flat=True).get(id=conversation_id))
    people = views(ids)
    return tuple(people[i] for i in ids if i != viewer)


def conversation_of(viewer: int, post_id: int) -> int | None:
    """In which of the viewer's conversations a post was said, if in any."""
    said = ConversationPost.objects.filter(post=post_id).values_list("conversation_id", flat=True).first()
    return said if Participation.objects.filter(account=viewer, conversation=said).exists() else None


def sides(viewers: Collection[int], post_id: int) -> dict[int, ConversationView]:
    """The conversation in which a post was said, as those of these viewers see it who take part and hear its author."""
    hearing = {row[0]: row[1] for row in select(_HEARING, {"post": post_id})}
    found = {account_id: _side(account_id, hearing[account_id]) for account_id in hearing.keys() & set(viewers)}
    return {account_id: view for account_id, view in found.items() if view}


def conversation(viewer: int, conversation_id: int, page: Page) -> Slice[PostView]:
    """What was said in one of the viewer's conversations, newest first."""
    others(viewer, conversation_id)
    return read(viewer, _SAID, page, {"conversation": conversation_id})


def direct_marks(viewer: int, page: Page) -> Slice[Mark]:
    """What was said in all of the viewer's conversations, newest first, as marks."""
    return read_marks(viewer, _ALL_SAID, page, {})


def is_unread(viewer: int, conversation_id: int) -> bool:
    """Whether something in one of the viewer's conversations was not seen yet."""
    mine = Participation.objects.filter(account=viewer, conversation=conversation_id)
    return mine.filter(read_id__lt=F("newest_id")).exists()


def unread_count(viewer: int) -> int:
    """How many conversations hold something new, counted up to one more than ``UNREAD_MOST``."""
    return int(select(unread_sql(), {"viewer": viewer})[0][0])


def unread_sql() -> str:
    """How many conversations hold something new for ``%(viewer)s``, as a statement that fits into another one."""
    return f"""SELECT COUNT(*) FROM (SELECT 1 FROM conversations_participation pa
      WHERE pa.account_id = %(viewer)s AND pa.read_id < pa.newest_id
        AND pa.read_id < ({_NEWEST}) LIMIT {UNREAD_MOST + 1}) talks"""


_SAID = Feed(
    "conversations_conversationpost cp JOIN post p ON p.id = cp.post_id",
    "cp.conversation_id = %(conversation)s",
    "p.id",
)
_HEARING = f"""SELECT c.account_id, c.conversation_id FROM conversations_conversationpost s
  JOIN conversations_participation c ON c.conversation_id = s.conversation_id JOIN post p ON p.id = s.post_id
  WHERE s.post_id = %(post)s
    AND (c.account_id = p.account_id OR NOT {unheard_sql("c.account_id", "p.account_id")})"""
_ALL_SAID = Feed(
    """conversations_participation pt JOIN conversations_conversationpost cp ON cp.conversation_id = pt.conversation_id
      JOIN post p ON p.id = cp.post_id""",
    "pt.account_id = %(viewer)s",
    "p.id",
)
_NEWEST = f"""SELECT MAX(cp.post_id) FROM conversations_conversationpost cp JOIN post p ON p.id = cp.post_id
  WHERE cp.conversation_id = pa.conversation_id AND {visible_sql("p", VIEWER)}"""
_THIS = "AND pa.conversation_id = %(conversation)s"
_INBOX = f"""SELECT x.newest_id, x.conversation_id, c.participants, x.visible_id, x.read_id FROM (
    SELECT pa.newest_id, pa.conversation_id, pa.read_id, ({_NEWEST}) AS visible_id
    FROM conversations_participation pa
    WHERE pa.account_id = %(viewer)s AND pa.newest_id > %(above)s AND pa.newest_id < %(below)s {{which}}) x
  JOIN conversations_conversation c ON c.id = x.conversation_id
  WHERE x.visible_id IS NOT NULL ORDER BY x.newest_id {{order}} LIMIT %(limit)s"""


def _side(viewer: int, conversation_id: int) -> ConversationView | None:
    try:
        return one(viewer, conversation_id)
    except NotFound:
        return None


def _shown(viewer: int, rows: Sequence[tuple[int, int, str, int, int]]) -> list[ConversationView]:
    newest = {post.id: post for post in posts(viewer, [row[3] for row in rows])}
    people = views({i for row in rows for i in _people(row[2])})
    return [
        ConversationView(
            id=row[1],
            others=tuple(people[i] for i in _people(row[2]) if i != viewer),
            newest=newest[row[3]],
            unread=row[4] < min(row[0], row[3]),
            me=people[viewer],
            cursor=row[0],
        )
        for row in rows
        if row[3] in newest
    ]


def _people(participants: str) -> list[int]:
    return [int(part) for part in participants.split(",")]
