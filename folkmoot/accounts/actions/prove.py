"""The mail that proves an address; or that tells the member whose address it is already that somebody tried."""

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress

from folkmoot.accounts.actions.applying import address_of


def send_first_link(login_id: int | None, typed: str) -> None:
    """Greet whoever applied, with the link that proves their address; ``None`` applied with that of a member."""
    address = _waits(login_id, typed)
    if address:
        address.send_confirmation(signup=True)


def send_link_again(login_id: int, typed: str) -> None:
    """The link once more, without the greeting."""
    address = _waits(login_id, typed)
    if address:
        address.send_confirmation(signup=False)


def _waits(login_id: int | None, typed: str) -> EmailAddress | None:
    """The address that is to be proved: none if it is proved, not theirs any more, or a member's, who is told."""
    email = address_of(typed)
    if login_id is None:
        get_adapter().send_mail("account/email/account_already_exists", email, {})
        return None
    return EmailAddress.objects.filter(user_id=login_id, email=email, verified=False).first()
