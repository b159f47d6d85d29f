"""P5: how long a post takes into ten thousand feeds, and what those who read meanwhile notice."""

import contextlib
import json
import sqlite3
import statistics
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator

import psycopg

from bench.cache import Ground
from bench.figures import Figure
from bench.load import Work, press
from bench.stage import HOME, Stage

_EVERY = 1.5  # seconds between two posts
_LONGEST = 20.0  # seconds to wait for one
_COUNT = "SELECT count(*) FROM home_entry WHERE post_id = "


def spreading(played: Stage) -> list[Figure]:
    """Read undisturbed, then while the most followed author posts every now and then; in turn."""
    work = Work(played.site.origin, played.tokens, [HOME])
    press(work, 1)
    losses: list[float] = []
    delays: list[float] = []
    for _ in range(played.pace.rounds):
        calm = press(work, max(2.0, played.pace.seconds))
        with _posting(played, delays):
            busy = press(work, max(2.0, played.pace.seconds))
        losses.append(1 - busy.rate / calm.rate)
    loss, delay, worst = statistics.median(losses), statistics.median(delays), max(delays)
    followers = next(iter(played.ground.world.followed.values()))
    words = f"{delay:.2f} s (worst {worst:.2f} s), reads lose {max(0.0, loss):.0%}"
    numbers = {"delay": delay, "worst": worst, "loss": loss}
    met = delay <= 1 and loss <= 0.2
    work_name = f"into {followers:,} feeds, {played.ground.database}"
    return [Figure("P5", work_name, words, "", "≤ 1.0 s, reads lose ≤ 20 %", met, numbers)]


@contextlib.contextmanager
def _posting(played: Stage, delays: list[float]) -> Iterator[None]:
    """Post at once and every now and then until the end of the block; what goes wrong is raised there."""
    stop, troubles = threading.Event(), []

    def post() -> None:
        try:
            with _counter(played.ground) as count:
                while not stop.is_set():
                    delays.append(_spread_one(played, count))
                    stop.wait(_EVERY)
        except Exception as trouble:  # noqa: BLE001 - it belongs to whoever started the thread
            troubles.append(trouble)

    thread = threading.Thread(target=post)
    thread.start()
    yield
    stop.set()
    thread.join()
    if troubles:
        raise troubles[0]


def _spread_one(played: Stage, count: Callable[[int], int]) -> float:
    """Seconds from the acknowledgement until the last feed has the post."""
    account, token = played.ground.world.tokens[0]
    request = urllib.request.Request(
        f"{played.site.origin}/api/v1/statuses",
        data=b"visibility=public&status=To+all+ten+thousand",
        headers={"Authorization": f"Bearer {token}"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        post_id = int(json.loads(answer.read())["id"])
    began = time.perf_counter()
    wanted = played.ground.world.followed[account] + 1
    while count(post_id) < wanted:
        if time.perf_counter() - began > _LONGEST:
            raise TimeoutError(f"After {_LONGEST:.0f} s, {count(post_id):,} of {wanted:,} feeds have the post.")
        time.sleep(0.02)
    return time.perf_counter() - began


@contextlib.contextmanager
def _counter(ground: Ground) -> Iterator[Callable[[int], int]]:
    """In how many feeds a post is, looked up beside the server."""
    if ground.url:
        with psycopg.connect(ground.url, autocommit=True) as line:
            yield lambda post_id: int((line.execute(f"{_COUNT}{post_id}").fetchone() or [0])[0])
        return
    with contextlib.closing(sqlite3.connect(f"file:{ground.folder}/folkmoot.sqlite3?mode=ro", uri=True)) as file:
        yield lambda post_id: int(file.execute(f"{_COUNT}{post_id}").fetchone()[0])
