"""What was said lately, and by whom: the statements behind the counting, each of them bounded."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from functools import cache
from typing import Any

from django.utils import timezone

from folkmoot.accounts.reach import Level
from folkmoot.core.ids import made_at
from folkmoot.core.rows import among, id_list, select
from folkmoot.discovery.independence import Voice
from folkmoot.discovery.kinds import Kind
from folkmoot.discovery.likeness import link_key, skeleton
from folkmoot.discovery.signature import read
from folkmoot.posts.visibility import found_sql

THINGS = 60  # of each kind, those that most people speak of
PEOPLE = 300  # of each thing, the first
NEWEST = 20_000  # likes, follows
FOLLOWS = 50_000  # between those who speak
_MEMBERS = 60  # more than that make no difference
_DAY = 86_400_000  # milliseconds


def members() -> int:
    """How many members there are, as far as it matters: those whom the community knows a little."""
    return len(select(_COUNTED, {"level": Level.KNOWN.value, "most": _MEMBERS}))


def voices(kind: Kind, since: int, least: int) -> dict[int, list[Voice]]:
    """By thing, everybody who spoke of it since then; things of which fewer speak are left out."""
    given = {"kind": kind.value, "since": since, "least": least, "level": Level.MEMBER.value, "nothing": b""}
    found: dict[int, list[Voice]] = defaultdict(list)
    now = timezone.now()
    for ref, account_id, language, signed, *rest in select(_text(kind), given):
        trust, lately, is_known, near, inviter, is_gone = rest
        made = made_at(account_id)
        found[ref].append(
            Voice(
                account_id,
                int(made.timestamp() * 1000),
                (now - made).days,
                trust,
                lately,
                bool(is_known),
                near,
                inviter,
                read(bytes(signed or b"")),
                bool(is_gone),
                language,
            )
        )
    return found


def noted_for(most: int) -> int:
    """For how many days it has been noted who speaks of what, as far as it matters."""
    [[oldest]] = select("SELECT MIN(v.post_id) FROM discovery_voice v", {})
    today = int(timezone.now().timestamp() * 1000) // _DAY
    return min(most, today - (oldest >> 16) // _DAY) if oldest else 0


def keys(kind: Kind, refs: Collection[int]) -> dict[int, str]:
    """What each thing is known by, whatever its spelling; things that are gone have no key."""
    if kind not in _NAMES or not refs:
        return {ref: str(ref) for ref in refs}
    text, key_of = _NAMES[kind]
    return {ref: key_of(name) for ref, name in select(f"{text} WHERE {among('x.id', 'refs')}", {"refs": id_list(refs)})}


def by_day(kind: Kind, firsts: Mapping[int, int], days: int) -> Mapping[int, list[int]]:
    """How many people spoke of a thing on each of the last days, the oldest first; days are UTC.

    ``firsts`` has the first spelling of each, under which they are found: whoever uses several is one.
    """
    today = int(timezone.now().timestamp() * 1000) // _DAY
    oldest = today - days + 1
    found: dict[int, list[int]] = {first: [0] * days for first in firsts.values()}
    others = {ref: first for ref, first in firsts.items() if ref != first}
    given = {"kind": kind.value, "refs": id_list(firsts), "since": (oldest * _DAY) << 16}
    given |= {f"ref{place}": ref for place, ref in enumerate(others)}
    given |= {f"first{place}": first for place, first in enumerate(others.values())}
    for first, day, count in select(_daily(kind, len(others)), given) if firsts else ():
        if oldest <= day <= today:
            found[first][day - oldest] += count
    return found


def follows(accounts: Collection[int]) -> set[tuple[int, int]]:
    """Who of these people follows whom of them."""
    some = id_list(accounts)
    text = f"SELECT f.follower_id, f.followed_id FROM relations_follow f WHERE {among('f.follower_id', 'some')}"
    rows = select(f"{text} AND {among('f.followed_id', 'some')} LIMIT {FOLLOWS}", {"some": some}) if accounts else ()
    return {(row[0], row[1]) for row in rows}


_COUNTED = """SELECT 1 FROM accounts_account a WHERE a.active AND a.domain = '' AND a.trust >= %(level)s
  LIMIT %(most)s"""
_NAMES: dict[Kind, tuple[str, Any]] = {
    Kind.TAG: ("SELECT x.id, x.shown FROM posts_tag x", skeleton),
    Kind.LINK: ("SELECT x.id, x.url FROM post_card x", link_key),
}
_NOTED = """SELECT v.ref, v.post_id AS at, v.account_id, v.language, v.signature, 1 AS by_post
  FROM discovery_voice v WHERE v.kind = %(kind)s AND v.post_id > %(since)s"""
_LIKED = f"""SELECT * FROM (SELECT l.post_id, l.id, l.account_id, p.language, %(nothing)s, 0
  FROM posts_like l JOIN post p ON p.id = l.post_id
  WHERE l.id > %(since)s AND p.id > %(since)s AND p.scope = 'public' AND p.account_id <> l.account_id
  ORDER BY l.id DESC LIMIT {NEWEST}) liked"""
_FOLLOWED = f"""SELECT f.followed_id AS ref, f.id AS at, f.follower_id AS account_id, '' AS language,
    %(nothing)s AS signature, 0 AS by_post
  FROM relations_follow f WHERE f.id > %(since)s ORDER BY f.id DESC LIMIT {NEWEST}"""
_SPOKEN = {Kind.TAG: _NOTED, Kind.LINK: _NOTED, Kind.POST: f"{_NOTED} UNION ALL {_LIKED}", Kind.PERSON: _FOLLOWED}
_OF_THESE = among("x.ref", "refs")
_HERE = "a.active AND a.unlisted_at IS NULL AND a.limited_at IS NULL"  # others come upon them
_STANDS = f"""p.id IS NOT NULL AND p.deleted_at IS NULL AND p.removed_at IS NULL AND p.held_at IS NULL
  AND {found_sql("p")}"""
_BY_DAY = f"""SELECT {{first}}, x.at / 65536 / {_DAY} AS day, COUNT(DISTINCT x.account_id) FROM ({{said}}) x
  JOIN accounts_account a ON a.id = x.account_id AND a.discoverable AND {_HERE}
  WHERE {_OF_THESE} AND x.at > %(since)s GROUP BY 1, 2"""
_EVER = f"""SELECT v.ref, v.post_id AS at, v.account_id FROM discovery_voice v JOIN post p ON p.id = v.post_id
  WHERE v.kind = %(kind)s AND {_STANDS}"""
_LIKES = "SELECT l.post_id, l.id, l.account_id FROM posts_like l"
_DAILY = {
    Kind.TAG: _EVER,
    Kind.LINK: _EVER,
    Kind.POST: f"{_EVER} UNION ALL {_LIKES}",
    Kind.PERSON: "SELECT f.followed_id AS ref, f.id AS at, f.follower_id AS account_id FROM relations_follow f",
}


def _daily(kind: Kind, others: int) -> str:
    """Of each thing the days, under its first spelling; so many are other spellings."""
    whens = " ".join(f"WHEN %(ref{place})s THEN %(first{place})s" for place in range(others))
    first = f"CASE x.ref {whens} ELSE x.ref END" if others else "x.ref"
    return _BY_DAY.format(first=first, said=_DAILY[kind])


@cache
def _text(kind: Kind) -> str:
    """Of each busy thing the last word of each of the first who spoke of it, with what may tie them to others."""
    return f"""WITH said AS ({_SPOKEN[kind]}),
      busy AS (SELECT s.ref, COUNT(DISTINCT s.account_id) AS people FROM said s GROUP BY s.ref
        HAVING COUNT(DISTINCT s.account_id) >= %(least)s ORDER BY people DESC, s.ref LIMIT {THINGS}),
      latest AS (SELECT s.*, ROW_NUMBER() OVER (PARTITION BY s.ref, s.account_id ORDER BY s.at DESC) AS turn
        FROM said s JOIN busy b ON b.ref = s.ref),
      seated AS (SELECT l.*, ROW_NUMBER() OVER (PARTITION BY l.ref ORDER BY l.at) AS seat
        FROM latest l JOIN accounts_account d ON d.id = l.account_id AND d.discoverable WHERE l.turn = 1)
      SELECT s.ref, s.account_id, s.language, s.signature, a.trust, COALESCE(t.seen_now + t.seen_before, 0),
        EXISTS (SELECT 1 FROM relations_follow k JOIN accounts_account f ON f.id = k.follower_id
          WHERE k.followed_id = s.account_id AND f.active AND f.trust >= %(level)s),
        COALESCE(c.near, ''), COALESCE(i.inviter_id, 0),
        CASE WHEN {_HERE} AND (s.by_post = 0 OR ({_STANDS})) THEN 0 ELSE 1 END
      FROM seated s JOIN accounts_account a ON a.id = s.account_id
      LEFT JOIN accounts_trust t ON t.account_id = a.id
      LEFT JOIN accounts_arrival c ON c.login_id = a.login_id
      LEFT JOIN accounts_invitation i ON i.id = c.invitation_id
      LEFT JOIN post p ON p.id = s.at AND s.by_post = 1
      WHERE s.seat <= {PEOPLE}"""
