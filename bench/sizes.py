"""How large the worlds are that the measurements run on."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """One world; the same numbers always make the same world."""

    name: str
    accounts: int
    posts: int
    follows: int  # whom each account follows; 0: followers are distributed by Zipf's law
    biggest: int = 0  # followers of the most followed account, then
    smallest: int = 0  # and of the least followed
    likes: float = 1.0  # for each post
    crowd: int = 0  # further accounts that only follow the first one
    days: int = 365  # over which ids are spread
    thread: int = 100  # answers in the one long thread
    seed: int = 20


TINY = Size("tiny", accounts=40, posts=600, follows=8, thread=12)
SMALL = Size("small", accounts=1_000, posts=20_000, follows=100)
CROWD = Size("crowd", accounts=1_000, posts=20_000, follows=100, crowd=10_000)
LARGE = Size("large", accounts=100_000, posts=2_000_000, follows=0, biggest=50_000, smallest=5, likes=0.2)
MEMBERS = Size("members", accounts=100_000, posts=50_000, follows=0, biggest=50_000, smallest=20, likes=0)
SIZES = {size.name: size for size in (TINY, SMALL, CROWD, LARGE, MEMBERS)}

BOOSTS = 0.10  # of all posts
REPLIES = 0.20
ESTRANGED = 0.03  # of neighbouring pairs, half of them muted and half blocked
MENTIONS = 0.10  # of all posts that are not boosts
TAGGED = 0.15
LINKED = 0.10
SCOPES = {"public": 80, "quiet": 6, "community": 8, "followers": 6}
