"""``python -m bench.rising``: what gets among what rises, over twenty towns that nobody tuned anything on.

Everything happens in a directory of its own that is thrown away after, with the product's own actions.
"""

import argparse
import json
import os
import tempfile
import time
from collections import Counter
from typing import Any

SEEDS = range(101, 121)
BURSTS = {"200 members, a new tag": 0, "200 members, a tag that 8 use every day": 8}  # and how many use it usually
NEWCOMERS = "200 people, 120 of whom joined in the last three days"  # not asked for: where it ends


def main() -> int:
    """Measure, and print one table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seeds", type=int, default=len(SEEDS))
    options.add_argument("--only", default="", help="stories with this in their name")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "folkmoot.project.settings")
        os.environ["FOLKMOOT_DATA_DIR"] = folder
        import django

        django.setup()
        from folkmoot.project.tables import bring_up_to_date

        bring_up_to_date()
        print(json.dumps(measured(SEEDS[: chosen.seeds], chosen.only), indent=2))
    return 0


def measured(seeds: range, wanted: str) -> dict[str, object]:
    """In how many towns each campaign and each burst was shown, why not, and how long the counting took at most."""
    from django.db import transaction

    from bench.crowds import Town

    shown: dict[str, Counter[str]] = {name: Counter() for name in (*campaigns(), *BURSTS, NEWCOMERS) if wanted in name}
    longest = 0.0
    for seed in seeds:
        with transaction.atomic():
            town = Town(seed)
            for name, outcomes in shown.items():
                with transaction.atomic():
                    seconds, outcome = tried(town, name)
                    transaction.set_rollback(True)
                outcomes[outcome] += 1
                longest = max(longest, seconds)
            transaction.set_rollback(True)
    return {"towns": len(seeds), "outcomes": shown, "longest count (s)": round(longest, 2)}


def campaigns() -> dict[str, Any]:
    """All campaigns by name, those that are beyond what was asked last."""
    from bench.crowds import BEYOND, CAMPAIGNS

    return {each.name: each for each in (*CAMPAIGNS, *BEYOND)}


def tried(town: Any, name: str) -> tuple[float, str]:
    """One thing happens to a tag that staff agreed to: how long counting takes, and whether it is shown or why not."""
    from django.utils import timezone

    from folkmoot.discovery.actions import count_anew
    from folkmoot.discovery.kinds import Kind
    from folkmoot.discovery.likeness import skeleton
    from folkmoot.discovery.models import Decision, Rising
    from folkmoot.discovery.queries import rising_tags

    town.begin(name)
    agreed = {"shown": "#Tag", "allowed": True, "made_by": town.members[0].id, "made_at": timezone.now()}
    Decision.objects.create(kind=Kind.TAG, key=skeleton("Tag"), **agreed)
    if name in BURSTS:
        town.everyday("Tag", BURSTS[name])
        town.burst("Tag")
    elif name == NEWCOMERS:
        town.burst("Tag", newcomers=120)
    else:
        town.campaign("Tag", campaigns()[name])
    began = time.perf_counter()
    count_anew()
    taken = time.perf_counter() - began
    found = Rising.objects.filter(kind=Kind.TAG).first()
    if any(each.name == "tag" for each in rising_tags(None, "", 20)):
        return taken, "shown"
    return taken, found.held if found else "nothing"


if __name__ == "__main__":
    raise SystemExit(main())
