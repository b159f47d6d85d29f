"""Two accounts, held still while something between them changes."""

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from folkmoot.accounts.models import Account, Stats
from folkmoot.core.errors import NotAllowed, NotFound
from folkmoot.core.rows import Change, count, insert_once
from folkmoot.relations.models import CircleMember, CollectionItem, Endorsement, Follow, FollowRequest

if TYPE_CHECKING:
    from collections.abc import Mapping


def hold(actor: Account, other_id: int) -> Account:
    """The other account, as it stands; nobody else changes what is between the two until the transaction ends.

    Without the lock, a follow could slip in while a block clears follows away. ``NotFound`` when the other is not
    to be seen; ``NotAllowed`` towards oneself and while the actor is suspended.
    """
    if actor.id == other_id:
        raise NotAllowed(_("That is your own account."))
    found = _locked(actor.id, other_id)
    if actor.id not in found or not found[actor.id].active:
        raise NotAllowed(_("Your account cannot do this at the moment."))
    if other_id not in found or not found[other_id].active:
        raise NotFound
    return found[other_id]


def hold_any(actor: Account, other_id: int) -> None:
    """The same lock for taking something back, which is possible towards anybody there ever was."""
    if len(_locked(actor.id, other_id)) != len({actor.id, other_id}):
        raise NotFound


def join(follower: int, followed: int) -> bool:
    """Make a follow, as it was asked for if it was, and count it; whether it is new."""
    asked = FollowRequest.objects.filter(follower=follower, followed=followed)
    wishes: Mapping[str, object] = asked.values("boosts", "tell", "languages").first() or {}
    asked.delete()
    made = insert_once(Follow, follower_id=follower, followed_id=followed, **wishes)
    if made:
        _count(follower, followed, 1)
    return made


def part(follower: int, followed: int) -> bool:
    """Undo a follow and count it; whether there was one."""
    gone = bool(Follow.objects.filter(follower=follower, followed=followed).delete()[0])
    if gone:
        Endorsement.objects.filter(account=follower, endorsed=followed).delete()
        _count(follower, followed, -1)
    return gone


def drop_request(follower: int, followed: int) -> bool:
    """Take a request away; whether there was one."""
    return bool(FollowRequest.objects.filter(follower=follower, followed=followed).delete()[0])


def leave_circles(owner: int, other: int) -> None:
    """Take the one out of all circles of the other."""
    CircleMember.objects.filter(circle__account=owner, account=other).delete()


def leave_collections(owner: int, other: int) -> None:
    """Take the one out of all collections of the other; what they left by themselves stays left."""
    CollectionItem.objects.filter(collection__account=owner, account=other, left_at=None).delete()


def _locked(one: int, other: int) -> dict[int, Account]:
    both = Account.objects.filter(Q(id=one) | Q(id=other)).order_by("id")
    return {account.id: account for account in both.select_for_update(no_key=True)}


def _count(follower: int, followed: int, by: int) -> None:
    changes = {follower: Change("following", by), followed: Change("followers", by)}
    for account_id in sorted(changes):  # one order for all, so that two writers never wait for each other
        count(Stats, account_id, changes[account_id])
