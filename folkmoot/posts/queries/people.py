"""Who likes a post, and who passed it on."""

from folkmoot.accounts.hydrate import AccountView, views
from folkmoot.core.cursors import Page, Slice
from folkmoot.core.rows import select
from folkmoot.posts.queries.reading import get_post
from folkmoot.relations.visibility import unblocked_sql


def liked_by(viewer: int | None, post_id: int, page: Page) -> Slice[AccountView]:
    """Who likes a post that the viewer may see, the newest first."""
    return _people(viewer, post_id, page, "posts_like x", "x.post_id = %(post)s")


def boosted_by(viewer: int | None, post_id: int, page: Page) -> Slice[AccountView]:
    """Who boosted a post that the viewer may see, the newest first."""
    return _people(viewer, post_id, page, "post x", "x.boost_of_id = %(post)s AND x.deleted_at IS NULL")


def _people(viewer: int | None, post_id: int, page: Page, source: str, where: str) -> Slice[AccountView]:
    get_post(viewer, post_id)
    unblocked = unblocked_sql("x.account_id", "%(viewer)s") if viewer is not None else "1 = 1"
    text = f"""SELECT x.id, x.account_id FROM {source} JOIN accounts_account a ON a.id = x.account_id
      WHERE {where} AND a.active AND {unblocked} AND x.id > %(above)s AND x.id < %(below)s
      ORDER BY x.id {"ASC" if page.ascending else "DESC"} LIMIT %(limit)s"""
    bounds = {"above": page.above, "below": page.below, "limit": page.limit + 1}
    cut = Slice.cut(select(text, {"post": post_id, "viewer": viewer, **bounds}), page, lambda row: int(row[0]))
    people = views([row[1] for row in cut.items])
    return cut.filled(people[row[1]] for row in cut.items)
