"""Members who also come in through the sign-in service that the operator connected."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.events import IdentityChanged
from folkmoot.accounts.models import Account, Identity, Login
from folkmoot.core.errors import Invalid, NotFound
from folkmoot.core.events import publish


@transaction.atomic
def link_identity(login_id: int, issuer: str, subject: str) -> None:
    """Whoever is this to the service is this member here; ``Invalid`` when either of them is somebody else already."""
    try:
        with transaction.atomic():
            Identity.objects.create(login_id=login_id, issuer=issuer, subject=subject, linked_at=timezone.now())
    except IntegrityError as problem:
        raise Invalid("", _("This is connected with an account already. Take that connection away first.")) from problem
    _say(login_id)


@transaction.atomic
def unlink_identity(login_id: int, issuer: str) -> None:
    """The member does not come in that way any more; ``NotFound`` if they never did."""
    Login.objects.select_for_update().get(id=login_id)
    if not Identity.objects.filter(login_id=login_id, issuer=issuer).delete()[0]:
        raise NotFound
    _say(login_id)


def _say(login_id: int) -> None:
    for account_id in Account.objects.filter(login_id=login_id).values_list("id", flat=True):
        publish(IdentityChanged(account_id))
