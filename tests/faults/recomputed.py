"""What feeds, counters and notifications must be, worked out from the rows alone, in plain Python."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

TWO_DAYS = 2 * 24 * 60 * 60 * 1000 << 16  # as a distance between ids
FOR_EVERYBODY_HERE = {"public", "quiet", "community"}


@dataclass(frozen=True)
class Row:
    """One live post or boost."""

    id: int
    author: int
    scope: str
    text: str
    reply_to: int | None
    reply_to_author: int | None
    boost_of: int | None


class World:
    """The rows of a community, and what follows from them."""

    def __init__(self, rows: dict[str, Any]) -> None:
        self.rows = rows
        self.accounts = [some_id for some_id, _name in rows["accounts"]]
        self.live = {row[0]: Row(*row[:7]) for row in rows["posts"] if not row[7]}
        self.follows = {tuple(pair) for pair in rows["follows"]}
        self.blocks = {tuple(pair) for pair in rows["blocks"]}
        self.audience = {tuple(pair) for pair in rows["audience"]}

    def stats(self) -> dict[int, tuple[int, int, int]]:
        """Posts, followers and following of each account."""
        counted = (row for row in self.live.values() if row.boost_of is None and row.scope != "direct")
        posts = Counter(row.author for row in counted)
        followers = Counter(followed for _, followed in self.follows)
        following = Counter(follower for follower, _ in self.follows)
        return {one: (posts[one], followers[one], following[one]) for one in self.accounts}

    def counters(self) -> dict[int, tuple[int, int, int]]:
        """Likes, boosts and replies of each live post."""
        likes = Counter(post for post, _ in self.rows["likes"])
        boosts = Counter(row.boost_of for row in self.live.values() if row.boost_of)
        answers = [row for row in self.live.values() if row.reply_to and row.scope in FOR_EVERYBODY_HERE]
        replies = Counter(row.reply_to for row in answers)
        originals = [row.id for row in self.live.values() if row.boost_of is None]
        return {one: (likes[one], boosts[one], replies[one]) for one in originals}

    def sees(self, viewer: int, row: Row | None) -> bool:
        """The truth table, for members of one server of whom nobody is suspended."""
        if row is None:
            return False
        if row.boost_of is not None and not self.sees(viewer, self.live.get(row.boost_of)):
            return False
        if row.author == viewer:
            return True
        if (viewer, row.author) in self.blocks or (row.author, viewer) in self.blocks:
            return False
        if row.scope in FOR_EVERYBODY_HERE or (row.id, viewer) in self.audience:
            return True
        return row.scope == "followers" and (viewer, row.author) in self.follows

    def home(self, viewer: int) -> list[int]:
        """The home feed, newest first: a boost is left out where its post stands already, within two days."""
        shown: list[int] = []
        standing: dict[int, int] = {}
        for row in sorted(self.live.values(), key=lambda row: row.id):
            if not self._comes_home(viewer, row):
                continue
            before = standing.get(row.boost_of) if row.boost_of else None
            if before is not None and before > row.id - TWO_DAYS:
                continue
            shown.append(row.id)
            standing.setdefault(row.boost_of or row.id, row.id)
        return shown[::-1]

    def told(self, account: int) -> set[tuple[str, int, int | None]]:
        """Kind, actor and post of all that an account is told, those in a block left out."""
        found: set[tuple[str, int, int | None]] = {
            ("follow", follower, None) for follower, followed in self.follows if followed == account
        }
        for post_id, who in self.rows["likes"]:
            if (row := self.live.get(post_id)) and row.author == account:
                found.add(("like", who, post_id))
        for row in self.live.values():
            if row.boost_of and (target := self.live.get(row.boost_of)) and target.author == account:
                found.add(("boost", row.author, row.boost_of))
            if row.reply_to_author == account and self.sees(account, row):
                found.add(("reply", row.author, row.id))
        for post_id, named in self.rows["mentions"]:
            row = self.live.get(post_id)
            if named == account and row and row.reply_to_author != account and self.sees(account, row):
                found.add(("mention", row.author, post_id))
        return {(kind, actor, post) for kind, actor, post in found if actor != account}

    def by_follow(self, viewer: int, post_id: int | None) -> bool:
        """Whether an account may see a post only because it follows the author at present."""
        row = self.live.get(post_id or 0)
        return row is not None and row.scope == "followers" and (row.id, viewer) not in self.audience

    def _comes_home(self, viewer: int, row: Row) -> bool:
        if row.scope == "direct" or not self.sees(viewer, row) or not self._reads(viewer, row.author):
            return False
        if row.reply_to is None or row.author == viewer or row.reply_to_author in {row.author, viewer}:
            return True
        return (viewer, row.reply_to_author) in self.follows

    def _reads(self, viewer: int, author: int) -> bool:
        return author == viewer or (viewer, author) in self.follows
