"""The bars: each measures its work on a stage and says whether it is met."""

import statistics
from collections.abc import Callable

from bench import server
from bench.cache import Cache, Ground
from bench.figures import Figure
from bench.load import Rounds, Work, press
from bench.openloop import Post, send_at_rate
from bench.searching import search
from bench.stage import HOME, Pace, Stage, stage

type Play = Callable[[Stage], list[Figure]]

_MB = 1_000_000
_USUAL = 100  # followers
_RATE = 100  # posts a second for the open loop


def home(played: Stage) -> list[Figure]:
    """P1 and P2: the home timeline over the API."""
    sqlite = played.ground.database == "sqlite"
    bar, wanted = ("P1", 0.25) if sqlite else ("P2", 0.15)
    found = played.home
    even = found.middle.p99 <= 4 * found.middle.p50 or not sqlite
    words = f"≥ {wanted} × B0" + (", p99 ≤ 4 × p50" if sqlite else "")
    met = found.share >= wanted and even
    return [_throughput(bar, f"home timeline, API, {_where(played)}", found, words, met=met)]


def home_page(played: Stage) -> list[Figure]:
    """P3: the home page."""
    found = played.home_page
    work = f"home page, HTML, {_where(played)}"
    return [_throughput("P3", work, found, "≥ 0.06 × B0", met=found.share >= 0.06)]


def posting(played: Stage) -> list[Figure]:
    """P4: writing posts, as fast as they are answered and then at a set rate."""
    tokens = _usual_authors(played)
    headers = [f"Authorization: Bearer {token}" for token in tokens]
    closed = played.beside(headers, ["/api/v1/statuses"], "POST")
    seconds = played.pace.seconds
    opened = send_at_rate(played.site.origin, lambda n: _post(tokens, n), _RATE, max(2.0, seconds))
    p50, p99 = opened.percentile(50), opened.percentile(99)
    return [
        _throughput("P4", f"create a post, {_where(played)}", closed, "≥ 0.05 × B0", met=closed.share >= 0.05),
        Figure("P4", f"the same at {_RATE}/s", f"p50 {p50:.1f} ms, p99 {p99:.1f} ms", "", "p99 ≤ 50 ms", p99 <= 50,
               {"p50": p50, "p99": p99}),
    ]  # fmt: skip


def other_reads(played: Stage) -> list[Figure]:
    """P6: other reads; pages are measured by the home page, the API by the home timeline."""
    world, api, page = played.ground.world, played.home.middle.p50, played.home_page.middle.p50
    thread = world.thread.rpartition("/")[2]
    return [
        _ratio(played, "thread, API", played.tokens_of_signed_in, f"/api/v1/statuses/{thread}/context", ("P1", api)),
        _ratio(played, "thread page", played.cookies, world.thread, ("P3", page)),
        _ratio(played, "notifications page", played.cookies, "/notifications", ("P3", page)),
        _ratio(played, "profile page", played.cookies, f"/@{world.first}", ("P3", page)),
        _ratio(played, "hashtag page", played.cookies, f"/tags/{world.tag}", ("P3", page)),
        *search(played),
    ]


def memory(ground: Ground, pace: Pace) -> list[Figure]:
    """P8: what everything that ``serve`` starts holds after mixed requests, on a server of its own."""
    with server.site(ground) as site, server.empty(ground) as empty:
        played = Stage(ground, site, empty, pace)
        pages = ["/", "/notifications", f"/@{ground.world.first}", ground.world.thread, f"/tags/{ground.world.tag}"]
        sent, turn = 0, min(1.0, pace.seconds)  # short ones, so that it ends near the number
        while sent < pace.mixed:
            sent += press(Work(site.origin, played.tokens, [HOME]), turn).requests
            sent += press(Work(site.origin, played.cookies, pages), turn).requests
            sent += press(Work(site.origin, played.tokens, ["/api/v1/statuses"], "POST", "memory"), 1).requests
        held = site.memory() / _MB
    return [
        Figure("P8", f"memory after {sent:,} requests", f"{held:.0f} MB", "", "≤ 250 MB", held <= 250, {"mb": held})
    ]


def start(ground: Ground, pace: Pace) -> list[Figure]:
    """P9: from the command to the first answered page."""
    times = []
    for _ in range(pace.rounds):
        with server.site(ground) as site:
            times.append((site.started_in, site.processor()))
    seconds, processor = (statistics.median(each) for each in zip(*times, strict=True))
    words = f"{seconds:.2f} s ({processor:.2f} s CPU)"
    numbers = {"seconds": seconds, "cpu": processor}
    return [Figure("P9", "start to first page", words, "", "≤ 3 s", seconds <= 3, numbers)]


def growth(cache: Cache, sizes: tuple[str, str], database: str, pace: Pace) -> list[Figure]:
    """P7: the home timeline's latency on the large world by that on the small one, pressed in turn."""
    small, large = sizes
    with stage(cache, small, database, pace) as few, stage(cache, large, database, pace) as many:
        for played in (few, many):
            press(_home_of(played), 2)
        pairs = [(press(_home_of(few), pace.seconds), press(_home_of(many), pace.seconds)) for _ in range(pace.rounds)]
    ratio = statistics.median(one.p50 and other.p50 / one.p50 for one, other in pairs)
    p50 = statistics.median(other.p50 for _, other in pairs)
    words = f"p50 {p50:.1f} ms, {ratio:.2f} × {small}"
    return [
        Figure("P7", f"home timeline, {large}, {database}", words, "", "≤ 1.3 × small", ratio <= 1.3, {"ratio": ratio})
    ]


def _home_of(played: Stage) -> Work:
    return Work(played.site.origin, played.tokens, [HOME])


def _throughput(bar: str, work: str, found: Rounds, wanted: str, *, met: bool) -> Figure:
    middle = found.middle
    words = f"{middle.rate:,.0f}/s, p50 {middle.p50:.1f} ms, p99 {middle.p99:.1f} ms, {middle.cost:.2f} ms CPU"
    rates = {"rate": middle.rate, "empty": statistics.median(each.rate for each in found.empty)}
    costs = {"cpu_ms": middle.cost, "empty_cpu_ms": statistics.median(each.cost for each in found.empty)}
    numbers = {**rates, **costs, "share": found.share, "p50": middle.p50, "p99": middle.p99, "bytes": middle.size}
    return Figure(bar, work, words, f"{found.share:.3f}", wanted, met, numbers)


def _ratio(played: Stage, work: str, headers: list[str], path: str, measure: tuple[str, float]) -> Figure:
    found = played.alone(headers, [path])
    name, p50 = measure
    ratio = found.p50 / p50
    words = f"p50 {found.p50:.1f} ms, {ratio:.2f} × {name}'s"
    return Figure("P6", f"{work}, {_where(played)}", words, "", f"≤ 3 × {name}'s p50", ratio <= 3, {"ratio": ratio})


def _usual_authors(played: Stage) -> list[str]:
    """The tokens of those whose number of followers is nearest to a hundred."""
    world = played.ground.world
    away = {account: abs(world.followed[account] - _USUAL) for account, _ in world.tokens}
    near = max(20, min(away.values()))
    return [token for account, token in world.tokens if away[account] <= near]


def _post(tokens: list[str], number: int) -> Post:
    return Post(tokens[number * 7 % len(tokens)], f"Post number {number} at a steady pace. Tea is ready.")


def _where(played: Stage) -> str:
    return f"{played.ground.size}, {played.ground.database}"
