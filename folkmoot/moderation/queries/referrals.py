"""What is told to the police because a life may be in danger: in which words, to whom, and whether it was sent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from folkmoot.accounts.capabilities import Capability
from folkmoot.accounts.hydrate import AccountView, views
from folkmoot.core.errors import NotFound
from folkmoot.core.ids import made_at
from folkmoot.instance.queries import community
from folkmoot.moderation.freezing import words_of
from folkmoot.moderation.models import Case, Report, ReportItem, ThreatReferral
from folkmoot.moderation.police import Police, police_of
from folkmoot.moderation.visibility import sight

MOST_ITEMS = 20  # things that were reported and are quoted


@dataclass(frozen=True)
class ReferralView:
    """One referral; ``account`` is whom the case is about."""

    id: int
    case_id: int
    country: str
    police: Police
    text: str
    account: AccountView | None
    at: datetime
    opened_by: AccountView | None
    sent_at: datetime | None
    sent_by: AccountView | None
    sent_how: str
    dropped_at: datetime | None

    @property
    def waits(self) -> bool:
        """Whether the police still have to be told."""
        return self.sent_at is None and self.dropped_at is None


def referral(viewer: int, referral_id: int) -> ReferralView:
    """One referral, for those who are shown what it is about; ``NotFound`` else."""
    for view in _shown(viewer, ThreatReferral.objects.filter(id=referral_id).select_related("case")):
        return view
    raise NotFound


def unsent_referrals(viewer: int) -> list[ReferralView]:
    """What the police still have to be told, the oldest first, as far as the viewer is shown it."""
    waiting = ThreatReferral.objects.filter(sent_at=None, dropped_at=None)
    return _shown(viewer, waiting.select_related("case").order_by("id"))


def referrals_of(viewer: int, case_id: int) -> list[ReferralView]:
    """All that was told to the police about a case, the newest first, as far as the viewer is shown it."""
    return _shown(viewer, ThreatReferral.objects.filter(case=case_id).select_related("case").order_by("-id"))


def subject_of(viewer: int, case_id: int) -> AccountView | None:
    """Whom a case is about, for those who are shown it; ``NotFound`` else."""
    case = Case.objects.filter(id=case_id).first()
    if case is None or not sight(viewer).shows(case):
        raise NotFound
    return views([case.account_id]).get(case.account_id) if case.account_id else None


def prefilled(case_id: int, country: str) -> str:
    """A letter to the police with all that a case holds: who, where, what was written, when, and whom to ask."""
    case, here = Case.objects.get(id=case_id), community()
    items = ReportItem.objects.filter(report__case=case_id).order_by("id").select_related("report")
    whom = views([case.account_id] if case.account_id else []).get(case.account_id or 0)
    who = _("Account: %(name)s, %(link)s") % {"name": whom.name, "link": _link(whom.path)} if whom else ""
    parts = [
        _("We run %(community)s (%(link)s), where people write to each other.")
        % {"community": here.name, "link": settings.FOLKMOOT.origin},
        _("We fear that somebody's life or safety is in danger, and tell you at once what we know."),
        who,
        *_quotes(items[:MOST_ITEMS]),
        *_comments(case_id),
        _("We can be asked for further data of this account, such as its e-mail address and its last sign-ins."),
        _("Our reference: %(number)s. Contact: %(contact)s.") % {"number": case_id, "contact": here.contact or "–"},
        _("Where to send this: %(site)s") % {"site": police_of(country).site},
    ]
    return "\n\n".join(part for part in dict.fromkeys(parts) if part)


def _quotes(items: Iterable[ReportItem]) -> list[str]:
    """What was reported, in its own words, with its address and its time."""
    said = []
    for item in items:
        when = str(item.snapshot.get("at", ""))[:16].replace("T", " ")
        head = " ".join(part for part in (_link(item.url), f"({when} UTC)" if when else "") if part)
        said.append("\n".join(part for part in (head, words_of(item.snapshot)) if part))
    return said


def _comments(case_id: int) -> list[str]:
    said = Report.objects.filter(case=case_id).exclude(comment="").order_by("id").values_list("comment", flat=True)
    return [_("Whoever told us wrote: %(words)s") % {"words": words} for words in said[:MOST_ITEMS]]


def _link(path: str) -> str:
    return settings.FOLKMOOT.origin + path if path.startswith("/") else path


def _shown(viewer: int, found: Iterable[ThreatReferral]) -> list[ReferralView]:
    rows = list(found)
    shown = {case.id for case in sight(viewer, Capability.REFERRALS).shown(row.case for row in rows)}
    rows = [row for row in rows if row.case_id in shown]
    ids = {some_id for row in rows for some_id in (row.case.account_id, row.opened_by, row.sent_by) if some_id}
    people = views(ids)
    return [
        ReferralView(
            id=row.id,
            case_id=row.case_id,
            country=row.country,
            police=police_of(row.country),
            text=row.text,
            account=people.get(row.case.account_id or 0),
            at=made_at(row.id),
            opened_by=people.get(row.opened_by),
            sent_at=row.sent_at,
            sent_by=people.get(row.sent_by or 0),
            sent_how=row.sent_how,
            dropped_at=row.dropped_at,
        )
        for row in rows
    ]
