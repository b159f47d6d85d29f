"""What one account wrote, in the cuts that programs ask for."""

from dataclasses import dataclass
from functools import cache

from folkmoot.core.cursors import Page, Slice
from folkmoot.core.html import fold_tag
from folkmoot.posts.hydrate import Mark
from folkmoot.posts.models import Carries
from folkmoot.posts.queries.reading import Feed, read_marks


@dataclass(frozen=True)
class Cut:
    """Which of an account's posts are wanted: all but direct ones, unless something here says otherwise."""

    without_replies: bool = False  # answers to others; those to oneself go on with what one was saying
    without_boosts: bool = False
    only_media: bool = False
    tag: str = ""


def account_marks(viewer: int | None, account_id: int, cut: Cut, page: Page) -> Slice[Mark]:
    """What an account wrote and boosted, newest first, as marks."""
    feed = _feed(Cut(cut.without_replies, cut.without_boosts, cut.only_media, "tag" if cut.tag else ""))
    return read_marks(viewer, feed, page, {"account": account_id, "tag": fold_tag(cut.tag)})


_OWN = "p.account_id = %(account)s AND p.scope <> 'direct'"
_NO_REPLIES = " AND (p.reply_to_id IS NULL OR p.reply_to_account_id = %(account)s)"
_NO_BOOSTS = " AND p.boost_of_id IS NULL"
_MEDIA = f"{_NO_BOOSTS} AND (p.carries & {Carries.PICTURES | Carries.RECORDINGS}) <> 0"
_TAGGED = """ AND EXISTS (SELECT 1 FROM post_tag pt JOIN posts_tag tg ON tg.id = pt.tag_id
  WHERE pt.post_id = p.id AND tg.name = %(tag)s)"""


@cache
def _feed(cut: Cut) -> Feed:
    wanted = (
        (cut.without_replies, _NO_REPLIES),
        (cut.without_boosts, _NO_BOOSTS),
        (cut.only_media, _MEDIA),
        (bool(cut.tag), _TAGGED),
    )
    return Feed("post p", _OWN + "".join(text for is_wanted, text in wanted if is_wanted), "p.id")
