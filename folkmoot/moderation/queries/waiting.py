"""What nobody has decided on yet, for the marks beside staff's places."""

from functools import cache
from typing import NamedTuple

from folkmoot.accounts.capabilities import Capability
from folkmoot.accounts.queries import WAITING_COUNT
from folkmoot.core.rows import id_list, select
from folkmoot.moderation.queries.queue import LIVE_ONES, MY_WORK
from folkmoot.moderation.visibility import roster

MOST = 1_000  # nobody counts further


class Waiting(NamedTuple):
    """How many cases and applications nobody has decided on yet."""

    cases: int
    applications: int


def waiting(viewer: int) -> Waiting:
    """How much waits for a viewer, in two statements; of cases, those that they can decide; nothing is for nobody."""
    here = roster()
    seen, lets_in = here.sight(viewer), here.sight(viewer, Capability.SIGN_UPS) is not None
    values = {"viewer": viewer, "most": MOST, "kept": id_list(seen.kept if seen else ())}
    return Waiting(*select(_text(seen.sql("c") if seen else "", lets_in=lets_in), values)[0])


@cache
def _text(shown: str, *, lets_in: bool) -> str:
    cases = f"SELECT 1 FROM moderation_case c WHERE {LIVE_ONES} AND {MY_WORK} AND {shown} LIMIT %(most)s"
    decided = f"(SELECT COUNT(*) FROM ({cases}) w)" if shown else "0"
    return f"SELECT {decided}, {f'({WAITING_COUNT})' if lets_in else 0}"
