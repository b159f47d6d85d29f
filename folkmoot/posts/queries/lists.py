"""The lists of posts that belong to one account or one hashtag."""

from functools import cache

from folkmoot.core.cursors import Page, Slice
from folkmoot.core.html import fold_tag
from folkmoot.core.rows import select
from folkmoot.posts import hydrate
from folkmoot.posts.hydrate import PostView
from folkmoot.posts.models import Carries
from folkmoot.posts.queries.reading import Feed, read
from folkmoot.posts.visibility import found_sql
from folkmoot.relations.queries import muting_sql

PROFILE = Feed(
    "post p",
    """p.account_id = %(account)s AND p.scope <> 'direct'
      AND (p.reply_to_id IS NULL OR p.reply_to_account_id = %(account)s)""",
    "p.id",
)
PROFILE_OWN = Feed(PROFILE.source, f"{PROFILE.where} AND p.boost_of_id IS NULL", PROFILE.cursor)
PROFILE_REPLIES = Feed(
    "post p", "p.account_id = %(account)s AND p.scope <> 'direct' AND p.reply_to_id IS NOT NULL", "p.id"
)
PROFILE_MEDIA = Feed(
    "post p",
    "p.account_id = %(account)s AND p.scope <> 'direct' AND p.boost_of_id IS NULL"
    f" AND (p.carries & {Carries.PICTURES | Carries.RECORDINGS}) <> 0",
    "p.id",
)
UNDER_TAGS = f"p.scope IN ('public', 'community') AND {found_sql('p')}"
TAGGED = Feed(  # the hashtag is looked up first: joined, PostgreSQL would sort all that ever carried it
    "post_tag pt JOIN post p ON p.id = pt.post_id",
    f"pt.tag_id = (SELECT tg.id FROM posts_tag tg WHERE tg.name = %(tag)s) AND {UNDER_TAGS}",
    "pt.post_id",
)
BOOKMARKS = Feed("posts_bookmark x JOIN post p ON p.id = x.post_id", "x.account_id = %(viewer)s", "x.id")
LIKES = Feed("posts_like x JOIN post p ON p.id = x.post_id", "x.account_id = %(viewer)s", "x.id")
_TABS = {"posts": PROFILE, "own": PROFILE_OWN, "replies": PROFILE_REPLIES, "media": PROFILE_MEDIA}


def profile_posts(viewer: int | None, account_id: int, tab: str, page: Page) -> Slice[PostView]:
    """What an account wrote and boosted (``posts``), wrote (``own``), answered (``replies``), or showed (``media``)."""
    return read(viewer, _TABS[tab], page, {"account": account_id})


def pinned(viewer: int | None, account_id: int) -> list[PostView]:
    """The posts at the top of a profile, the newest pin first."""
    rows = select(
        "SELECT post_id FROM posts_pin WHERE account_id = %(account)s ORDER BY id DESC", {"account": account_id}
    )
    return hydrate.posts(viewer, [row[0] for row in rows])


def tagged(viewer: int | None, name: str, page: Page) -> Slice[PostView]:
    """The posts that carry a hashtag."""
    return read(viewer, unmuted(viewer, TAGGED), page, {"tag": fold_tag(name)})


def unmuted(viewer: int | None, feed: Feed) -> Feed:
    """A feed of many authors without those whom the viewer has muted; visitors have muted nobody."""
    return feed if viewer is None else _unmuted(feed)


@cache
def _unmuted(feed: Feed) -> Feed:
    authors = ("p.account_id", "t.account_id")
    heard = "".join(f" AND NOT {muting_sql('%(viewer)s', author)}" for author in authors)
    return Feed(feed.source, feed.where + heard, feed.cursor)


def bookmarks(viewer: int, page: Page) -> Slice[PostView]:
    """What the viewer keeps for later, the newest bookmark first."""
    return read(viewer, BOOKMARKS, page, {})


def likes(viewer: int, page: Page) -> Slice[PostView]:
    """What the viewer likes, the newest like first."""
    return read(viewer, LIKES, page, {})
