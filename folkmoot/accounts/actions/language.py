"""What the community's pages and mails speak to a member, and whose clock they show."""

import zoneinfo

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.accounts.events import LanguageChosen
from folkmoot.accounts.interaction import require_active
from folkmoot.accounts.models import Account
from folkmoot.core.errors import Invalid
from folkmoot.core.events import publish


@transaction.atomic
def choose_language(actor: Account, language: str, time_zone: str) -> Account:
    """Have everything speak this language and show this zone's times; empty: as the browser asks, as the community has.

    ``Invalid`` names the one that we do not know.
    """
    require_active(actor)
    if language and language not in dict(settings.LANGUAGES):
        raise Invalid("language", _("Please choose one of the languages offered."))
    if time_zone and time_zone not in zoneinfo.available_timezones():
        raise Invalid("time_zone", _("Please choose one of the time zones offered."))
    account = Account.objects.select_for_update(no_key=True).get(id=actor.id)
    account.language, account.time_zone = language, time_zone
    account.save(update_fields=["language", "time_zone"])
    publish(LanguageChosen(account.id))
    return account
