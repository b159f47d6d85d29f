"""Circles: which there are, who is on them; nobody is told of those of others."""

from dataclasses import dataclass

from folkmoot.accounts.hydrate import views
from folkmoot.accounts.queries import AccountView
from folkmoot.core.cursors import Page, Slice
from folkmoot.core.errors import NotFound
from folkmoot.core.few import Few
from folkmoot.core.rows import select
from folkmoot.relations.models import Circle, CircleMember

WITH_CIRCLES = Few("relations_circle")
WITH_EXCLUSIVE = Few("relations_circle", "exclusive")


@dataclass(frozen=True, slots=True)
class CircleView:
    """A circle as its owner sees it; ``replies`` says whose answers its feed shows: "list", "followed" or "none"."""

    id: int
    title: str
    replies: str
    exclusive: bool
    people: int = 0


def circles(viewer: int) -> list[CircleView]:
    """The viewer's own circles in the order they were made; members without any cost no statement."""
    return [CircleView(*row) for row in select(_OWN, {"viewer": viewer})] if WITH_CIRCLES.has(viewer) else []


def circle(viewer: int, circle_id: int) -> CircleView:
    """One of the viewer's own; somebody else's is not there."""
    row = Circle.objects.filter(id=circle_id, account=viewer).first()
    if row is None:
        raise NotFound
    return CircleView(row.id, row.title, row.replies, row.exclusive)


def circle_people(viewer: int, circle_id: int, page: Page) -> Slice[AccountView]:
    """Who is on one of the viewer's circles, who came last in front."""
    circle(viewer, circle_id)
    text = f"{_PEOPLE} {'ASC' if page.ascending else 'DESC'} LIMIT %(limit)s"
    bounds = {"above": page.above, "below": page.below, "limit": page.limit + 1}
    cut = Slice.cut(select(text, {"circle": circle_id, **bounds}), page, lambda row: int(row[0]))
    people = views(row[1] for row in cut.items)
    return cut.filled(people[row[1]] for row in cut.items)


def people_on(viewer: int, circle_id: int) -> frozenset[int]:
    """All accounts on one of the viewer's circles."""
    circle(viewer, circle_id)
    return frozenset(CircleMember.objects.filter(circle=circle_id).values_list("account", flat=True))


def circles_with(viewer: int, account_id: int) -> list[CircleView]:
    """Those of the viewer's circles that an account is on."""
    there = set(
        CircleMember.objects.filter(circle__account=viewer, account=account_id).values_list("circle", flat=True)
    )
    return [each for each in circles(viewer) if each.id in there]


_OWN = """SELECT c.id, c.title, c.replies, c.exclusive, (SELECT COUNT(*) FROM relations_circlemember m
    JOIN accounts_account a ON a.id = m.account_id WHERE m.circle_id = c.id AND a.active)
  FROM relations_circle c WHERE c.account_id = %(viewer)s ORDER BY c.id"""
_PEOPLE = """SELECT m.id, m.account_id FROM relations_circlemember m JOIN accounts_account a ON a.id = m.account_id
  WHERE m.circle_id = %(circle)s AND a.active AND m.id > %(above)s AND m.id < %(below)s ORDER BY m.id"""
