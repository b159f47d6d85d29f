"""Keeping at hand what the lines of profiles say, so that the directory finds people by them."""

from django.db import transaction

from folkmoot.accounts.models import Account
from folkmoot.core.rows import insert_once
from folkmoot.instance.profile_lines import compared, parts_of
from folkmoot.relations.models import ProfilePart


@transaction.atomic
def keep_profile_parts(account_id: int) -> None:
    """Take over what the lines of a profile say now."""
    ProfilePart.objects.filter(account=account_id).delete()
    for fields in Account.objects.filter(id=account_id, domain="").values_list("fields", flat=True):
        for line in fields:
            for part in parts_of(line["value"]):
                insert_once(
                    ProfilePart, account_id=account_id, field=compared(line["name"]), value=compared(part), shown=part
                )
