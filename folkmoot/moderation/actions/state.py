"""The columns that reading looks at: each is the OR of the restrictions that run."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import F

from folkmoot.accounts.actions import hide_account, show_account
from folkmoot.accounts.models import Account
from folkmoot.moderation.interaction import SHUTS_OUT
from folkmoot.moderation.models import Restriction
from folkmoot.moderation.models.decisions import TAKES_AWAY
from folkmoot.posts.models import Post, Restricted

_Action = Restriction.Action
_BITS = {
    _Action.LABEL: Restricted.LABEL,
    _Action.AGE_GATE: Restricted.AGE_GATE,
    _Action.LIMIT: Restricted.LIMIT,
    _Action.DEMOTE: Restricted.DEMOTE,
}


def hold(kind: str, object_id: int) -> Account | None:
    """The account concerned (a post's author), or ``None``; no other decision is made until the transaction ends."""
    if kind == Restriction.Kind.ACCOUNT:
        return Account.objects.select_for_update(no_key=True).filter(id=object_id, deleted_at=None).first()
    posts = Post.objects.select_for_update(no_key=True, of=("self",)).filter(id=object_id, boost_of=None)
    post = posts.select_related("account").first()
    return post.account if post else None


def apply(kind: str, object_id: int) -> None:
    """Bring the columns of an account or a post in line with the restrictions that run."""
    running = list(Restriction.objects.filter(kind=kind, object_id=object_id, ended_at=None).order_by("id"))
    if kind == Restriction.Kind.POST:
        _apply_to_post(object_id, running)
    else:
        _apply_to_account(object_id, running)


def _apply_to_post(post_id: int, running: Sequence[Restriction]) -> None:
    bits = reduce(or_, (_BITS.get(_Action(each.action), 0) for each in running), 0)
    words = "\n".join(dict.fromkeys(each.label for each in running if each.label))
    wanted = {"removed_at": _since(running, TAKES_AWAY), "restricted": bits or None, "notice": words or None}
    if Post.objects.filter(id=post_id).values(*wanted).first() not in (None, wanted):
        Post.objects.filter(id=post_id).update(**wanted, version=F("version") + 1)


def _apply_to_account(account_id: int, running: Sequence[Restriction]) -> None:
    unlisted, limited = _since(running, {_Action.LIMIT, _Action.DEMOTE}), _since(running, {_Action.LIMIT})
    Account.objects.filter(id=account_id).update(unlisted_at=unlisted, limited_at=limited)
    if since := _since(running, SHUTS_OUT):
        hide_account(account_id, since)
    else:
        show_account(account_id)


def _since(running: Sequence[Restriction], of: Collection[str]) -> datetime | None:
    return min((each.starts_at for each in running if each.action in of), default=None)
