"""The codes by which whoever sent a notice without an account finds it again; they are kept nowhere, but made anew."""

import hmac

from django.conf import settings

from folkmoot.core.proofs import proof
from folkmoot.moderation.models import Report

_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that looks like another
_GROUPS, _GROUP = 4, 5


def code_of(report_id: int) -> str:
    """The code of a notice, by the first of its reports: four groups of letters and digits that nobody guesses."""
    message = f"folkmoot: notice {report_id}".encode()
    number = int.from_bytes(hmac.digest(settings.HASH_KEY.encode(), message, "sha256"))
    letters = []
    for _each in range(_GROUPS * _GROUP):
        number, place = divmod(number, len(_LETTERS))
        letters.append(_LETTERS[place])
    return "-".join("".join(letters[at : at + _GROUP]) for at in range(0, len(letters), _GROUP))


def code_for(report: Report) -> str:
    """The code of the notice that a report is a part of."""
    return code_of(Report.objects.filter(code=report.code).order_by("id").values_list("id", flat=True)[0])


def reports_of(code: str) -> list[Report]:
    """The reports of a notice by its code, as somebody may have typed it; none if there is no such notice."""
    plain = "".join(each for each in code.upper() if each in _LETTERS)
    given = "-".join(plain[at : at + _GROUP] for at in range(0, len(plain), _GROUP))
    return list(Report.objects.filter(code=proof(given)).order_by("id")) if plain else []
