"""A year of a member's, in Mastodon's shape."""

from typing import Any

from folkmoot.accounts.queries import AccountView
from folkmoot.posts.hydrate import PostView
from folkmoot.posts.queries.years import YearView

STATES = {"made": "available", "asked": "generating", "possible": "eligible", "none": "ineligible"}
ARCHETYPES = {
    "reader": "lurker",
    "booster": "booster",
    "asker": "pollster",
    "answerer": "replier",
    "teller": "oracle",
}
_TOPS = {"likes": "favourites", "boosts": "reblogs", "replies": "replies"}


def annual_report(account_id: int, view: YearView) -> dict[str, Any]:
    """An AnnualReport of the second version, with what the first had, but for how one compares with others."""
    known = view.figures
    return {
        "year": view.year,
        "account_id": str(account_id),
        "schema_version": 2,
        "share_url": None,
        "data": {
            "archetype": ARCHETYPES[known["kind"]],
            "time_series": [
                {"month": month, "statuses": written, "followers": followers}
                for month, (written, followers) in enumerate(known["months"], 1)
            ],
            "top_hashtags": _named(view.tags),
            "top_statuses": {f"by_{word}": _id(view.top(by)) for by, word in _TOPS.items()},
            "type_distribution": {
                "total": known["own"] + known["answers"] + known["boosts"],
                "standalone": known["own"],
                "replies": known["answers"],
                "reblogs": known["boosts"],
            },
            "most_used_apps": _named(known["apps"]),
            "commonly_interacted_with_accounts": _people(view.named("answered")),
            "most_reblogged_accounts": _people(view.named("boosted")),
        },
    }


def _named(rows: list[tuple[str, int]]) -> list[dict[str, Any]]:
    return [{"name": name, "count": count} for name, count in rows]


def _people(rows: list[tuple[AccountView, int]]) -> list[dict[str, Any]]:
    return [{"account_id": str(who.id), "count": count} for who, count in rows]


def _id(view: PostView | None) -> str | None:
    return str(view.id) if view else None
