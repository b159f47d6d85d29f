"""What staff wrote to a member, and what the member answered, as the member reads it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Q, QuerySet

from folkmoot.core.errors import NotFound
from folkmoot.core.ids import made_at
from folkmoot.moderation.models import LIVE, CaseMessage, Report

MOST = 50


@dataclass(frozen=True)
class Words:
    """Something that was said; staff have no names here."""

    by_staff: bool
    text: str
    made_at: datetime


@dataclass(frozen=True)
class OwnTalk:
    """What was said with a member: about themselves in a case, or about what they reported."""

    case_id: int
    report_id: int | None
    words: tuple[Words, ...]
    is_open: bool

    @property
    def awaits_answer(self) -> bool:
        """Whether staff spoke last, and can still be answered."""
        return self.is_open and self.words[-1].by_staff

    @property
    def path(self) -> str:
        """Where it is read and answered."""
        return f"/from-staff/reports/{self.report_id}" if self.report_id else f"/from-staff/{self.case_id}"


def own_talks(viewer: int) -> tuple[OwnTalk, ...]:
    """All that staff wrote to the viewer, what was said last in front."""
    mine = _mine(viewer).values("case_id", "report_id").annotate(last=Max("id")).order_by("-last")[:MOST]
    places = [(row["case_id"], row["report_id"]) for row in mine]
    rows = CaseMessage.objects.filter(_mine_rule(viewer), case__in=[case_id for case_id, _report in places])
    return _read(places, rows.select_related("case").order_by("id"))


def own_talk(viewer: int, case_id: int) -> OwnTalk:
    """What was said with the viewer about themselves in a case; ``NotFound`` before staff wrote."""
    return _one(CaseMessage.objects.filter(case=case_id, case__account=viewer, talk=CaseMessage.With.MEMBER))


def own_talk_about(viewer: int, report_id: int) -> OwnTalk:
    """What was said with the viewer about what they reported; ``NotFound`` before staff wrote."""
    if not Report.objects.filter(id=report_id, reporter=viewer).exists():
        raise NotFound
    return _one(CaseMessage.objects.filter(report_id=report_id, talk=CaseMessage.With.REPORTER))


def waits_for_answer(viewer: int) -> bool:
    """Whether staff wrote something that the viewer has not answered yet."""
    asked = _mine(viewer).filter(case__state__in=LIVE).values("case_id", "report_id")
    latest = asked.annotate(last=Max("id")).values("last")
    return CaseMessage.objects.filter(id__in=latest, by_staff=True).exists()


def _mine_rule(viewer: int) -> Q:
    mine = Report.objects.filter(reporter=viewer).values("id")
    about_me = Q(case__account=viewer, talk=CaseMessage.With.MEMBER)
    return about_me | Q(report_id__in=mine, talk=CaseMessage.With.REPORTER)


def _mine(viewer: int) -> QuerySet[CaseMessage]:
    return CaseMessage.objects.filter(_mine_rule(viewer))


def _one(rows: QuerySet[CaseMessage]) -> OwnTalk:
    found = list(rows.select_related("case").order_by("id"))
    if not found:
        raise NotFound
    return _talk(found)


def _read(places: Iterable[tuple[int, int | None]], rows: Iterable[CaseMessage]) -> tuple[OwnTalk, ...]:
    said: dict[tuple[int, int | None], list[CaseMessage]] = {place: [] for place in places}
    for row in rows:
        said.get((row.case_id, row.report_id), []).append(row)
    return tuple(_talk(each) for each in said.values() if each)


def _talk(rows: list[CaseMessage]) -> OwnTalk:
    case = rows[0].case
    words = tuple(Words(row.by_staff, row.text, made_at(row.id)) for row in rows)
    return OwnTalk(case.id, rows[0].report_id, words, case.state in LIVE)
