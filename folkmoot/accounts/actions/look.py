"""How the site looks and listens to a member, on every device they sign in with."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.accounts.events import LookChosen
from folkmoot.accounts.interaction import require_active
from folkmoot.accounts.models import Account
from folkmoot.core.errors import Invalid
from folkmoot.core.events import publish

THEMES = ("auto", "light", "dark", "contrast")


@dataclass(frozen=True)
class Look:
    """One of ``THEMES``, and whether single keys do something on pages."""

    theme: str
    keys: bool


@transaction.atomic
def choose_look(actor: Account, look: Look) -> Account:
    """Have the site look like this for a member, wherever they sign in; ``Invalid`` when there is no such theme."""
    require_active(actor)
    if look.theme not in THEMES:
        raise Invalid("theme", _("Please choose one of the looks offered."))
    account = Account.objects.select_for_update(no_key=True).get(id=actor.id)
    account.theme, account.keys = look.theme, look.keys
    account.save(update_fields=["theme", "keys"])
    publish(LookChosen(account.id))
    return account
