"""The columns that visibility reads: each is the OR of the restrictions that run."""

from django.db.models import F, Min

from folkmoot.accounts.actions import hide_account, show_account
from folkmoot.accounts.models import Account
from folkmoot.moderation.models import Restriction
from folkmoot.posts.models import Post


def hold(kind: str, object_id: int) -> Account | None:
    """The account concerned (a post's author), or ``None``; no other decision is made until the transaction ends."""
    if kind == Restriction.Kind.ACCOUNT:
        return Account.objects.select_for_update(no_key=True).filter(id=object_id, deleted_at=None).first()
    posts = Post.objects.select_for_update(no_key=True, of=("self",)).filter(id=object_id, boost_of=None)
    post = posts.select_related("account").first()
    return post.account if post else None


def apply(kind: str, object_id: int) -> None:
    """Bring the column of an account or a post in line with the restrictions that run."""
    running = Restriction.objects.filter(kind=kind, object_id=object_id, ended_at=None)
    since = running.aggregate(since=Min("starts_at"))["since"]
    if kind == Restriction.Kind.POST:
        stale = Post.objects.filter(id=object_id).exclude(removed_at=since)
        stale.update(removed_at=since, version=F("version") + 1)
    elif since:
        hide_account(object_id, since)
    else:
        show_account(object_id)
