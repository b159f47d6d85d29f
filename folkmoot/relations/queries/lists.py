"""Lists of accounts: followers, requests, blocks, mutes."""

from functools import cache

from django.utils.timezone import now

from folkmoot.accounts.hydrate import views
from folkmoot.accounts.queries import AccountView, get_account
from folkmoot.core.cursors import Page, Slice
from folkmoot.core.few import Few
from folkmoot.core.rows import select
from folkmoot.relations.models import FollowRequest
from folkmoot.relations.queries.pairs import blocked_either_way
from folkmoot.relations.visibility import unblocked_sql

ENDORSING = Few("relations_endorsement")
_UNBLOCKED = unblocked_sql("a.id", "%(viewer)s")
_UNENDED = "(x.ends_at IS NULL OR x.ends_at > %(now)s)"


def followers(viewer: int | None, account_id: int, page: Page) -> Slice[AccountView]:
    """Who follows an account, latest first; nobody when it keeps that to itself, or one of the two blocks the other."""
    if _is_private(viewer, account_id):
        return Slice((), older=None, newer=None)
    return _listed(_text("relations_follow", "followed_id", "follower_id", _UNBLOCKED), account_id, viewer, page)


def following(viewer: int | None, account_id: int, page: Page) -> Slice[AccountView]:
    """Whom an account follows, latest first; nobody when it keeps that to itself, or one blocks the other."""
    if _is_private(viewer, account_id):
        return Slice((), older=None, newer=None)
    return _listed(_text("relations_follow", "follower_id", "followed_id", _UNBLOCKED), account_id, viewer, page)


def requests(viewer: int, page: Page) -> Slice[AccountView]:
    """Who asks to follow the viewer, latest first."""
    return _listed(_text("relations_followrequest", "followed_id", "follower_id", _UNBLOCKED), viewer, viewer, page)


def request_count(viewer: int) -> int:
    """How many ask to follow the viewer."""
    return FollowRequest.objects.filter(followed=viewer, follower__active=True).count()


def endorsed(viewer: int | None, account_id: int, page: Page) -> Slice[AccountView]:
    """Whom an account recommends, latest first; nobody when the viewer and it block each other."""
    if _is_closed(viewer, account_id):
        return Slice((), older=None, newer=None)
    return _listed(_text("relations_endorsement", "account_id", "endorsed_id", _UNBLOCKED), account_id, viewer, page)


def blocks(viewer: int, page: Page) -> Slice[AccountView]:
    """Whom the viewer blocks, latest first."""
    return _listed(_text("relations_block", "blocker_id", "blocked_id", "1 = 1"), viewer, viewer, page)


def mutes(viewer: int, page: Page) -> Slice[AccountView]:
    """Whom the viewer mutes at this moment, latest first."""
    return _listed(_text("relations_mute", "muter_id", "muted_id", _UNENDED), viewer, viewer, page)


def _is_closed(viewer: int | None, account_id: int) -> bool:
    get_account(viewer, account_id)
    return _blocks(viewer, account_id)


def _is_private(viewer: int | None, account_id: int) -> bool:
    """Whether an account keeps to itself whom it follows and who follows it, or is closed; staff see no more."""
    known = get_account(viewer, account_id)
    return (known.hides_people and viewer != account_id) or _blocks(viewer, account_id)


def _blocks(viewer: int | None, account_id: int) -> bool:
    return viewer is not None and blocked_either_way(viewer, account_id)


@cache
def _text(table: str, own: str, other: str, rule: str) -> str:
    return f"""SELECT x.id, a.id FROM {table} x JOIN accounts_account a ON a.id = x.{other}
      WHERE x.{own} = %(owner)s AND a.active AND {rule} AND x.id > %(above)s AND x.id < %(below)s ORDER BY x.id """


def _listed(text: str, owner: int, viewer: int | None, page: Page) -> Slice[AccountView]:
    known = {
        "owner": owner,
        "viewer": viewer,
        "now": now(),
        "above": page.above,
        "below": page.below,
        "limit": page.limit + 1,
    }
    rows = select(text + ("ASC" if page.ascending else "DESC") + " LIMIT %(limit)s", known)
    cut = Slice.cut(rows, page, lambda row: int(row[0]))
    people = views(row[1] for row in cut.items)
    return cut.filled(people[row[1]] for row in cut.items)
