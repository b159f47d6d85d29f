"""One of everything that a member can have, made through the API as apps make it, with its ids by address."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from folkmoot.accounts.actions import create_token
from folkmoot.accounts.models import Account
from folkmoot.api.answers import iso
from folkmoot.core.events import drain
from tests.doors import Door
from tests.pictures import lay
from tests.posts.writing import say

OF_STAFF = (
    *("accounts", "reports", "domain_allows", "domain_blocks", "ip_blocks", "canonical_email_blocks", "tags"),
    *("trends/links", "trends/statuses", "trends/tags", "trends/links/publishers"),
)
# What stands in an address before an id, and whose id it is: the first that fits; every route with an id has one
BEGINNINGS = (
    ("/api/v2/filters/keywords/", "keyword"),
    ("/api/v2/filters/statuses/", "filtered"),
    ("/api/v2/filters/", "filter"),
    ("/api/v1/filters/", "keyword"),
    ("/api/v1/lists/", "list"),
    ("/api/v1/timelines/list/", "list"),
    ("/api/v1/media/", "media"),
    ("/api/v1/scheduled_statuses/", "scheduled"),
    ("/api/v1/notifications/requests/", "nothing"),
    ("/api/v1/notifications/", "notification"),
    ("/api/v1/conversations/", "conversation"),
    ("/api/v1/featured_tags/", "featured"),
    ("/api/v1/polls/", "poll"),
    ("/api/v1/statuses/", "post"),
    ("/api/v1/accounts/", "account"),
    ("/api/v1/follow_requests/", "account"),
    ("/api/v1/suggestions/", "account"),
    ("/api/v1/announcements/", "announcement"),
    ("/api/v1/collections/", "collection"),
    ("/api/v1/annual_reports/", "nothing"),
    ("/api/v1_alpha/async_refreshes/", "nothing"),
    *((f"/api/v1/admin/{kind}/", "nothing") for kind in OF_STAFF),
)
NEVER = 4_000_000_000_000_001  # an id that nothing has


def kind_at(path: str) -> str:
    """Whose id it is that stands in an address; ``""`` where there is none that is known."""
    return next((kind for start, kind in BEGINNINGS if path.startswith(f"{start}:id")), "")


def belongings(owner: Account, other: Account) -> dict[str, int]:
    """One of everything, private where it can be; what ``owner`` alone may see or change."""
    door = Door(create_token(owner, "read write follow push", 1))
    made = _posts(owner, other, door)
    made |= {"account": other.id, "nothing": NEVER, "announcement": NEVER, "media": lay(owner.id, alt="Boats").id}
    words = [{"keyword": "football"}]
    found = _made(door, "/api/v2/filters", title="S", context=["home"], keywords_attributes=words)
    made |= {"filter": int(found["id"]), "keyword": int(found["keywords"][0]["id"])}
    made["filtered"] = _id(door, f"/api/v2/filters/{found['id']}/statuses", status_id=str(made["post"]))
    made["list"] = _id(door, "/api/v1/lists", title="Friends")
    made["collection"] = int(_made(door, "/api/v1/collections", name="Rowers", discoverable=False)["collection"]["id"])
    made["featured"] = _id(door, "/api/v1/featured_tags", name="garden")
    due = iso(timezone.now() + timedelta(days=1))
    made["scheduled"] = _id(door, "/api/v1/statuses", status="Tomorrow", scheduled_at=due)
    return made


def _posts(owner: Account, other: Account, door: Door) -> dict[str, int]:
    """A post for the owner's own eyes, a question to oneself, and what somebody else said to the owner alone."""
    made = {"post": say(owner, "For me alone", "direct")}
    made["poll"] = _id(
        door, "/api/v1/statuses", status="?", visibility="direct", poll={"options": ["a", "b"], "expires_in": 3600}
    )
    say(other, f"@{owner.username} hello", "direct")
    drain()
    made["notification"] = int(door.get("/api/v1/notifications").json()[0]["id"])
    made["conversation"] = int(door.get("/api/v1/conversations").json()[0]["id"])
    return made


def _id(door: Door, path: str, **body: Any) -> int:
    return int(_made(door, path, **body)["id"])


def _made(door: Door, path: str, **body: Any) -> Any:
    answer = door.post(path, body=body)
    assert answer.status_code == 200, (path, answer.text)
    return answer.json()
