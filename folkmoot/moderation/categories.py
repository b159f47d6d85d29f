"""What a report can be about: in words, how grave it is, and what European law calls it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DANGER = 7  # the severity of a threat to somebody's life, which goes before everything else
CHILDREN = "children"  # a child is harmed: where somebody was named for that, nobody else is shown such a case
URGENT = 6  # the lowest priority of what somebody else is told of where nobody takes it
MOST_OTHERS = 9  # the highest priority of what is no danger to life


@dataclass(frozen=True, slots=True)
class Category:
    """One kind of what is not right."""

    key: str
    words: Promise
    severity: int  # 0-7
    dsa: str  # of the statement categories of the Digital Services Act
    keyword: str = ""  # of its keywords


CATEGORIES = (
    Category("life", _("Somebody's life or health is in danger"), DANGER, "VIOLENCE"),
    Category(
        CHILDREN,
        _("A child is abused, or shown in a sexual way"),
        6,
        "PROTECTION_OF_MINORS",
        "CHILD_SEXUAL_ABUSE_MATERIAL",
    ),
    Category(
        "intimate",
        _("Intimate pictures of somebody who did not agree"),
        5,
        "CYBER_VIOLENCE",
        "NON_CONSENSUAL_IMAGE_SHARING",
    ),
    Category("terror", _("Terrorism"), 5, "RISK_FOR_PUBLIC_SECURITY", "TERRORIST_CONTENT"),
    Category("self_harm", _("Somebody may hurt themselves, or is told to"), 5, "SELF_HARM", "SUICIDE"),
    Category("violence", _("Threats, or calls for violence"), 4, "VIOLENCE", "INCITEMENT_VIOLENCE_HATRED"),
    Category("hate", _("Hatred of people for who they are"), 4, "ILLEGAL_OR_HARMFUL_SPEECH", "HATE_SPEECH"),
    Category("harassment", _("Harassment or bullying"), 4, "CYBER_VIOLENCE", "CYBER_HARASSMENT"),
    Category("privacy", _("Private things about somebody"), 3, "DATA_PROTECTION_AND_PRIVACY_VIOLATIONS"),
    Category(
        "impersonation",
        _("Somebody pretends to be somebody else"),
        3,
        "SCAMS_AND_FRAUD",
        "IMPERSONATION_ACCOUNT_HIJACKING",
    ),
    Category("scam", _("Fraud"), 3, "SCAMS_AND_FRAUD", "PHISHING"),
    Category("illegal", _("Something else that is against the law"), 3, "NOT_SPECIFIED_NOTICE"),
    Category("spam", _("Advertising or spam"), 2, "OTHER_VIOLATION_TC", "INAUTHENTIC_ACCOUNTS"),
    Category("nudity", _("Nudity or sex without a warning"), 2, "OTHER_VIOLATION_TC", "NUDITY"),
    Category(
        "copyright",
        _("Something that belongs to somebody else"),
        2,
        "INTELLECTUAL_PROPERTY_INFRINGEMENTS",
        "COPYRIGHT_INFRINGEMENT",
    ),
    Category("rule", _("It breaks a rule of this community"), 2, "OTHER_VIOLATION_TC"),
    Category("other", _("Something else"), 1, "OTHER_VIOLATION_TC"),
)
OTHER = "other"
BY_KEY = {each.key: each for each in CATEGORIES}


def category(key: str) -> Category:
    """The category of this name; what nobody knows is something else."""
    return BY_KEY.get(key, BY_KEY[OTHER])


def worst(keys: Iterable[str]) -> str:
    """The gravest among some categories, by name."""
    return max((category(key) for key in keys), key=lambda each: each.severity, default=BY_KEY[OTHER]).key


def priority(severity: int, confidence: int) -> int:
    """How soon it is to be looked at, 0-10: 10 is a threat to somebody's life, and nothing else is."""
    return 10 if severity >= DANGER else min(MOST_OTHERS, severity + confidence)


def patience(severity: int) -> timedelta:
    """Within what time the community means to decide."""
    if severity >= DANGER:
        return timedelta(hours=1)
    return timedelta(hours=24) if severity >= BY_KEY["self_harm"].severity else timedelta(hours=72)
