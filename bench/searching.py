"""The search part of P6: posts by their words, one question after another, and how large the index is."""

import json
import statistics
import time
from urllib.parse import quote

from bench.figures import Figure
from bench.stage import Stage, inside

BAR_MS = 50
BAR_SIZE = {"sqlite": 1.0, "postgres": 1.5}

# What is asked, each as often as the others: common and rare words, several scripts, phrases, every kind of operator.
MIX = (
    "garden", "the", "bread soup", "music street child", "хлебом", "der Fluss", "forêt lumiere", "الحديقة", "ספרים",
    "किताबें", "音楽", "花園 -茶", '"opens late"', '"old library" -rain', "#garden", "#mushrooms tea", "river has:link",
    "winter is:reply", "letter -is:reply in:community", "from:me", "from:me bread", "before:2027 apple", "has:link",
    "zzzzzz", "window nobodywritesthis", "garden garten jardin",
)  # fmt: skip


def search(played: Stage) -> list[Figure]:
    """How long a page of results takes, asked by one member after another, and the index by the text."""
    taken = sorted(_times(played))
    p50, p95 = statistics.median(taken), taken[int(len(taken) * 0.95)]
    where = f"{played.ground.size}, {played.ground.database}"
    sizes = json.loads(inside(played.ground, "index-size"))
    ratio, most = sizes["index"] / sizes["text"], BAR_SIZE[played.ground.database]
    words = f"{sizes['index'] / 1e6:.1f} MB for {sizes['text'] / 1e6:.1f} MB of text, {ratio:.2f} × the text"
    return [
        Figure("P6", f"search for posts, API, {where}", f"p50 {p50:.1f} ms, p95 {p95:.1f} ms", "", f"≤ {BAR_MS} ms",
               p50 <= BAR_MS, {"p50": p50, "p95": p95}),
        Figure("P6", f"index of posts, {where}", words, "", f"≤ {most} × the text", ratio <= most, {"ratio": ratio}),
    ]  # fmt: skip


def _times(played: Stage) -> list[float]:
    """Milliseconds for each question, as long as a round lasts, and each of them at least once."""
    found: list[float] = []
    until = time.monotonic() + played.pace.seconds
    number = -len(MIX)  # each once before it counts
    while number < len(MIX) or time.monotonic() < until:
        token = played.tokens[number * 7 % len(played.tokens)]
        began = time.perf_counter()
        played.fetch(f"/api/v2/search?type=statuses&q={quote(MIX[number % len(MIX)])}", token)
        if number >= 0:
            found.append((time.perf_counter() - began) * 1000)
        number += 1
    return found
