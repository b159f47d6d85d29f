"""Keeping home feeds: hints only, since reading applies every rule again."""

from datetime import timedelta

from django.utils import timezone

from folkmoot.accounts.events import SeenToday
from folkmoot.core import push
from folkmoot.core.events import publish
from folkmoot.core.rows import execute, select
from folkmoot.posts.events import Boosted, PostDeleted, PostPublished, TagFollowed, Unboosted
from folkmoot.posts.models import TagFollow
from folkmoot.posts.queries import tag_followed_sql, tag_worthy_sql
from folkmoot.posts.visibility import VIEWER
from folkmoot.relations.events import FollowChanged, Followed, RequestApproved
from folkmoot.relations.queries import wanted_at_home_sql
from folkmoot.timelines.events import FanOutContinues, TagFanOutContinues

BATCH = 2_500  # followers at a time, so that small events get their turn, and the disk is not asked too often
FEED_MOST = 800  # entries a feed keeps
BACKFILL = 100  # posts of somebody newly followed
AWAY = timedelta(days=30)  # feeds of those away for longer are rebuilt when they come back


def enter_own(event: PostPublished) -> None:
    """Put a post into its author's own feed."""
    execute(_OWN, {"post": event.post_id})


def enter_own_boost(event: Boosted) -> None:
    """Put a boost into the feed of who made it."""
    execute(_OWN, {"post": event.boost_id})


def fan_out(event: PostPublished) -> None:
    """Put a post into the feeds of the author's followers."""
    _fan_out(event.post_id, 0)


def fan_out_boost(event: Boosted) -> None:
    """Put a boost into the feeds of the followers of who made it."""
    _fan_out(event.boost_id, 0)


def continue_fan_out(event: FanOutContinues) -> None:
    """Put a post into the feeds of the next followers."""
    _fan_out(event.post_id, event.after)


def fan_out_by_tags(event: PostPublished) -> None:
    """Put a post into the feeds of those who follow one of its hashtags."""
    for (tag_id,) in select(_FOLLOWED_TAGS, {"post": event.post_id}):
        continue_fan_out_by_tag(TagFanOutContinues(event.post_id, tag_id, 0))


def continue_fan_out_by_tag(event: TagFanOutContinues) -> None:
    """Put a post into the feeds of the next who follow one of its hashtags."""
    followers = TagFollow.objects.filter(tag=event.tag_id, account__gt=event.after).order_by("account")
    batch = list(followers.values_list("account", flat=True)[:BATCH])
    if not batch:
        return
    known = {"post": event.post_id, "tag": event.tag_id, "after": event.after, "last": batch[-1]}
    reached = select(_TAG_BATCH, {**known, "since": timezone.localdate() - AWAY})
    push.tell([row[0] for row in reached], "home", event.post_id)
    if len(batch) == BATCH:
        publish(TagFanOutContinues(event.post_id, event.tag_id, batch[-1]))


def take_out(event: PostDeleted) -> None:
    """Take a deleted post out of all feeds."""
    execute("DELETE FROM home_entry WHERE post_id = %(post)s", {"post": event.post_id})


def take_out_boost(event: Unboosted) -> None:
    """Take a boost out of all feeds."""
    execute("DELETE FROM home_entry WHERE post_id = %(post)s", {"post": event.boost_id})


def backfill(event: Followed | RequestApproved) -> None:
    """Put the newest posts of somebody newly followed into the follower's feed."""
    execute(_BACKFILL, {"viewer": event.follower_id, "followed": event.followed_id, "most": BACKFILL})
    _trim(event.follower_id)


def sift(event: FollowChanged) -> None:
    """Take out of a follower's feed what they want no more of somebody, and put in what they want again."""
    pair = {"viewer": event.follower_id, "followed": event.followed_id}
    execute(_UNWANTED, pair)
    execute(_BACKFILL, {**pair, "most": BACKFILL})
    _trim(event.follower_id)


def backfill_tag(event: TagFollowed) -> None:
    """Put the newest posts with a hashtag into the feed of somebody who follows it from now on."""
    execute(_BACKFILL_TAG, {"viewer": event.account_id, "tag": event.tag_id, "most": BACKFILL})
    _trim(event.account_id)


def keep_home(event: SeenToday) -> None:
    """Once a day: cut a feed to its length, or make it anew for somebody who was away for long."""
    if event.days_away is not None and event.days_away >= AWAY.days:
        rebuild_home(event.account_id)
    else:
        _trim(event.account_id)


def rebuild_home(account_id: int) -> None:
    """Make one feed anew from the posts of all whom the account follows, and with all hashtags it follows."""
    execute("DELETE FROM home_entry WHERE account_id = %(viewer)s", {"viewer": account_id})
    execute(_REBUILD, {"viewer": account_id, "most": FEED_MOST})
    for tag_id in TagFollow.objects.filter(account=account_id).values_list("tag", flat=True):
        execute(_BACKFILL_TAG, {"viewer": account_id, "tag": tag_id, "most": BACKFILL})
    _trim(account_id)


_FRESH = "p.deleted_at IS NULL AND p.scope <> 'direct'"


def _for_follower_sql(follower: str) -> str:
    """Whether the post ``p`` is meant for somebody who follows its author: circles hold some of them only."""
    return f"""{_FRESH} AND (p.scope <> 'list' OR p.account_id = {follower} OR EXISTS (
      SELECT 1 FROM post_audience m WHERE m.post_id = p.id AND m.account_id = {follower}))"""


_OWN = f"""INSERT INTO home_entry (account_id, post_id)
  SELECT p.account_id, p.id FROM post p WHERE p.id = %(post)s AND {_FRESH} ON CONFLICT DO NOTHING"""
_LAST_OF_BATCH = """SELECT MAX(b.id), COUNT(*) FROM (
  SELECT f.id FROM relations_follow f JOIN post p ON p.account_id = f.followed_id
  WHERE p.id = %(post)s AND f.id > %(after)s ORDER BY f.id LIMIT %(batch)s) b"""
_BATCH = f"""INSERT INTO home_entry (account_id, post_id)
  SELECT f.follower_id, p.id FROM post p
  JOIN relations_follow f ON f.followed_id = p.account_id
  JOIN accounts_stats s ON s.account_id = f.follower_id
  WHERE p.id = %(post)s AND f.id > %(after)s AND f.id <= %(last)s AND s.seen_on >= %(since)s
    AND {_for_follower_sql("f.follower_id")} AND {wanted_at_home_sql("f", "p")}
  ON CONFLICT DO NOTHING RETURNING account_id"""
_BACKFILL = f"""INSERT INTO home_entry (account_id, post_id)
  SELECT f.follower_id, p.id FROM relations_follow f JOIN post p ON p.account_id = f.followed_id
  WHERE f.follower_id = %(viewer)s AND f.followed_id = %(followed)s AND {_for_follower_sql("f.follower_id")}
    AND {wanted_at_home_sql("f", "p")}
  ORDER BY p.id DESC LIMIT %(most)s ON CONFLICT DO NOTHING"""
_REBUILD = f"""INSERT INTO home_entry (account_id, post_id)
  SELECT %(viewer)s, p.id FROM post p
  WHERE (p.account_id = %(viewer)s OR EXISTS (
    SELECT 1 FROM relations_follow f WHERE f.follower_id = %(viewer)s AND f.followed_id = p.account_id
      AND {wanted_at_home_sql("f", "p")}))
    AND {_for_follower_sql("%(viewer)s")}
  ORDER BY p.id DESC LIMIT %(most)s ON CONFLICT DO NOTHING"""
_UNWANTED = f"""DELETE FROM home_entry WHERE account_id = %(viewer)s AND post_id IN (
  SELECT p.id FROM home_entry e JOIN post p ON p.id = e.post_id
  JOIN relations_follow f ON f.follower_id = e.account_id AND f.followed_id = p.account_id
  WHERE e.account_id = %(viewer)s AND p.account_id = %(followed)s
    AND NOT {wanted_at_home_sql("f", "p")} AND NOT {tag_followed_sql("p", VIEWER)})"""
_FOLLOWED_TAGS = """SELECT pt.tag_id FROM post_tag pt WHERE pt.post_id = %(post)s
  AND EXISTS (SELECT 1 FROM posts_tagfollow tf WHERE tf.tag_id = pt.tag_id)"""
_WORTHY = f"p.deleted_at IS NULL AND {tag_worthy_sql('p')}"
_TAG_BATCH = f"""INSERT INTO home_entry (account_id, post_id)
  SELECT tf.account_id, p.id FROM post p
  JOIN posts_tagfollow tf ON tf.tag_id = %(tag)s AND tf.account_id > %(after)s AND tf.account_id <= %(last)s
  JOIN accounts_stats s ON s.account_id = tf.account_id
  WHERE p.id = %(post)s AND s.seen_on >= %(since)s AND {_WORTHY} AND tf.account_id <> p.account_id
  ON CONFLICT DO NOTHING RETURNING account_id"""
_BACKFILL_TAG = f"""INSERT INTO home_entry (account_id, post_id)
  SELECT %(viewer)s, p.id FROM post_tag pt JOIN post p ON p.id = pt.post_id
  WHERE pt.tag_id = %(tag)s AND {_WORTHY} ORDER BY pt.post_id DESC LIMIT %(most)s ON CONFLICT DO NOTHING"""
_TRIM = """DELETE FROM home_entry WHERE account_id = %(viewer)s AND post_id <= (
  SELECT post_id FROM home_entry WHERE account_id = %(viewer)s ORDER BY post_id DESC LIMIT 1 OFFSET %(most)s)"""


def _fan_out(post_id: int, after: int) -> None:
    last, size = select(_LAST_OF_BATCH, {"post": post_id, "after": after, "batch": BATCH})[0]
    if not size:
        return
    since = timezone.localdate() - AWAY
    reached = select(_BATCH, {"post": post_id, "after": after, "last": last, "since": since})
    push.tell([row[0] for row in reached], "home", post_id)
    if size == BATCH:
        publish(FanOutContinues(post_id, last))


def _trim(account_id: int) -> None:
    execute(_TRIM, {"viewer": account_id, "most": FEED_MOST})
