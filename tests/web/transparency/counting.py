"""Reports, decisions and objections laid straight into the tables, and the numbers read from page and file."""

import csv
import io
from typing import Any

from django.test import Client
from django.utils import timezone

from folkmoot.core.ids import id_at
from folkmoot.moderation import dsa
from folkmoot.moderation.models import Appeal, Report, Restriction, Statement
from folkmoot.moderation.queries import transparency
from tests.web.pages import Page, page

PAGE, SHEET = "/transparency", "/transparency.csv"
FEW = "fewer than 3"


def reports(number: int, category: str = "spam", **how: Any) -> None:
    first = id_at(timezone.now()) + Report.objects.count()
    Report.objects.bulk_create(Report(id=first + each, category=category, **how) for each in range(number))


def decisions(number: int, action: str = "remove", kind: str = "post", **how: Any) -> None:
    first, now = id_at(timezone.now()) + Restriction.objects.count(), timezone.now()
    same = {"kind": kind, "object_id": 5, "reason": "Vile words", "starts_at": now, "decided_by": 7, **how}
    made = Restriction.objects.bulk_create(
        Restriction(id=first + each, action=action, **same) for each in range(number)
    )
    said = {"decision_ground": dsa.INCOMPATIBLE, "source_type": dsa.VOLUNTARY, "automated_decision": dsa.NOT_AUTOMATED}
    held = {"account_id": 5, "text": ".", "language": "en", "delivered_at": now, "delivered_via": "page"}
    Statement.objects.bulk_create(
        Statement(id=each.id, restriction=each, puid=str(each.id), fields=said, **held) for each in made
    )


def objections(number: int, **how: Any) -> None:
    first, now = id_at(timezone.now()) + Appeal.objects.count(), timezone.now()
    Appeal.objects.bulk_create(
        Appeal(id=first + each, text=".", due_at=now, **{"by": "author", **how}) for each in range(number)
    )


def rows(client: Client, address: str = SHEET) -> list[list[str]]:
    """The file, as a spreadsheet reads it."""
    transparency._cache.clear()
    answer = client.get(address)
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(answer.content.decode(), newline="")))


def figure(client: Client, *names: str) -> str:
    """The number in the line with these names, in the part, the group and by itself."""
    (found,) = [row[-1] for row in rows(client) if row[2:5] == list(names)]
    return found


def groups(client: Client) -> dict[str, dict[str, str]]:
    """What is told by its parts."""
    found: dict[str, dict[str, str]] = {}
    for _community, _period, part, group, name, number in rows(client)[1:]:
        if group:
            found.setdefault(f"{part}: {group}", {})[name] = number
    return found


def told(client: Client, address: str = PAGE) -> Page:
    transparency._cache.clear()
    return page(client.get(address))
