"""Old posts that go by themselves, as their author decided."""

from dataclasses import asdict

from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.accounts.models import Account
from folkmoot.core.errors import Invalid
from folkmoot.posts.actions.delete import delete_post
from folkmoot.posts.models import AutoDelete
from folkmoot.posts.queries.aging import Policy, old_posts, read_policy, would_go

DAYS = (14, 30, 60, 90, 180, 365, 730)
LEAST_MOST = 1_000_000
AT_ONCE = 100  # posts of one account in one go


def delete_old_posts(actor: Account, policy: Policy, confirmed: int) -> None:
    """Let posts that have grown old go from now on; ``confirmed`` is the number that the member was told would go now.

    When it has become more meanwhile, nothing is begun: the member is asked again.
    """
    _check(policy)
    with transaction.atomic():
        if would_go(actor.id, policy) > confirmed:
            raise Invalid("confirmed", _("There are more posts by now. Please look at the number again."))
        values = asdict(policy) | {"seen_up_to": 0}
        AutoDelete.objects.update_or_create(account=actor, defaults=values)


def keep_old_posts(actor: Account) -> None:
    """Let no more posts go by themselves, at once."""
    AutoDelete.objects.filter(account=actor).delete()


def members_with_policy() -> list[int]:
    """The active members whose old posts go by themselves."""
    return list(AutoDelete.objects.filter(account__active=True).values_list("account_id", flat=True))


def delete_some(account_id: int) -> None:
    """Delete up to a hundred old posts of a member, one by one; it ends as soon as they decide otherwise."""
    row = AutoDelete.objects.select_related("account").filter(account=account_id).first()
    if row is None:
        return
    policy = read_policy(row)
    old = old_posts(account_id, policy, row.seen_up_to, AT_ONCE)
    for post_id in old.ids:
        if not _deleted(row.account, policy, post_id):
            return
    AutoDelete.objects.filter(account=account_id).update(seen_up_to=old.seen_up_to)


def _deleted(actor: Account, policy: Policy, post_id: int) -> bool:
    """Delete one post, unless the member has decided otherwise since."""
    with transaction.atomic():
        row = AutoDelete.objects.select_for_update().filter(account=actor).first()
        if row is None or read_policy(row) != policy:
            return False
        if post_id in old_posts(actor.id, policy, post_id - 1, 1).ids:  # it may have been liked or pinned meanwhile
            delete_post(actor, post_id)
    return True


def _check(policy: Policy) -> None:
    if policy.days not in DAYS:
        raise Invalid("days", _("Choose from the list after how long posts go."))
    for name, least in (("least_likes", policy.least_likes), ("least_boosts", policy.least_boosts)):
        if least is not None and not 1 <= least <= LEAST_MOST:
            raise Invalid(name, _("This must be a number from 1, or empty."))
