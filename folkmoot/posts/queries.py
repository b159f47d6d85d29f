"""Reading posts: one, a thread, and every list of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from folkmoot.accounts.hydrate import AccountView, views
from folkmoot.core.cursors import Page, Slice
from folkmoot.core.errors import NotFound
from folkmoot.core.html import fold_tag
from folkmoot.core.rows import Parameters, select
from folkmoot.posts import hydrate
from folkmoot.posts.hydrate import Mark, PostView
from folkmoot.posts.visibility import Sight, sight
from folkmoot.relations.visibility import unblocked_sql

THREAD_MOST = 1_000  # posts of a thread that are shown


@dataclass(frozen=True)
class Gap:
    """The place of a post that the viewer may not see, or that is gone."""

    id: int


@dataclass(frozen=True)
class Branch:
    """One answer in a thread and how deep it stands."""

    depth: int
    post: PostView | Gap


@dataclass(frozen=True)
class Thread:
    """A post between what it answers and what answers it."""

    ancestors: tuple[PostView | Gap, ...]
    post: PostView
    replies: tuple[Branch, ...]


@dataclass(frozen=True)
class Feed:
    """Where a list of posts comes from: tables with the post as ``p``, a condition, and what its pages are cut by."""

    source: str
    where: str
    cursor: str


PROFILE = Feed(
    "post p",
    """p.account_id = %(account)s AND p.scope <> 'direct'
      AND (p.reply_to_id IS NULL OR p.reply_to_account_id = %(account)s)""",
    "p.id",
)
PROFILE_REPLIES = Feed(
    "post p", "p.account_id = %(account)s AND p.scope <> 'direct' AND p.reply_to_id IS NOT NULL", "p.id"
)
TAGGED = Feed(
    "posts_tag tg JOIN post_tag pt ON pt.tag_id = tg.id JOIN post p ON p.id = pt.post_id",
    "tg.name = %(tag)s AND p.scope IN ('public', 'community')",
    "pt.post_id",
)
BOOKMARKS = Feed("posts_bookmark x JOIN post p ON p.id = x.post_id", "x.account_id = %(viewer)s", "x.id")
LIKES = Feed("posts_like x JOIN post p ON p.id = x.post_id", "x.account_id = %(viewer)s", "x.id")
THREAD = Feed("post p", "p.thread_id = %(thread)s AND p.boost_of_id IS NULL", "p.id")
_TABS = {"posts": PROFILE, "replies": PROFILE_REPLIES}


def get_post(viewer: int | None, post_id: int) -> PostView:
    """One post, if the viewer may see it."""
    found = hydrate.posts(viewer, [post_id])
    if not found:
        raise NotFound
    return found[0]


def profile_posts(viewer: int | None, account_id: int, tab: str, page: Page) -> Slice[PostView]:
    """What an account wrote and boosted (``posts``) or answered (``replies``)."""
    return read(viewer, _TABS[tab], page, {"account": account_id})


def pinned(viewer: int | None, account_id: int) -> list[PostView]:
    """The posts at the top of a profile, the newest pin first."""
    rows = select(
        "SELECT post_id FROM posts_pin WHERE account_id = %(account)s ORDER BY id DESC", {"account": account_id}
    )
    return hydrate.posts(viewer, [row[0] for row in rows])


def tagged(viewer: int | None, name: str, page: Page) -> Slice[PostView]:
    """The posts that carry a hashtag."""
    return read(viewer, TAGGED, page, {"tag": fold_tag(name)})


def bookmarks(viewer: int, page: Page) -> Slice[PostView]:
    """What the viewer keeps for later, the newest bookmark first."""
    return read(viewer, BOOKMARKS, page, {})


def likes(viewer: int, page: Page) -> Slice[PostView]:
    """What the viewer likes, the newest like first."""
    return read(viewer, LIKES, page, {})


def read(viewer: int | None, feed: Feed, page: Page, parameters: Parameters) -> Slice[PostView]:
    """One page of a feed, newest first."""
    cut = read_marks(viewer, feed, page, parameters)
    return cut.filled(hydrate.dress(cut.items))


def read_marks(viewer: int | None, feed: Feed, page: Page, parameters: Parameters) -> Slice[Mark]:
    """One page of a feed as marks only: the one statement behind every list of posts."""
    text = _page_text(sight(viewer), feed, page.ascending)
    bounds = {"above": page.above, "below": page.below, "limit": page.limit + 1}
    return Slice.cut(hydrate.marks(text, {"viewer": viewer, **parameters, **bounds}), page, lambda mark: mark.cursor)


def liked_by(viewer: int | None, post_id: int, page: Page) -> Slice[AccountView]:
    """Who likes a post that the viewer may see, the newest first."""
    return _people(viewer, post_id, page, "posts_like x", "x.post_id = %(post)s")


def boosted_by(viewer: int | None, post_id: int, page: Page) -> Slice[AccountView]:
    """Who boosted a post that the viewer may see, the newest first."""
    return _people(viewer, post_id, page, "post x", "x.boost_of_id = %(post)s AND x.deleted_at IS NULL")


def picture_visible(viewer: int | None, picture_id: int) -> bool:
    """Whether an active viewer may see a picture: with the post or the account that shows it, else only its owner."""
    return bool(select(_picture_text(sight(viewer)), {"viewer": viewer, "picture": picture_id}))


def thread(viewer: int | None, post_id: int) -> Thread:
    """A post with what it answers and its answers; what the viewer may not see leaves a gap only where it is needed."""
    post = get_post(viewer, post_id)
    rows = select(_THREAD, {"thread": post.body.thread_id, "most": THREAD_MOST})
    parents = {row[0]: row[1] for row in rows} | {post.post_id: post.body.reply_to_id}
    seen = {
        view.id: view
        for view in read(viewer, THREAD, Page(limit=THREAD_MOST, min_id=0), {"thread": post.body.thread_id}).items
    }
    seen[post.post_id] = post
    return Thread(
        ancestors=_ancestors(post.post_id, parents, seen),
        post=post,
        replies=tuple(_replies(post.post_id, parents, seen)),
    )


_THREAD = """SELECT id, reply_to_id FROM post WHERE thread_id = %(thread)s AND boost_of_id IS NULL
  ORDER BY id LIMIT %(most)s"""


def _ancestors(
    start: int, parents: Mapping[int, int | None], seen: Mapping[int, PostView]
) -> tuple[PostView | Gap, ...]:
    chain: list[PostView | Gap] = []
    step = parents[start]
    while step is not None:
        chain.append(seen.get(step) or Gap(step))
        step = parents.get(step)
    return tuple(reversed(chain))


def _replies(start: int, parents: Mapping[int, int | None], seen: Mapping[int, PostView]) -> list[Branch]:
    children: dict[int, list[int]] = {}
    for child, parent in parents.items():
        if parent is not None:
            children.setdefault(parent, []).append(child)
    found: list[Branch] = []
    waiting = [(child, 0) for child in reversed(children.get(start, []))]
    while waiting:
        step, depth = waiting.pop()
        found.append(Branch(depth, seen.get(step) or Gap(step)))
        waiting.extend((child, depth + 1) for child in reversed(children.get(step, [])))
    return _without_bare_gaps(found)


def _without_bare_gaps(branches: list[Branch]) -> list[Branch]:
    """Drop the gaps that nothing visible hangs below."""
    kept: list[Branch] = []
    last = 0  # the depth of what was kept last: one deeper than a gap only when it hangs below that gap
    for branch in reversed(branches):
        if isinstance(branch.post, PostView) or last == branch.depth + 1:
            kept.append(branch)
            last = branch.depth
    return kept[::-1]


@cache
def _page_text(seen_by: Sight, feed: Feed, ascending: bool) -> str:  # noqa: FBT001 - the two directions of one text
    bounds = f"{feed.cursor} > %(above)s AND {feed.cursor} < %(below)s"
    text = hydrate.marks_sql(seen_by, feed.source, feed.cursor, f"{feed.where} AND {bounds}")
    return f"{text} ORDER BY {feed.cursor} {'ASC' if ascending else 'DESC'} LIMIT %(limit)s"


@cache
def _picture_text(seen_by: Sight) -> str:
    member = seen_by is Sight.MEMBER
    mine = "m.owner_id = %(viewer)s" if member else "1 = 0"
    awake = "EXISTS (SELECT 1 FROM accounts_account v WHERE v.id = %(viewer)s AND v.active)" if member else "1 = 1"
    return f"""SELECT 1 FROM media_picture m WHERE m.id = %(picture)s AND {awake} AND (
      (m.used_at IS NULL AND {mine})
      OR (m.use = 'post' AND EXISTS (SELECT 1 FROM post_picture pp JOIN post p ON p.id = pp.post_id
        WHERE pp.picture_id = m.id AND {seen_by.sql("p")}))
      OR (m.use IN ('avatar', 'header') AND EXISTS (SELECT 1 FROM accounts_account a
        WHERE a.id = m.owner_id AND m.id IN (a.avatar_id, a.header_id) AND a.active)))"""


def _people(viewer: int | None, post_id: int, page: Page, source: str, where: str) -> Slice[AccountView]:
    get_post(viewer, post_id)
    unblocked = unblocked_sql("x.account_id", "%(viewer)s") if viewer is not None else "1 = 1"
    text = f"""SELECT x.id, x.account_id FROM {source} JOIN accounts_account a ON a.id = x.account_id
      WHERE {where} AND a.active AND {unblocked} AND x.id > %(above)s AND x.id < %(below)s
      ORDER BY x.id {"ASC" if page.ascending else "DESC"} LIMIT %(limit)s"""
    bounds = {"above": page.above, "below": page.below, "limit": page.limit + 1}
    cut = Slice.cut(select(text, {"post": post_id, "viewer": viewer, **bounds}), page, lambda row: int(row[0]))
    people = views([row[1] for row in cut.items])
    return cut.filled(people[row[1]] for row in cut.items)
