"""How a version is written down: numbered in its kind, once."""

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from folkmoot.core.errors import Invalid
from folkmoot.instance.models import PolicyVersion


def number_of_last(kind: str) -> int:
    """The number of the newest version; 0 when there is none."""
    return PolicyVersion.objects.filter(kind=kind).aggregate(last=Max("number"))["last"] or 0


def keep_version(row: PolicyVersion) -> int:
    """Give a new version the next number; ``Invalid`` when somebody took it a moment ago."""
    row.number = number_of_last(row.kind) + 1
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as problem:
        raise Invalid("", _("Somebody else published a version in the meantime. Look at it first.")) from problem
    return row.id
