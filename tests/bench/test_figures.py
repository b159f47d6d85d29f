"""The parts of the measurements that are plain arithmetic and text."""

import contextlib
import http.server
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench import figures, load
from bench.figures import Figure
from bench.load import Round, Rounds, Work
from bench.openloop import Latencies, Post, send_at_rate
from bench.people import people
from bench.sizes import LARGE, SMALL, TINY, Size


def _round(rate: float, p50: float = 1.0) -> Round:
    return Round(int(rate * 10), 10.0, p50, 2 * p50, int(rate * 1000), 0, 0)


def test_the_middle_round_is_that_of_median_rate() -> None:
    rounds = Rounds((_round(30), _round(10), _round(20)), (_round(100), _round(100), _round(40)))
    assert rounds.middle.rate == 20
    assert rounds.share == 0.3


def test_percentiles_are_of_what_was_answered() -> None:
    latencies = Latencies(tuple(float(n) for n in range(100, 0, -1)))
    assert (latencies.percentile(50), latencies.percentile(99), latencies.percentile(100)) == (51, 100, 100)


def test_the_table_says_plainly_what_was_missed() -> None:
    text = figures.table(
        [Figure("P1", "home", "10/s", "0.300", "≥ 0.25", True), Figure("P4", "post", "1/s", "", "x", False)]
    )
    head, _, first, second = text.splitlines()
    assert head.split() == ["bar", "work", "measured", "×", "B0", "wanted", "met"]
    assert first.endswith("yes")
    assert second.endswith("NO")
    assert first.index("10/s") == head.index("measured")


def test_figures_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "RESULTS", tmp_path / "results")
    path = figures.write([Figure("P9", "start", "1 s", "", "≤ 3 s", True, {"seconds": 1.0})], {"quick": True})
    kept = json.loads(path.read_text())
    assert path.name == "latest.json"
    assert kept["figures"][0]["numbers"] == {"seconds": 1.0}
    assert kept["options"] == {"quick": True}
    assert len(list(path.parent.iterdir())) == 2


def test_everybody_in_the_small_world_follows_a_hundred_and_is_followed_by_a_hundred() -> None:
    made = people(SMALL)
    assert set(made.following().values()) == set(made.followers().values()) == {100}
    assert len(set(made.follows)) == 100_000
    assert not [pair for pair in made.follows if pair[0] == pair[1]]


def test_followers_follow_zipf_in_a_world_without_a_number_of_follows() -> None:
    made = people(Size("zipf", accounts=500, posts=0, follows=0, biggest=250, smallest=3))
    followers = made.followers()
    assert 245 <= followers[0] <= 250
    assert 45 <= followers[4] <= 50
    assert min(followers.values()) >= 2
    assert LARGE.biggest == 50_000


def test_a_crowd_follows_the_first_account_only() -> None:
    made = people(Size("crowd", accounts=20, posts=0, follows=5, crowd=30))
    assert made.followers()[0] == 35
    assert {pair for pair in made.follows if pair[0] >= 20} == {(place, 0) for place in range(20, 50)}


def test_some_neighbours_are_estranged() -> None:
    made = people(SMALL)
    share = (len(made.mutes) + len(made.blocks)) / len(made.follows)
    assert 0.02 < share < 0.04
    assert made.mutes <= set(made.follows)
    assert not {pair for one, other in made.blocks for pair in ((one, other), (other, one))} & set(made.follows)


@pytest.fixture
def echo() -> Iterator[tuple[str, list[tuple[str, str, str, bytes]]]]:
    """A server that takes everything, except below /bad."""
    seen: list[tuple[str, str, str, bytes]] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            seen.append((self.command, self.path, self.headers.get("Authorization", ""), body))
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # wrk hangs up at the end of its second
                self._answer()

        do_POST = do_GET  # noqa: N815 - the standard library looks for this name

        def _answer(self) -> None:
            self.send_response(500 if self.path.startswith("/bad") else 200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"ok")

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", seen
    server.shutdown()
    thread.join()
    server.server_close()


def test_wrk_draws_keys_and_paths_at_random(echo) -> None:
    origin, seen = echo
    found = load.press(Work(origin, ["Authorization: Bearer a", "Authorization: Bearer b"], ["/one", "/two"]), 1)
    assert found.requests > 10
    assert found.rate > 10
    assert 0 < found.p50 <= found.p99
    assert {each[:3] for each in seen} == {
        ("GET", path, f"Bearer {token}") for path in ("/one", "/two") for token in ("a", "b")
    }


def test_wrk_writes_posts_that_differ(echo) -> None:
    origin, seen = echo
    load.press(Work(origin, ["Authorization: Bearer a"], ["/api/v1/statuses"], "POST", "a-test"), 1)
    bodies = [body for method, _, _, body in seen if method == "POST"]
    assert len(set(bodies)) == len(bodies) > 10
    assert bodies[0].startswith(b"visibility=public&language=en&status=This+is+post+")


def test_figures_of_failed_requests_mean_nothing(echo) -> None:
    with pytest.raises(load.LoadError, match="/bad"):
        load.press(Work(echo[0], ["Accept: */*"], ["/bad"]), 1)


def test_the_open_loop_keeps_its_rate(echo) -> None:
    origin, seen = echo
    found = send_at_rate(origin, lambda n: Post("secret", f"number {n}"), 50, 1)
    assert len(found.milliseconds) == len(seen) == 50
    assert {body for *_, body in seen} == {b"visibility=public&language=en&status=number+%d" % n for n in range(50)}
    assert {token for _, _, token, _ in seen} == {"Bearer secret"}


def test_the_tiny_world_is_tiny() -> None:
    assert TINY.accounts * TINY.posts < 50_000
