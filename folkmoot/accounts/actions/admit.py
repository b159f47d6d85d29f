"""The last step in: an account is active once it is let in and its address is confirmed."""

from django.db.models import Q

from folkmoot.accounts.actions.trust import begin_days
from folkmoot.accounts.events import Joined
from folkmoot.accounts.models import Account, Login
from folkmoot.accounts.queries import address_is_confirmed
from folkmoot.core.events import publish


def admit(login_id: int) -> None:
    """Make the account a member if nothing is missing any more; inside the caller's transaction.

    The lock makes an approval and a confirmation that come at once see each other.
    """
    list(Login.objects.select_for_update().filter(id=login_id).values_list("id"))
    if not address_is_confirmed(login_id):
        return
    let_in = Q(login__approved_at__isnull=False, login__declined_at=None)
    fine = Q(login=login_id, active=False, suspended_at=None, deactivated_at=None, deleted_at=None)
    account = Account.objects.filter(let_in & fine).first()
    if account and Account.objects.filter(id=account.id, active=False).update(active=True):
        begin_days(account.id)
        publish(Joined(account.id))
