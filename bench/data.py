"""Fills an empty, migrated database with a world, through bulk inserts that leave it as the product would."""

import hashlib
from datetime import UTC, datetime, timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.utils import timezone

from bench.people import People, people
from bench.posts import Chronicle, Said
from bench.sizes import Size
from bench.tables import Table, analyze, moment, quickly, without_indexes, without_waiting
from bench.world import World
from folkmoot.accounts.capabilities import Role
from folkmoot.accounts.models import Account, Login, RoleGrant, Stats, Token
from folkmoot.core.ids import id_at
from folkmoot.instance.models import Setting
from folkmoot.notifications.models import Notification
from folkmoot.posts.models import Audience, Carries, Counters, Like, Mention, Post, PostTag, Tag
from folkmoot.relations.models import Block, Follow, FollowRequest, Mute
from folkmoot.timelines.tasks import FEED_MOST

PASSWORD = "correct horse battery moot"
TOKENS_MOST = 5_000
_YES = True
_BUSY = (
    *("posts_like", "post", "post_tag", "post_counters"),
    *("notifications_notification", "relations_follow", "accounts_account"),
)


def fill(size: Size, now: datetime) -> World:
    """Make the world of this size, whose last post was said a moment before ``now``."""
    made = people(size)
    writer = Writer(made, Clock(now - timedelta(days=size.days), now, size))
    with without_waiting(), transaction.atomic(), quickly(), without_indexes(*_BUSY):
        writer.accounts()
        writer.relations()
        writer.posts()
        writer.stats()
        writer.flush()
    with without_waiting(), transaction.atomic(), quickly(), without_indexes("home_entry"):
        analyze()
        fill_feeds()
    analyze()
    return writer.world()


def fill_feeds() -> None:
    """Every home feed as fan-out and the daily cut leave it: the newest of all who are followed, and of oneself."""
    text = f"""INSERT INTO home_entry (account_id, post_id)
      SELECT reader, post_id FROM (
        SELECT r.reader, p.id AS post_id, ROW_NUMBER() OVER (PARTITION BY r.reader ORDER BY p.id DESC) AS place
        FROM (SELECT follower_id AS reader, followed_id AS author FROM relations_follow
              UNION ALL SELECT id, id FROM accounts_account) r
        JOIN post p ON p.account_id = r.author WHERE p.deleted_at IS NULL AND p.scope <> 'direct') x
      WHERE place <= {FEED_MOST} ORDER BY reader, post_id"""
    with connection.cursor() as cursor:
        cursor.execute(text)


class Clock:
    """Ids spread over the world's time: accounts in its first tenth, relations in the second, posts in the rest."""

    def __init__(self, start: datetime, end: datetime, size: Size) -> None:
        self.start = id_at(start) >> 16
        self.tenth = int((end - start).total_seconds() * 100)  # milliseconds
        self.size = size

    def account(self, place: int) -> int:
        """The id of an account."""
        return self._id(0, self.tenth, place, self.size.accounts + self.size.crowd)

    def relation(self, number: int, count: int) -> int:
        """The id of one of ``count`` follows, requests, mutes, blocks."""
        return self._id(self.tenth, self.tenth, number, count)

    def post(self, number: int) -> int:
        """The id of a post."""
        return self._id(2 * self.tenth, 8 * self.tenth - 60_000, number, self.size.posts)

    def _id(self, start: int, span: int, number: int, count: int) -> int:
        return (self.start + start + span * number // count << 16) + (number % 64 << 10)


class Writer:
    """One table each, filled from people and their chronicle."""

    def __init__(self, made: People, clock: Clock) -> None:
        self.people, self.clock = made, clock
        self.chronicle = Chronicle(made)
        self.tag_ids: dict[str, int] = {}
        self.tag_uses: dict[str, int] = {}
        self.last_said: dict[int, int] = {}
        self.ids = [clock.account(place) for place in range(made.count)]
        self.tokens: list[tuple[int, str]] = []
        self.post = Table(Post, "id", "account_id", "scope", "text", "html", "language", "thread_id",
                          "reply_to_id", "reply_to_account_id", "boost_of_id", "carries")  # fmt: skip
        self.mention = Table(Mention, "post_id", "account_id")
        self.audience = Table(Audience, "post_id", "account_id")
        self.tag = Table(PostTag, "tag_id", "post_id")
        self.like = Table(Like, "id", "account_id", "post_id")
        self.told = Table(Notification, "id", "account_id", "kind", "actor_id", "post_id")
        for table in (self.mention, self.audience, self.tag, self.like, self.told):
            table.before = self.post

    def accounts(self) -> None:
        """Everybody with a login, a confirmed address, a token for a sample; the first one owns the community."""
        login = Table(Login, "id", "email", "password", "joined_at", "approved_at")
        address = Table(EmailAddress, "user_id", "email", "primary", "verified")
        account = Table(Account, "id", "login_id", "username", "name", "bio", "bio_html", "locked", "active")
        password = make_password(PASSWORD)
        for place, id_ in enumerate(self.ids):
            username, joined = self.people.username(place), moment(_at(id_))
            bio = f"Member number {place}"
            login.add(id_, f"{username}@example.org", password, joined, joined)
            address.add(id_, f"{username}@example.org", _YES, _YES)
            locked = place in self.people.locked
            account.add(id_, id_, username, self.people.name(place), bio, bio, locked, _YES)
        self._tokens()
        settings = Table(Setting, "name", "value")
        chosen = {"name": '"Bench"', "sign_up": '"open"', "visitors": '"posts"'}
        for name, value in {"is_set_up": "true", "is_open": "true", **chosen}.items():
            settings.add(name, value)
        for table in (login, address, account, settings):
            table.flush()
        RoleGrant.objects.create(account_id=self.ids[0], role=Role.OWNER)

    def relations(self) -> None:
        """Follows, requests, mutes and blocks, and what was told of them."""
        made, ids = self.people, self.ids
        pairs = {
            Table(Follow, "id", "follower_id", "followed_id"): (made.follows, "follow"),
            Table(FollowRequest, "id", "follower_id", "followed_id"): (made.requests, "request"),
            Table(Mute, "id", "muter_id", "muted_id"): (sorted(made.mutes), ""),
            Table(Block, "id", "blocker_id", "blocked_id"): (sorted(made.blocks), ""),
        }
        for table, (rows, kind) in pairs.items():
            for number, (one, other) in enumerate(rows):
                id_ = self.clock.relation(number, len(rows))
                table.add(id_, ids[one], ids[other])
                if kind and (other, one) not in made.mutes:
                    self.told.add(id_ + (kind == "request"), ids[other], kind, ids[one], None)
            table.flush()

    def posts(self) -> None:
        """Everything that was said."""
        for said in self.chronicle.posts():
            self._post(said)
            self._likes(said)
            self.last_said[said.author] = said.number if not said.boosted else self.last_said.get(said.author, -1)

    def stats(self) -> None:
        """The counters of posts and accounts; everybody was seen today."""
        counters = Table(Counters, "post_id", "likes", "boosts", "replies")
        for number in sorted(self.chronicle.counters):
            counters.add(self.clock.post(number), *self.chronicle.counters[number])
        stats = Table(Stats, "account_id", "posts", "followers", "following", "last_post_on", "seen_on")
        followers, following, written = self.people.followers(), self.people.following(), self.chronicle.written
        for place, id_ in enumerate(self.ids):
            last = self.last_said.get(place, -1)
            day = _at(self.clock.post(last)).date() if last >= 0 else None
            stats.add(id_, written.get(place, 0), followers[place], following[place], day, timezone.localdate())
        counters.flush()
        stats.flush()

    def flush(self) -> None:
        """Write what is left."""
        for table in (self.post, self.mention, self.audience, self.tag, self.like, self.told):
            table.flush()

    def world(self) -> World:
        """What the measurements must know."""
        followers, thread = self.people.followers(), self.chronicle.thread
        known = [self.ids[place] for place in sorted({one for one, _ in self.people.blocks})]
        return World(
            tokens=tuple(self.tokens),
            followed={self.ids[place]: followers[place] for place in range(len(self.tokens))},
            estranged=tuple(known),
            thread=f"/@{self.people.username(thread.author)}/{self.clock.post(thread.number)}" if thread else "",
            tag=max(self.tag_uses, key=self.tag_uses.__getitem__, default=""),
            first=self.people.username(0),
        )

    def _tokens(self) -> None:
        table = Table(Token, "id", "account_id", "digest", "scopes", "expires_at")
        expires = moment(datetime.now(UTC) + timedelta(days=3_000))
        places = range(min(self.people.size.accounts, TOKENS_MOST))
        self.tokens = [(self.ids[place], f"bench-token-{self.people.size.name}-{place:06}") for place in places]
        for id_, token in self.tokens:
            table.add(id_, id_, hashlib.sha256(token.encode()).hexdigest(), "read write follow", expires)
        table.flush()

    def _post(self, said: Said) -> None:
        id_, author, words = self.clock.post(said.number), self.ids[said.author], said.words
        parent, boosted = said.parent, said.boosted
        self.post.add(
            id_,
            author,
            said.scope,
            words.text,
            words.html,
            words.language,
            self.clock.post(said.root),
            self.clock.post(parent.number) if parent else None,
            self.ids[parent.author] if parent else None,
            self.clock.post(boosted.number) if boosted else None,
            (Carries.MENTIONS if said.mentions else 0) + (Carries.TAGS if said.tags else 0),
        )
        for place in sorted(said.mentions):
            self.mention.add(id_, self.ids[place])
            if said.scope == "followers":
                self.audience.add(id_, self.ids[place])
        for tag in said.tags:
            self.tag.add(self._tag(tag, id_), id_)
        self._tell(said, id_)

    def _tell(self, said: Said, id_: int) -> None:
        told = dict.fromkeys(said.mentions, "mention")
        if said.parent:
            told[said.parent.author] = "reply"
        for number, (place, kind) in enumerate(told.items()):
            self._tell_one(id_ + number, place, kind, (said.author, id_))
        if said.boosted:
            self._tell_one(id_, said.boosted.author, "boost", (said.author, self.clock.post(said.boosted.number)))

    def _tell_one(self, id_: int, place: int, kind: str, what: tuple[int, int]) -> None:
        actor, post_id = what
        if place != actor and (place, actor) not in self.people.mutes:
            self.told.add(id_, self.ids[place], kind, self.ids[actor], post_id)

    def _likes(self, said: Said) -> None:
        post_id = self.clock.post(said.number)
        for number, place in enumerate(said.likers, 8):  # a moment after the post
            self.like.add(post_id + number, self.ids[place], post_id)
            self._tell_one(post_id + number, said.author, "like", (place, post_id))

    def _tag(self, tag: str, post_id: int) -> int:
        name = tag.casefold()
        if name not in self.tag_ids:
            self.tag_ids[name] = post_id + len(self.tag_ids) % 64
            Tag.objects.create(id=self.tag_ids[name], name=name, shown=tag)
        self.tag_uses[name] = self.tag_uses.get(name, 0) + 1
        return self.tag_ids[name]


def _at(id_: int) -> datetime:
    return datetime.fromtimestamp((id_ >> 16) / 1000, UTC)
