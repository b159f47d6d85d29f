"""Who writes for everybody here about the hashtags that members follow: public facts only."""

from collections import Counter
from collections.abc import Collection
from functools import cache

from folkmoot.core.rows import among, id_list, select
from folkmoot.posts.visibility import listed_sql
from folkmoot.relations.queries.candidates import FOUND

TAGS_MOST = 50  # of each member, the latest ones
POSTS_MOST = 500  # looked at under each hashtag, the newest ones
_HELD = 20_000  # hashtags whose people are held in memory


class Kindred:
    """Finds those who show the hashtags on their profiles that a member follows, or wrote with them lately.

    Who follows a hashtag is nobody's business but their own, and plays no part.
    """

    def __init__(self) -> None:
        self._people: dict[int, tuple[int, ...]] = {}

    def of(self, ids: Collection[int]) -> dict[int, Counter[int]]:
        """By member: how many of the hashtags they follow each of the others writes with."""
        followed: dict[int, list[int]] = {}
        for account_id, tag_id in select(_followed(), {"ids": id_list(ids), "most": TAGS_MOST}):
            followed.setdefault(account_id, []).append(tag_id)
        self._load({tag_id for tags in followed.values() for tag_id in tags})
        return {
            account_id: Counter(person for tag_id in tags for person in self._people[tag_id])
            for account_id, tags in followed.items()
        }

    def _load(self, tags: set[int]) -> None:
        """Have at hand who writes with these: one statement for each, as nothing else stops at the newest posts."""
        if len(self._people) > _HELD:
            self._people.clear()
        for tag_id in tags - self._people.keys():
            rows = select(_PEOPLE, {"tag": tag_id, "most": POSTS_MOST})
            self._people[tag_id] = tuple(account_id for (account_id,) in rows)


_PEOPLE = f"""SELECT ft.account_id FROM posts_featuredtag ft
    JOIN accounts_account a ON a.id = ft.account_id AND {FOUND} WHERE ft.tag_id = %(tag)s
  UNION SELECT p.account_id FROM (
    SELECT pt.post_id FROM post_tag pt WHERE pt.tag_id = %(tag)s ORDER BY pt.post_id DESC LIMIT %(most)s) k
  JOIN post p ON p.id = k.post_id AND {listed_sql("p")} AND p.removed_at IS NULL AND p.held_at IS NULL
  JOIN accounts_account a ON a.id = p.account_id AND {FOUND}"""


@cache
def _followed() -> str:
    return f"""SELECT k.account_id, k.tag_id FROM (SELECT tf.account_id, tf.tag_id,
        ROW_NUMBER() OVER (PARTITION BY tf.account_id ORDER BY tf.id DESC) AS place
      FROM posts_tagfollow tf WHERE {among("tf.account_id", "ids")}) k WHERE k.place <= %(most)s"""
