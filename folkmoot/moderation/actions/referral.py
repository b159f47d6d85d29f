"""Somebody's life may be in danger: the case goes before all others, and the police are told."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.capabilities import Capability
from folkmoot.accounts.interaction import require
from folkmoot.accounts.models import Account
from folkmoot.audit.actions import record
from folkmoot.core.errors import Invalid, NotAllowed, NotFound
from folkmoot.core.events import publish
from folkmoot.core.html import clean
from folkmoot.moderation.categories import DANGER, priority
from folkmoot.moderation.events import ThreatFound
from folkmoot.moderation.models import LIVE, Case, ThreatReferral
from folkmoot.moderation.police import COUNTRIES
from folkmoot.moderation.queries.referrals import prefilled
from folkmoot.moderation.visibility import sight

LONGEST_REFERRAL, LONGEST_HOW = 20_000, 500


@transaction.atomic
def refer(actor: Account, case_id: int, country: str) -> int:
    """A life may be in danger: whoever moderates says so with one press. What to send is written down for them.

    While something still waits to be sent about the case, that stays the one; the referral's id.
    """
    case = _any_case(actor, case_id)
    _require_country(country)
    waiting = ThreatReferral.objects.filter(case=case, sent_at=None, dropped_at=None).first()
    if waiting is not None:
        return waiting.id
    Case.objects.filter(id=case.id, state__in=LIVE).update(
        category="life", severity=DANGER, priority=priority(DANGER, case.confidence), due_at=timezone.now()
    )
    fresh = ThreatReferral.objects.create(
        case=case,
        country=country,
        text=prefilled(case.id, country),
        opened_by=actor.id,
        reminded_at=timezone.now(),
    )
    record(actor.id, "threat.refer", "case", case.id, "")
    publish(ThreatFound(fresh.id))
    return fresh.id


@transaction.atomic
def rewrite_referral(actor: Account, referral_id: int, country: str, text: str) -> None:
    """Say better what is told to the police, or to whom, before it is sent; another country has other words."""
    referral = _unsent(actor, referral_id)
    _require_country(country)
    said = clean(text).strip()
    if len(said) > LONGEST_REFERRAL:
        raise Invalid("text", _("Please say it in at most 20,000 characters."))
    if not said or (country != referral.country and said == referral.text.strip()):
        said = prefilled(referral.case_id, country)
    ThreatReferral.objects.filter(id=referral.id).update(country=country, text=said)


@transaction.atomic
def mark_sent(actor: Account, referral_id: int, how: str) -> None:
    """The police know: to whom it was told, and under which number. Nobody is reminded any more."""
    referral = _unsent(actor, referral_id)
    said = clean(how).strip()
    if not said:
        raise Invalid("how", _("Please say to whom you told it, and how: somebody may have to ask there again."))
    if len(said) > LONGEST_HOW:
        raise Invalid("how", _("Please say it in at most 500 characters."))
    ThreatReferral.objects.filter(id=referral.id).update(sent_at=timezone.now(), sent_by=actor.id, sent_how=said)
    record(actor.id, "threat.sent", "case", referral.case_id, "")


@transaction.atomic
def drop_referral(actor: Account, referral_id: int) -> None:
    """It was a mistake: nothing is sent. The case stays as urgent as it was made."""
    referral = _unsent(actor, referral_id)
    ThreatReferral.objects.filter(id=referral.id).update(dropped_at=timezone.now())
    record(actor.id, "threat.drop", "case", referral.case_id, "")


def _any_case(actor: Account, case_id: int) -> Case:
    """Also one that was decided: what is seen late is passed on late."""
    require(actor, Capability.REFERRALS)
    case = Case.objects.select_for_update(no_key=True).filter(id=case_id).first()
    if case is None or not sight(actor.id).shows(case):
        raise NotFound
    return case


def _unsent(actor: Account, referral_id: int) -> ThreatReferral:
    require(actor, Capability.REFERRALS)
    found = ThreatReferral.objects.select_for_update(no_key=True, of=("self",)).select_related("case")
    referral = found.filter(id=referral_id).first()
    if referral is None or not sight(actor.id, Capability.REFERRALS).shows(referral.case):
        raise NotFound
    if referral.sent_at or referral.dropped_at:
        raise NotAllowed(_("This has come to its end already."))
    return referral


def _require_country(country: str) -> None:
    if country not in COUNTRIES:
        raise Invalid("country", _("Please choose a country."))
