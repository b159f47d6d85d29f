"""How what was reported stands now: as it did, changed, gone; or not for staff to see."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from folkmoot.accounts.hydrate import views
from folkmoot.moderation.freezing import words_of
from folkmoot.moderation.models import ReportItem
from folkmoot.posts import hydrate
from folkmoot.posts.models import Post

type Fate = Literal["same", "changed", "deleted", "removed", "gone", "elsewhere"]


@dataclass(frozen=True)
class Present:
    """What became of one thing: ``text`` is what it says now, where that is different and open to the viewer."""

    fate: Fate
    path: str = ""
    text: str = ""


def present(viewer: int, items: Iterable[ReportItem]) -> dict[int, Present]:
    """How the things of these items stand now, by the items' ids."""
    rows = list(items)
    posts = _posts(viewer, [row for row in rows if row.kind == "post"])
    accounts = _accounts([row for row in rows if row.kind == "account"])
    return {row.id: posts.get(row.id) or accounts.get(row.id) or Present("elsewhere") for row in rows}


def _posts(viewer: int, items: list[ReportItem]) -> dict[int, Present]:
    wanted = [item.object_id for item in items if item.object_id]
    if not wanted:
        return {}
    seen = {view.id: view.body for view in hydrate.posts(viewer, wanted)}
    rows = {row.id: row for row in Post.objects.filter(id__in=wanted).only("id", "deleted_at", "removed_at", "text")}
    found: dict[int, Present] = {}
    for item in items:
        row, body = rows.get(item.object_id or 0), seen.get(item.object_id or 0)
        found[item.id] = _fate(item, row, body)
    return found


def _fate(item: ReportItem, row: Post | None, body: "hydrate.Body | None") -> Present:
    if row is None or row.deleted_at:
        return Present("deleted")
    if row.removed_at:
        return Present("removed")
    was = item.snapshot.get("text", "")
    path = body.path if body else ""
    if row.text == was:
        return Present("same", path)
    return Present("changed", path, body.text if body else "")


def _accounts(items: list[ReportItem]) -> dict[int, Present]:
    people = views({item.object_id for item in items if item.object_id})
    found: dict[int, Present] = {}
    for item in items:
        account = people.get(item.object_id or 0)
        if account is None:
            found[item.id] = Present("gone")
            continue
        now = "\n\n".join(part for part in (account.name, account.bio) if part)
        was = words_of({name: item.snapshot.get(name, "") for name in ("name", "bio")})
        found[item.id] = (
            Present("same", account.path) if now == was or not was else Present("changed", account.path, now)
        )
    return found
