"""What programs are told while their device sleeps."""

from django.utils import translation

from folkmoot.accounts.queries import get_account
from folkmoot.api.entities.letters import letter
from folkmoot.instance.queries import community
from folkmoot.notifications.events import NewsForDevices
from folkmoot.notifications.webpush import deliver


def tell_devices(event: NewsForDevices) -> None:
    """Tell a member's devices what is new, in the member's language."""
    language = get_account(event.account_id, event.account_id).language
    with translation.override(language or community().language):
        deliver(event.account_id, letter)
