"""What found most echo among the posts of people whom a member follows, for somebody who was not here."""

from collections.abc import Sequence
from typing import NamedTuple

from folkmoot.core.cursors import Page
from folkmoot.posts.hydrate import Mark, PostView, dress
from folkmoot.posts.queries import Feed, read_marks
from folkmoot.relations.queries import muting_sql
from folkmoot.timelines.queries.feeds import home_marks

LOOKED_AT = 200  # of the newest
_FOLLOWED = Feed(
    "relations_follow bf JOIN post p ON p.account_id = bf.followed_id",
    f"""bf.follower_id = %(viewer)s AND p.boost_of_id IS NULL AND p.reply_to_id IS NULL AND p.scope <> 'direct'
      AND NOT {muting_sql("%(viewer)s", "p.account_id")}""",
    "p.id",
)


class Best(NamedTuple):
    """Some posts, those with most echo first, and among how many of the newest they were found."""

    posts: tuple[PostView, ...]
    among: int

    @property
    def is_more(self) -> bool:
        """Whether there were more than were looked at."""
        return self.among > LOOKED_AT


def best_at_home(viewer: int, since_id: int, most: int) -> Best:
    """The best of what came into the viewer's home feed since an id; in two statements, but for what few posts have."""
    return _best(viewer, home_marks(viewer, Page(limit=LOOKED_AT + 1, since_id=since_id)).items, most)


def best_of_followed(viewer: int, since_id: int, most: int) -> Best:
    """The same of all that those wrote whom the viewer follows: also for who was away so long that no feed is kept."""
    page = Page(limit=LOOKED_AT + 1, since_id=since_id)
    return _best(viewer, read_marks(viewer, _FOLLOWED, page, {}).items, most)


def _best(viewer: int, marks: Sequence[Mark], most: int) -> Best:
    others = [mark for mark in marks if not mark.mine and mark.id == mark.target_id]
    chosen = sorted(others, key=_echo, reverse=True)[:most]
    return Best(tuple(dress(viewer, chosen)), sum(not mark.mine for mark in marks))


def _echo(mark: Mark) -> tuple[int, int]:
    """To pass on and to answer says more than to press once; among the same, the newest."""
    return 2 * (mark.boosts + mark.replies + mark.quotes) + mark.likes + mark.reactions, mark.id
