"""To say without an account that something here is against the law or hurts somebody."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.core.errors import Invalid
from folkmoot.core.events import publish
from folkmoot.core.html import clean
from folkmoot.core.ids import new_id
from folkmoot.core.proofs import proof
from folkmoot.core.sealed import seal
from folkmoot.moderation.actions.gather import gather
from folkmoot.moderation.actions.receipts import write_receipt
from folkmoot.moderation.actions.report import keep_items
from folkmoot.moderation.categories import BY_KEY
from folkmoot.moderation.events import Reported
from folkmoot.moderation.freezing import Frozen, frozen_account, told_of
from folkmoot.moderation.models import Report
from folkmoot.moderation.queries.codes import code_of
from folkmoot.moderation.queries.places import Place, places

LONGEST_EXPLANATION = 5_000
LONGEST_NAME = 200


@dataclass(frozen=True)
class Notice:
    """What somebody tells, with what Article 16 of the Digital Services Act asks for; who they are is theirs to say."""

    addresses: tuple[str, ...]
    category: str
    explanation: str
    sincere: bool  # they believe that it is accurate and complete
    name: str
    email: str
    language: str


class _Ids(NamedTuple):
    report_id: int
    code: str  # its digest


@transaction.atomic
def file_notice(notice: Notice) -> str:
    """Take a notice in, one report for each member concerned; the code that opens the page of what becomes of it."""
    said, where = _checked(notice), places(notice.addresses)
    first, groups = new_id(), _by_member(where)
    code = code_of(first)
    for report_id, some in zip([first, *(new_id() for _other in groups[1:])], groups, strict=True):
        _take_in(notice, said, _Ids(report_id, proof(code)), some)
    if notice.email:
        write_receipt(notice.email, notice.language, code)
    return code


def _checked(notice: Notice) -> str:
    said = clean(notice.explanation).strip()
    if not said:
        raise Invalid("explanation", _("Please explain what is wrong with it."))
    if len(said) > LONGEST_EXPLANATION:
        raise Invalid("explanation", _("Please say it in at most 5,000 characters."))
    if notice.category not in BY_KEY:
        raise Invalid("category", _("Please choose what it is about."))
    if not notice.sincere:
        raise Invalid("sincere", _("We can only act on what you believe to be true."))
    if len(notice.name) > LONGEST_NAME:
        raise Invalid("name", _("Please use a shorter name."))
    if notice.email:
        try:
            validate_email(notice.email)
        except ValidationError as error:
            raise Invalid("email", _("This is no e-mail address.")) from error
    return said


def _by_member(where: Iterable[Place]) -> list[list[Place]]:
    found: dict[int | None, list[Place]] = {}
    for place in where:
        found.setdefault(place.account_id, []).append(place)
    return list(found.values())


def _take_in(notice: Notice, said: str, ids: _Ids, where: list[Place]) -> None:
    made = Report.objects.create(
        id=ids.report_id,
        kind=Report.Kind.NOTICE,
        account_id=where[0].account_id,
        category=notice.category,
        comment=said,
        notifier_name=seal(clean(notice.name).strip()),
        notifier_email=seal(notice.email),
        code=ids.code,
        language=notice.language,
    )
    keep_items(made, [_frozen(place) for place in where])
    gather(made)
    publish(Reported(made.id))


def _frozen(place: Place) -> Frozen:
    if place.account_id is None:
        return Frozen("other", None, place.url, {})
    kept = frozen_account(place.account_id) if place.post_id is None else told_of(place.post_id)
    return kept._replace(url=place.url)
