"""Short words for what the tests of what rises do all the time: members of long standing, and what they say."""

from collections.abc import Callable, Iterable
from datetime import timedelta

from django.utils import timezone

from folkmoot.accounts.models import Account, Login, Trust
from folkmoot.core.ids import id_at
from folkmoot.discovery.actions import allow, count_anew
from folkmoot.discovery.kinds import Kind
from folkmoot.discovery.likeness import skeleton
from folkmoot.discovery.models import Rising, Voice
from folkmoot.posts.actions import like
from folkmoot.posts.models import Post, Tag
from folkmoot.relations.actions import follow
from folkmoot.relations.models import Follow
from tests.posts.writing import say

WORDS = (
    "we sat by the river until it was dark",
    "my daughter baked bread for the first time today",
    "does anybody know how to mend an old bicycle",
    "rain again but the tomatoes like it a lot",
    "never thought that so many would come on a monday",
    "the concert was short and everybody sang along",
    "what a view from up there above the whole town",
    "tomorrow at nine we meet in front of the school",
    "finished the second book and cannot wait for more",
    "grandmother told me how it was here after the war",
    "two chairs to give away if somebody has room",
    "they painted the bridge blue while nobody looked",
)


def member(
    number: int, *, days: float = 300, trust: int = 2, lately: int = 20, near: str = "", **more: object
) -> Account:
    """Somebody who has lived here for a while."""
    made = timezone.now() - timedelta(days=days, hours=2 * number)
    login = Login.objects.create(email=f"m{number}@town.example", approved_at=made)
    account = Account.objects.create(
        id=id_at(made) + number, login=login, username=f"m{number}", active=True, trust=trust, **more
    )
    Trust.objects.create(account=account, since=made, began_at=made, seen=lately, seen_now=lately)
    return account


def noted_for(days: float = 13.5) -> None:
    """Somebody spoke of something that many days ago, so that it is known what is usual since."""
    Voice.objects.create(
        kind=Kind.TAG, ref=0, post_id=id_at(timezone.now() - timedelta(days=days)), account_id=0, signature=b""
    )


def town(count: int = 8, first: int = 0, **more: object) -> list[Account]:
    """Some members, each of whom the next one follows, in a town that has been noting for a while."""
    noted_for()
    people = [member(number, **more) for number in range(first, first + count)]
    for number, each in enumerate(people):
        Follow.objects.create(follower=people[number - 1], followed=each)
    return people


def speak(people: list[Account], what: str, drain: object) -> list[int]:
    """Each of them writes something of their own with the same in it, and the worker has seen it."""
    posts = [say(each, f"{WORDS[number % len(WORDS)]} {what}") for number, each in enumerate(people)]
    drain()
    return posts


def all_kinds(author: Account, drain: Callable[[], object]) -> int:
    """A town speaks of one thing of each kind: ``#Swim``, a link, a post of the author's, and the author; the post."""
    drain()
    people = town()
    speak(people, "#Swim https://example.org/story", drain)
    post = say(author, "Look at the river")
    for each in people:
        like(each, post)
        follow(each, author.id)
    drain()
    return post


def spoken_of(tag: str, people: list[Account], days: Iterable[int]) -> None:
    """Each of these people used a hashtag on each of these days ago."""
    ref = Tag.objects.get(name=tag).id
    for day in days:
        moment = id_at(timezone.now() - timedelta(days=day))
        for post_id, each in enumerate(people, start=moment):
            Post.objects.create(id=post_id, account=each, scope="public", thread_id=post_id)
            Voice.objects.create(kind=Kind.TAG, ref=ref, post_id=post_id, account_id=each.id, signature=b"")


def agreed(staff: Account, tag: str) -> None:
    """Staff agree to a hashtag that rises."""
    count_anew()
    allow(staff, Kind.TAG, skeleton(tag))


def rising(kind: Kind = Kind.TAG) -> dict[str, str]:
    """What was counted of a kind: why it is not shown, by key."""
    return dict(Rising.objects.filter(kind=kind).values_list("key", "held"))


def voices(kind: Kind = Kind.TAG) -> list[int]:
    """Who was noted for things of a kind."""
    return sorted(Voice.objects.filter(kind=kind).values_list("account_id", flat=True))
