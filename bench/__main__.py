"""``python -m bench``: measures the bars that were asked for, prints one table, keeps the figures."""

import argparse
import sys
from collections.abc import Callable, Iterator

from bench import bars
from bench.browser import interactive
from bench.cache import Cache
from bench.figures import Figure, table, write
from bench.flood import flood
from bench.load import LoadError
from bench.pictures import preparing
from bench.recordings import filming
from bench.spreading import spreading
from bench.stage import Pace, stage
from bench.streaming import streaming
from bench.suggesting import suggesting

ALL = ("P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8", "P9", "P10", "P11", "P12", "P13", "P14", "P15")
_PLAYS = {
    "P1": bars.home,
    "P2": bars.home,
    "P3": bars.home_page,
    "P6": bars.other_reads,
    "P12": interactive,
    "P4": bars.posting,  # last: it changes what the others read
    "P5": spreading,
    "P10": streaming,
    "P14": flood,
}


def main() -> int:
    """Measure, and fail only when something could not be measured: a bar that is missed is a figure, not an error."""
    options = _options()
    cache, figures = Cache(), []
    try:
        for figure in measure(cache, options):
            print(f"  {figure.bar} {figure.work}: {figure.measured}", file=sys.stderr, flush=True)
            figures.append(figure)
    finally:
        cache.close()
    figures.sort(key=lambda figure: ALL.index(figure.bar))
    print(table(figures))
    print(f"\nKept in {write(figures, vars(options))}.", file=sys.stderr)
    return 0


def measure(cache: Cache, options: argparse.Namespace) -> Iterator[Figure]:
    """Everything that was asked for, ground by ground."""
    pace = Pace(options.seconds, options.rounds, 300 if options.quick else 10_000)
    size, wanted = options.size, options.only
    first = options.database or "sqlite"
    on_first = [bar for bar in _PLAYS if bar in wanted and bar not in {"P2", "P5"}]
    if on_first:
        yield from _play(cache, (size, first), on_first, pace)
    if "P2" in wanted and options.database != "sqlite":
        yield from _play(cache, (size, "postgres"), ["P2"], pace)
    if {"P8", "P9"} & set(wanted):
        with cache.ground(size, first) as ground:
            yield from _tried("P8", bars.memory, ground, pace) if "P8" in wanted else ()
            yield from _tried("P9", bars.start, ground, pace) if "P9" in wanted else ()
    yield from _makings(options)
    if "P5" in wanted:
        yield from _play(cache, ("tiny" if options.quick else "crowd", first), ["P5"], pace)
    if "P15" in wanted:
        yield from _tried("P15", suggesting, cache, "tiny" if options.quick else "members", first, pace)
    for database in [options.database] if options.database else ["sqlite", "postgres"]:
        if "P7" in wanted:
            sizes = ("tiny", "tiny") if options.quick else (size, "large")
            yield from _tried("P7", bars.growth, cache, sizes, database, pace)


def _makings(options: argparse.Namespace) -> Iterator[Figure]:
    """What the children that make pictures and recordings ready need: no ground."""
    if "P11" in options.only:
        yield from _tried("P11", preparing, options.rounds)
    if "P13" in options.only:
        yield from _tried("P13", filming, 2 if options.quick else 30)


def _play(cache: Cache, where: tuple[str, str], chosen: list[str], pace: Pace) -> Iterator[Figure]:
    with stage(cache, *where, pace) as played:
        for bar in chosen:
            yield from _tried(bar, _PLAYS[bar], played)


def _tried(bar: str, play: Callable[..., list[Figure]], *on: object) -> list[Figure]:
    """The figures, or a line that says that there are none: one bar that fails leaves the others alone."""
    try:
        return play(*on)
    except (LoadError, TimeoutError) as trouble:
        print(f"{bar}: {trouble}", *getattr(trouble, "__notes__", ()), sep="\n", file=sys.stderr)
        return [Figure(bar, "not measured, see above", "errors", "", "no error", met=False)]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--only", default=",".join(ALL), help="bars to measure, such as P1,P4")
    parser.add_argument("--seconds", type=float, default=5, help="length of a round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--size", default="small", choices=["tiny", "small", "large"])
    parser.add_argument("--database", choices=["sqlite", "postgres"], help="measure on this one only")
    parser.add_argument("--quick", action="store_true", help="one second each on a tiny world: does it still run?")
    options = parser.parse_args()
    options.only = options.only.split(",")
    if unknown := set(options.only) - set(ALL):
        parser.error(f"there is no bar {', '.join(sorted(unknown))}; there are {', '.join(ALL)}")
    if options.quick:
        options.seconds, options.rounds, options.size = 1, 1, "tiny"
    return options


if __name__ == "__main__":
    sys.exit(main())
