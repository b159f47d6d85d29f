"""Those one follows who follow somebody as well."""

from collections.abc import Iterable
from functools import cache

from folkmoot.accounts.hydrate import views
from folkmoot.accounts.queries import AccountView
from folkmoot.core.rows import among, id_list, select
from folkmoot.relations.visibility import unblocked_sql

FAMILIAR_MOST = 40  # of each


def familiar_followers(viewer: int, ids: Iterable[int]) -> dict[int, list[AccountView]]:
    """Who of those that the viewer follows follows each of these accounts, latest first; those not there are left out.

    Nobody is named for an account that blocks the viewer or is blocked, or that keeps its followers to itself; nobody
    who keeps to themselves whom they follow is named.
    """
    wanted = {some_id: view for some_id, view in views(ids).items() if view.active}
    if not wanted:
        return {}
    rows = select(_text(), {"viewer": viewer, "ids": id_list(wanted), "most": FAMILIAR_MOST})
    people = views(row[1] for row in rows)
    found: dict[int, list[AccountView]] = {some_id: [] for some_id in wanted}
    for followed, follower in rows:
        found[followed].append(people[follower])
    return found


@cache
def _text() -> str:
    return f"""SELECT k.followed_id, k.follower_id FROM (
        SELECT f.id, f.followed_id, f.follower_id,
          ROW_NUMBER() OVER (PARTITION BY f.followed_id ORDER BY f.id DESC) AS place
        FROM relations_follow f
        JOIN relations_follow mine ON mine.followed_id = f.follower_id AND mine.follower_id = %(viewer)s
        JOIN accounts_account a ON a.id = f.follower_id AND a.active AND NOT a.hides_people
        JOIN accounts_account o ON o.id = f.followed_id AND (NOT o.hides_people OR o.id = %(viewer)s)
        WHERE {among("f.followed_id", "ids")}
          AND {unblocked_sql("f.followed_id", "%(viewer)s")} AND {unblocked_sql("a.id", "%(viewer)s")}) k
      WHERE k.place <= %(most)s ORDER BY k.followed_id, k.id DESC"""
