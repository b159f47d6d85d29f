"""Who answered a post with which emoji."""

from folkmoot.accounts.hydrate import AccountView, views
from folkmoot.core.cursors import Page, Slice
from folkmoot.core.rows import select
from folkmoot.posts.queries.reading import get_post
from folkmoot.relations.visibility import unblocked_sql


def reacted_by(viewer: int | None, post_id: int, page: Page) -> Slice[tuple[AccountView, str]]:
    """Who answered a post that the viewer may see with which emoji, the newest first."""
    target = get_post(viewer, post_id).post_id
    unblocked = unblocked_sql("x.account_id", "%(viewer)s") if viewer is not None else "1 = 1"
    text = f"""SELECT x.id, x.account_id, x.emoji FROM posts_reaction x JOIN accounts_account a ON a.id = x.account_id
      WHERE x.post_id = %(post)s AND a.active AND {unblocked} AND x.id > %(above)s AND x.id < %(below)s
      ORDER BY x.id {"ASC" if page.ascending else "DESC"} LIMIT %(limit)s"""
    bounds = {"above": page.above, "below": page.below, "limit": page.limit + 1}
    cut = Slice.cut(select(text, {"post": target, "viewer": viewer, **bounds}), page, lambda row: int(row[0]))
    people = views([row[1] for row in cut.items])
    return cut.filled((people[row[1]], row[2]) for row in cut.items)
