"""The forms of moderation: what is reported, decided, and said against it, by members, by staff and by anybody."""

from typing import Any

from django.conf import settings

from folkmoot.accounts.models import Account
from folkmoot.moderation.actions import Decision, Notice, decide, file_notice, report
from folkmoot.moderation.actions.appeal import appeal
from folkmoot.moderation.actions.appeal_thread import ask
from folkmoot.moderation.actions.closing import close_without_action
from folkmoot.moderation.actions.referral import refer
from folkmoot.moderation.actions.talking import say_to_member, say_to_reporter
from folkmoot.moderation.models import Case, Report, Statement
from folkmoot.moderation.queries.codes import code_for
from folkmoot.moderation.queries.standing import path_of
from folkmoot.project.cast import Cast

REASONS = "We read it again, and it is a joke among friends, which our rules allow."
TEXT = {"text": "It was a joke"}
ABOUT = {"category": "hate", "explanation": "This calls for violence.", "sincere": "on"}
WHY = {"rule": "", "law": "", "reason": "Rude"}
OPEN = {"notice", "notice's answer", "notice's objection", "objection by link"}  # these need no cookie, so no token

type Form = tuple[str, Any, str, dict[str, str]]


def doors(cast: Cast) -> list[Form]:
    """Every form of moderation, as ``nasty.doors`` has them."""
    report(cast.carol, cast.hal.id, None, "Rude")
    case = Case.objects.get(account=cast.hal).id
    at = f"/staff/cases/{case}"
    return [
        ("nothing to do", cast.frank, f"{at}/nothing", {"next": "/"}),
        ("note", cast.frank, f"{at}/notes", {"text": "Seen before"}),
        ("to the owners", cast.frank, f"{at}/owners", {"why": "I know him"}),
        ("to another", cast.frank, f"{at}/hand-on", {"account": str(cast.olivia.id)}),
        ("joining", cast.frank, f"{at}/join", {"into": "1"}),
        ("decision", cast.frank, at, WHY | {"account_action": "warn", "ends_on": "2099-01-01"}),
        *_talks(cast, case),
        *_at_once(cast),
        *_threats(cast, case),
        *_objections(cast),
        *_notices(cast),
    ]


def _talks(cast: Cast, case: int) -> list[Form]:
    told = report(cast.bob, cast.carol.id, None, "Sings at night")
    asked = Case.objects.get(account=cast.carol).id
    say_to_member(cast.frank, asked, "Do you?")
    say_to_reporter(cast.frank, asked, told, "When?")
    first = Report.objects.get(case=case).id
    return [
        ("to the member", cast.frank, f"/staff/cases/{case}/member", TEXT),
        ("to the reporter", cast.frank, f"/staff/cases/{case}/reports/{first}", TEXT),
        ("member's answer", cast.carol, f"/from-staff/{asked}", TEXT),
        ("reporter's answer", cast.bob, f"/from-staff/reports/{told}", TEXT),
    ]


def _at_once(cast: Cast) -> list[Form]:
    address = f"/staff/accounts/{cast.hal.id}/decide"
    strike = WHY | {"account_action": "strike", "weight": "1", "ends_on": "2099-01-01", "category": "other"}
    return [("look at many", cast.frank, address, strike), ("many", cast.frank, address, strike | {"sure": "1"})]


def _threats(cast: Cast, case: int) -> list[Form]:
    address = f"/staff/threats/{refer(cast.frank, case, 'PT')}"
    return [
        ("threat", cast.frank, f"/staff/cases/{case}/threat", {"country": "PT"}),
        ("words for the police", cast.frank, address, {"country": "PT", "text": "Please come"}),
        ("police told", cast.frank, f"{address}/sent", {"how": "By phone"}),
    ]


def _objections(cast: Cast) -> list[Form]:
    mine, other, told = (_warned(cast, who) for who in (cast.dan, cast.bob, cast.alice))
    asked = appeal(cast.alice, told.restriction_id, "I did not.")
    ask(cast.olivia, asked, "What did you do?")
    closed = report(cast.bob, cast.dan.id, None, "He hums")
    close_without_action(cast.frank, Case.objects.get(account=cast.dan).id)
    answer = {"outcome": "partly", "instead": "", "ends_on": "2099-01-01", "reasons": REASONS}
    return [
        ("objection", cast.dan, f"/decisions/{mine.id}", TEXT),
        ("objection by link", None, path_of(other.id), TEXT),
        ("answer about it", cast.alice, f"/decisions/{told.id}", TEXT),
        ("reporter's objection", cast.bob, f"/appeals/{closed}", TEXT),
        ("question about it", cast.olivia, f"/staff/appeals/{asked}/question", {"question": "Why?"}),
        ("answer to it", cast.olivia, f"/staff/appeals/{asked}", answer),
    ]


def _notices(cast: Cast) -> list[Form]:
    places = [f"{settings.FOLKMOOT.origin}/@{name}" for name in ("nobody", "alice")]
    asked, closed = (_noticed(place) for place in places)
    say_to_reporter(cast.frank, asked.case_id or 0, asked.id, "When?")
    close_without_action(cast.frank, closed.case_id or 0)
    words = ABOUT | {"addresses": places[1], "your_name": "Nora", "your_email": "nora@example.net"}
    return [
        ("notice", None, "/notice", words),
        ("notice's answer", None, f"/notice/{code_for(asked)}/{asked.id}/answer", TEXT),
        ("notice's objection", None, f"/notice/{code_for(closed)}/{closed.id}", TEXT),
    ]


def _warned(cast: Cast, account: Account) -> Statement:
    made = decide(cast.frank, Decision("warn", "account", account.id, "Rude"))
    return Statement.objects.get(restriction_id=made)


def _noticed(place: str) -> Report:
    file_notice(Notice((place,), "hate", "This calls for violence.", sincere=True, name="", email="", language="en"))
    return Report.objects.latest("id")


NAMES = [
    "nothing to do", "note", "to the owners", "to another", "joining", "decision",
    "to the member", "to the reporter", "member's answer", "reporter's answer",
    "look at many", "many", "threat", "words for the police", "police told",
    "objection", "objection by link", "answer about it", "reporter's objection", "question about it", "answer to it",
    "notice", "notice's answer", "notice's objection",
]  # fmt: skip
