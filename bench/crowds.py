"""A town with real members and sock puppets in it, for the measurements of what rises: the same seed, the same town.

Rows are laid as the doors would have laid them; what is said is noted and counted by the product's own actions.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from bench.texts import _WORDS
from folkmoot.accounts.models import Account, Arrival, Login, Trust
from folkmoot.core.ids import id_at
from folkmoot.discovery.actions import note_post
from folkmoot.posts.models import Carries, Post, PostTag, Tag
from folkmoot.relations.models import Follow

MEMBERS, PUPPETS, BURST = 400, 150, 200
NETWORKS = 5
_DEVICE = (1 << 16) - 1
_SPOKEN = "en", "de", "fr", "tr"
_ABOUT = (
    "library closing saturday council vote protest petition readers shelves children corner budget mayor "
    "letter keep open books street meeting evening hall please come everybody sad angry finally today "
    "again"
)
_TEMPLATES = (
    "the one thing nobody tells you about this offer is that it ends tonight so get yours before everybody else does",
    "i made more in one week with this than in a whole year at work and you can do exactly the same from home",
    "they do not want you to know what is going on here so share this before it is taken down again by them",
    "finally somebody says what all of us have been thinking for years about the people who run this whole town",
    "this changed my life and the life of my family please look at it today it really costs you nothing at all",
    "everybody i know is talking about this now and if you are not you will be left behind very soon believe me",
)
_SWAPS = "really truly honestly wow friends now today look people big new true great sure simply always never"


@dataclass(frozen=True)
class Puppets:
    """How a campaign is led."""

    name: str
    count: int = PUPPETS
    bought: float = 0.2  # share of old accounts that were somebody else's
    hours: float = 0.2  # over which they post
    deleting: float = 0.5  # share that takes the post back at once
    own_words: bool = False  # each writes a text of its own, as a machine would for them
    patient: bool = False  # the fresh ones came slowly, from many networks, and waited until they were known a little
    are_followed: bool = False  # each bought one has had followers, and still has


CAMPAIGNS = (
    Puppets("at once, half deleting, a fifth bought", hours=0.2),
    Puppets("over a day, a fifth bought", hours=20, deleting=0.5),
    Puppets("patient ones over a day, a fifth bought", hours=20, patient=True),
    Puppets("own words, a fifth bought", own_words=True),
    Puppets("own words, over a day, none deleting", own_words=True, hours=20, deleting=0),
    Puppets("patient, own words, over a day", own_words=True, patient=True, hours=20, deleting=0),
)
BEYOND = (  # not asked for: where it ends
    Puppets("own words, 40 % bought", own_words=True, bought=0.4, deleting=0),
    Puppets("own words, 40 % bought with followers", own_words=True, bought=0.4, deleting=0, are_followed=True),
    Puppets("own words, 70 % bought with followers", own_words=True, bought=0.7, deleting=0, are_followed=True),
    Puppets("templates, all bought with followers", bought=1.0, deleting=0, are_followed=True),
    Puppets("own words, all bought with followers", own_words=True, bought=1.0, deleting=0, are_followed=True),
)


class Town:
    """Some hundred members who know each other, and whoever else comes."""

    def __init__(self, seed: int, now: datetime | None = None) -> None:
        self.seed = seed
        self.random = random.Random(seed)
        self.now = now or timezone.now()
        self.number = 0
        self.members = [self._member() for _ in range(MEMBERS)]
        self._befriend(self.members, 12, 0.5)
        self.say(self.members[0], self._real_words(), "Morning", self.now - timedelta(days=13, hours=12))

    def begin(self, story: str) -> None:
        """From here on everything depends on the seed and the story alone, whatever happened before."""
        self.now, self.random = timezone.now(), random.Random(f"{self.seed} {story}")

    def burst(self, tag: str, count: int = BURST, minutes: int = 30, *, newcomers: int = 0) -> None:
        """Real members write about something that happened, each in their own words, some of them hardly any."""
        new = [self._account(self.random.uniform(0.2, 3), 0, lately=1) for _ in range(newcomers)]
        for author in [*self.random.sample(self.members, count - newcomers), *new]:
            at = self.now - timedelta(seconds=self.random.uniform(10, 60 * minutes))
            self.say(author, self._real_words(), tag, at, is_deleted=self.random.random() < 0.04)

    def everyday(self, tag: str, authors: int) -> None:
        """A tag is used by some members on each of the last days."""
        for day in range(13, 0, -1):
            for author in self.random.sample(self.members, authors):
                moment = self.now - timedelta(days=day, minutes=self.random.randrange(60))
                self.say(author, self._real_words(), tag, moment)

    def campaign(self, tag: str, how: Puppets) -> None:
        """Sock puppets push a tag."""
        bought = [self._bought(how) for _ in range(round(how.count * how.bought))]
        fresh = [self._fresh(how, place) for place in range(how.count - len(bought))]
        self._befriend(fresh, 5, 0.8)
        crowd = bought + fresh
        self.random.shuffle(crowd)
        for place, author in enumerate(crowd):
            at = self.now - timedelta(hours=self.random.uniform(0.02, how.hours))
            words = self._real_words() if how.own_words else self._template()
            self.say(author, words, tag, at, is_deleted=place < how.deleting * how.count)

    def say(self, author: Account, words: str, tag: str, at: datetime, *, is_deleted: bool = False) -> int:
        """A post with a tag, noted by the worker; one that is deleted was so before anybody looked."""
        self.number += 1
        post_id = id_at(at) | (self.number & _DEVICE)
        found, _made = Tag.objects.get_or_create(name=tag.casefold(), defaults={"shown": tag})
        gone = at if is_deleted else None
        text = f"{words} #{tag}"
        Post.objects.create(
            id=post_id, account=author, scope="public", text=text, html="", thread_id=post_id, language="en",
            carries=Carries.TAGS, deleted_at=gone,
        )  # fmt: skip
        PostTag.objects.create(tag=found, post_id=post_id)
        note_post(post_id)
        if is_deleted:
            PostTag.objects.filter(post_id=post_id).delete()
            Post.objects.filter(id=post_id).update(text="")
        return post_id

    def _member(self) -> Account:
        trust = self.random.choices((0, 1, 2, 3), (5, 15, 55, 25))[0]
        days = {0: 3, 1: 20, 2: 400, 3: 900}[trust] * self.random.uniform(0.5, 1.0)
        near = f"home {self.number // 2}" if days < 90 else ""  # two of one household
        return self._account(days, trust, lately=self.random.randint(2, 60), near=near)

    def _fresh(self, how: Puppets, place: int) -> Account:
        if how.patient:
            trust = 1 if self.random.random() < 0.7 else 0
            days, near = self.random.uniform(3, 40), f"elsewhere {self.random.randrange(60)}"
        else:
            trust = 1 if self.random.random() < 0.2 else 0
            days, near = 1 + place // 30 + self.random.random() / 50, f"hall {self.random.randrange(NETWORKS)}"
        return self._account(days, trust, lately=self.random.randint(1, 6), near=near)

    def _bought(self, how: Puppets) -> Account:
        account = self._account(self.random.uniform(200, 1200), self.random.choice((2, 2, 3)), lately=2)
        if how.are_followed or self.random.random() < 0.3:
            Trust.objects.filter(account=account).update(seen_now=self.random.randint(3, 20))
            self._follow([(member, account) for member in self.random.sample(self.members, 3)])
        return account

    def _account(self, days: float, trust: int, *, lately: int, near: str = "") -> Account:
        self.number += 1
        name = f"t{self.number}"
        made = self.now - timedelta(days=days)
        login = Login.objects.create(email=f"{name}@town.example", approved_at=made)
        account = Account.objects.create(
            id=id_at(made) | (self.number & _DEVICE), login=login, username=name, active=True, trust=trust
        )
        Trust.objects.create(account=account, since=made, began_at=made, seen=lately, seen_now=lately)
        Arrival.objects.create(login=login, at=made, near=near)
        return account

    def _befriend(self, people: Sequence[Account], each: int, mutual: float) -> None:
        pairs = sorted(
            {(one, other) for one in people for other in self.random.sample(people, each) if one != other}, key=_ids
        )
        self._follow([*pairs, *((other, one) for one, other in pairs if self.random.random() < mutual)])

    def _follow(self, pairs: Sequence[tuple[Account, Account]]) -> None:
        rows = [Follow(follower=one, followed=other) for one, other in sorted(pairs, key=_ids)]
        Follow.objects.bulk_create(rows, ignore_conflicts=True)

    def _real_words(self) -> str:
        if self.random.random() < 0.1:
            return self.random.choice(("", "so sad", "please read", "!!!"))
        own = [word for language in self.random.sample(_SPOKEN, 2) for word in _WORDS[language].split()]
        about = self.random.sample(_ABOUT.split(), self.random.randint(2, 7))
        words = about + self.random.sample(own, self.random.randint(4, 14))
        self.random.shuffle(words)
        return " ".join(words)

    def _template(self) -> str:
        words = self.random.choice(_TEMPLATES).split()
        for _ in range(self.random.randint(0, 4)):
            words[self.random.randrange(len(words))] = self.random.choice(_SWAPS.split())
        return " ".join([*words, self.random.choice(_SWAPS.split()), str(self.random.randrange(100))])


def _ids(pair: tuple[Account, Account]) -> tuple[int, int]:
    return pair[0].id, pair[1].id
