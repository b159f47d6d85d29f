"""Whom to suggest to whom: worked out for some members at a time, off the requests."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import timedelta
from functools import cache, cached_property
from heapq import nlargest
from itertools import chain
from typing import NamedTuple

from django.utils import timezone

from folkmoot.core.ids import id_at
from folkmoot.core.rows import among, id_list, select
from folkmoot.relations.models import Suggestion
from folkmoot.relations.queries.interests import kindred

KEPT = 20  # suggestions for each member
ASKED_MOST = 100  # people whom the member follows, the latest ones
LOOKED_AT = 200  # follows of each of them, the latest ones
FOLLOWS_MOST = 5_000_000  # that are held in memory, 8 bytes each
FRIENDS_FIRST, INTERESTS_FIRST, NEW_FIRST = 10, 6, 4  # of each kind, before there are more of one
FEW = 10  # with fewer, those whom many here follow are added
NEW_FOR = timedelta(days=30)
_POOL = 100  # newcomers, and those whom many follow
_LATELY = 5_000  # accounts, those who wrote last: among them those whom many follow are looked for
_Reason = Suggestion.Reason


class Candidate(NamedTuple):
    """One whom a member might want to follow, and why."""

    account_id: int
    reason: int
    number: int


class Candidates:
    """Finds candidates for one slice of members after another.

    Whom somebody follows is asked for each of their followers: it is held, up to a bound, while this goes on.
    """

    def __init__(self) -> None:
        self._follows: dict[int, array[int]] = {}
        self._held = 0
        self._kindred = kindred()

    def of(self, ids: Collection[int]) -> dict[int, list[Candidate]]:
        """The candidates of each of these members, the best in front."""
        wanted = {"ids": id_list(ids)}
        followed = _grouped(select(_followed(), wanted))
        settled = _grouped(select(_settled(), wanted))
        self._load({other for some_id in ids for other in followed[some_id][:ASKED_MOST]})
        kin = self._kindred.of(ids) if self._kindred else {}
        found = {}
        for some_id in ids:
            mine = followed[some_id]
            out = {some_id, *mine, *settled[some_id]}
            friends = Counter(chain.from_iterable(self._follows[each] for each in mine[:ASKED_MOST]))
            by_friends = _best(friends, out, _Reason.FRIENDS)
            by_kin = _best(kin.get(some_id, {}), out, _Reason.INTERESTS)
            found[some_id] = list(self._chosen(some_id, by_friends, by_kin, out))
        return found

    def _load(self, ids: set[int]) -> None:
        """Have at hand whom these follow."""
        if self._held > FOLLOWS_MOST:
            self._follows.clear()
            self._held = 0
        missing = ids - self._follows.keys()
        rows = select(_of_friends(), {"ids": id_list(missing), "most": LOOKED_AT}) if missing else []
        found = _grouped(rows)
        for some_id in missing:
            self._follows[some_id] = array("q", found[some_id])
        self._held += len(rows)

    def _chosen(
        self, account_id: int, by_friends: list[Candidate], by_kin: list[Candidate], out: set[int]
    ) -> Iterator[Candidate]:
        """Some of each kind in front, each person once."""
        start = account_id % max(1, len(self._fresh))  # others in front for each member: all newcomers are met
        fresh = [each for each in self._fresh[start:] + self._fresh[:start] if each.account_id not in out]
        close = [each for each in by_friends if each.number > 1][:FRIENDS_FIRST]
        seen, given = set(out), 0
        first = chain(close, by_kin[:INTERESTS_FIRST], fresh[:NEW_FIRST], by_friends, by_kin)
        for each in chain(first, *([self._known] if len(by_friends) + len(by_kin) < FEW else [])):
            if each.account_id not in seen and given < (FEW if each.reason == _Reason.KNOWN else KEPT):
                seen.add(each.account_id)
                given += 1
                yield each

    @cached_property
    def _fresh(self) -> list[Candidate]:
        rows = select(_NEW, {"since": id_at(timezone.now() - NEW_FOR), "most": _POOL})
        return [Candidate(some_id, _Reason.NEW, 0) for (some_id,) in rows]

    @cached_property
    def _known(self) -> list[Candidate]:
        given = {"lately": _LATELY, "most": _POOL}
        return [Candidate(some_id, _Reason.KNOWN, number) for some_id, number in select(_KNOWN, given)]


def _grouped(rows: Iterable[tuple[int, int]]) -> "defaultdict[int, list[int]]":
    found: defaultdict[int, list[int]] = defaultdict(list)
    for one, other in rows:
        found[one].append(other)
    return found


def _best(counts: Mapping[int, int], out: set[int], reason: int) -> list[Candidate]:
    """Those met most often, the latest account in front of one met as often."""
    left = ((number, some_id) for some_id, number in counts.items() if some_id not in out)
    return [Candidate(some_id, reason, number) for number, some_id in nlargest(KEPT, left)]


FOUND = "a.active AND a.discoverable AND a.unlisted_at IS NULL"  # whether the account ``a`` may be suggested
_NEW = f"""SELECT a.id FROM accounts_account a
  WHERE a.domain = '' AND a.id > %(since)s AND {FOUND} AND (a.avatar_id IS NOT NULL OR a.bio <> '')
  ORDER BY a.id DESC LIMIT %(most)s"""
_KNOWN = f"""SELECT a.id, s.followers FROM (
    SELECT t.account_id, t.followers FROM accounts_stats t
    ORDER BY COALESCE(t.last_post_on, '0001-01-01') DESC, t.account_id DESC LIMIT %(lately)s) s
  JOIN accounts_account a ON a.id = s.account_id
  WHERE s.followers > 1 AND a.domain = '' AND NOT a.hides_people AND {FOUND}
  ORDER BY s.followers DESC, a.id DESC LIMIT %(most)s"""


@cache
def _followed() -> str:
    return f"""SELECT f.follower_id, f.followed_id FROM relations_follow f WHERE {among("f.follower_id", "ids")}
      ORDER BY f.follower_id, f.id DESC"""


@cache
def _settled() -> str:
    """Whom a member knows about already, or does not want."""
    return " UNION ALL ".join(
        f"SELECT {mine}, {other} FROM relations_{table} WHERE {among(mine, 'ids')}"
        for table, mine, other in (
            ("followrequest", "follower_id", "followed_id"),
            ("dismissal", "account_id", "dismissed_id"),
            ("block", "blocker_id", "blocked_id"),
            ("block", "blocked_id", "blocker_id"),
            ("mute", "muter_id", "muted_id"),
        )
    )


@cache
def _of_friends() -> str:
    """Whom people follow, the latest: without those who keep it to themselves, on either side."""
    return f"""SELECT k.follower_id, k.followed_id FROM (
        SELECT f.follower_id, f.followed_id, ROW_NUMBER() OVER (PARTITION BY f.follower_id ORDER BY f.id DESC) AS place
        FROM relations_follow f WHERE {among("f.follower_id", "ids")}) k
      JOIN accounts_account w ON w.id = k.follower_id AND w.active AND NOT w.hides_people
      JOIN accounts_account a ON a.id = k.followed_id AND NOT a.hides_people AND {FOUND}
      WHERE k.place <= %(most)s"""
