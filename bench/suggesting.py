"""P15: whom to suggest to everybody, worked out in one night, and how long it takes to read it."""

import json
import statistics
import time
from pathlib import Path

from bench import server
from bench.cache import Cache, inside
from bench.figures import Figure
from bench.stage import HOME, Pace, Stage

SUGGESTIONS = "/api/v2/suggestions?limit=20"
SECONDS, MB = 300, 300
_INTERESTS = 3  # hashtags that each member follows


def suggesting(cache: Cache, size: str, database: str, pace: Pace) -> list[Figure]:
    """The night's work in a process of its own, then reading what it found beside the home feed."""
    with cache.ground(size, database) as ground:
        took = json.loads(inside(ground, "suggest"))
        with server.site(ground) as site:
            played = Stage(ground, site, site, pace)
            found = json.loads(played.fetch(SUGGESTIONS, played.tokens[-1]))
            read, home = _in_turn(played, SUGGESTIONS, HOME)
    where = f"{took['members']:,} members, {database}"
    spent = took["processor"] if database == "sqlite" else took["seconds"]  # the database's own are in the latter
    words = f"{spent:.0f} s, {took['mb']:.0f} MB, {took['suggestions'] / took['members']:.1f} each"
    reading = f"p50 {read:.1f} ms, home feed {home:.1f} ms, {len(found)} people"
    return [
        Figure("P15", f"a night's suggestions, {where}", words, "", f"≤ {SECONDS} s, ≤ {MB} MB",
               spent <= SECONDS and took["mb"] <= MB, took),
        Figure("P15", f"suggestions, API, {where}", reading, "", "≤ P1's p50", read <= home,
               {"p50": read, "home": home}),
    ]  # fmt: skip


def _in_turn(played: Stage, *paths: str) -> list[float]:
    """The middle p50 of each, in milliseconds: whoever is asked first would meet a database that nobody read yet."""
    rounds = [[played.alone(played.tokens, [path]).p50 for path in paths] for _ in range(played.pace.rounds)]
    return [statistics.median(each) for each in zip(*rounds, strict=True)]


def night() -> dict[str, float]:
    """Give members interests, then work as the worker does, without its pauses; what that took."""
    from folkmoot.core.rows import execute
    from folkmoot.relations.actions import round_due, suggest_some
    from folkmoot.relations.models import Suggestion, SuggestionRound
    from folkmoot.relations.queries.candidates import Candidates

    execute(_INTERESTED, {"each": _INTERESTS})
    round_due()
    began, processor = time.perf_counter(), time.process_time()
    candidates, most = Candidates(), 0.0
    while suggest_some(candidates):
        most = max(most, _own_memory())
    seconds, spent = time.perf_counter() - began, time.process_time() - processor
    if not SuggestionRound.objects.get().is_complete:
        raise AssertionError("the round did not come to its end")
    execute("ANALYZE", {})  # as autovacuum does within a minute, which is off here
    return {
        "seconds": seconds,
        "processor": spent,
        "mb": max(most, _own_memory()),
        "members": Suggestion.objects.values("account").distinct().count(),
        "suggestions": Suggestion.objects.count(),
    }


def _own_memory() -> float:
    """MB that are this process's own: pages of the database's file, which the system takes back, are not among them."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("RssAnon:")) / 1024


_INTERESTED = """INSERT INTO posts_tagfollow (id, account_id, tag_id)
  SELECT a.id + t.place, a.id, t.id FROM accounts_account a
  JOIN (SELECT id, ROW_NUMBER() OVER (ORDER BY id) AS place, COUNT(*) OVER () AS every FROM posts_tag) t
    ON (a.id / 1024 + t.place) %% t.every < %(each)s ON CONFLICT DO NOTHING"""
