"""What the public database of the Digital Services Act takes as a statement of reasons, and whether it would."""

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any

type Fields = Mapping[str, Any]

BATCH_MOST = 100  # statements in one parcel
_EEA = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK"
COUNTRIES = tuple(_EEA.split())  # of the European Economic Area
VISIBILITY = tuple(
    f"DECISION_VISIBILITY_{name}"
    for name in (
        *("CONTENT_REMOVED", "CONTENT_DISABLED", "CONTENT_DEMOTED", "CONTENT_AGE_RESTRICTED"),
        *("CONTENT_INTERACTION_RESTRICTED", "CONTENT_LABELLED", "OTHER"),
    )
)
MONETARY = tuple(f"DECISION_MONETARY_{name}" for name in ("SUSPENSION", "TERMINATION", "OTHER"))
PROVISION = tuple(
    f"DECISION_PROVISION_{name}"
    for name in ("PARTIAL_SUSPENSION", "TOTAL_SUSPENSION", "PARTIAL_TERMINATION", "TOTAL_TERMINATION")
)
ACCOUNT = ("DECISION_ACCOUNT_SUSPENDED", "DECISION_ACCOUNT_TERMINATED")
ACCOUNT_TYPES = ("ACCOUNT_TYPE_BUSINESS", "ACCOUNT_TYPE_PRIVATE")
ILLEGAL, INCOMPATIBLE = GROUNDS = ("DECISION_GROUND_ILLEGAL_CONTENT", "DECISION_GROUND_INCOMPATIBLE_CONTENT")
_CONTENT = ("APP", "AUDIO", "IMAGE", "PRODUCT", "SYNTHETIC_MEDIA", "TEXT", "VIDEO", "OTHER")
CONTENT = tuple(f"CONTENT_TYPE_{name}" for name in _CONTENT)
CATEGORIES = tuple(
    f"STATEMENT_CATEGORY_{name}"
    for name in (
        *("ANIMAL_WELFARE", "CONSUMER_INFORMATION", "CYBER_VIOLENCE", "CYBER_VIOLENCE_AGAINST_WOMEN"),
        *("DATA_PROTECTION_AND_PRIVACY_VIOLATIONS", "ILLEGAL_OR_HARMFUL_SPEECH"),
        *("INTELLECTUAL_PROPERTY_INFRINGEMENTS", "NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS"),
        *("NOT_SPECIFIED_NOTICE", "OTHER_VIOLATION_TC", "PROTECTION_OF_MINORS", "RISK_FOR_PUBLIC_SECURITY"),
        *("SCAMS_AND_FRAUD", "SELF_HARM", "UNSAFE_AND_PROHIBITED_PRODUCTS", "VIOLENCE"),
    )
)
_KEYWORDS = """
    ADULT_SEXUAL_MATERIAL AGE_SPECIFIC_RESTRICTIONS AGE_SPECIFIC_RESTRICTIONS_MINORS ANIMAL_HARM
    BIOMETRIC_DATA_BREACH BULLYING_AGAINST_GIRLS CHILD_SEXUAL_ABUSE_MATERIAL CHILD_SEXUAL_ABUSE_MATERIAL_DEEPFAKE
    CONTENT_PROMOTING_EATING_DISORDERS COORDINATED_HARM COPYRIGHT_INFRINGEMENT CYBER_BULLYING_INTIMIDATION
    CYBER_HARASSMENT CYBER_HARASSMENT_AGAINST_WOMEN CYBER_INCITEMENT CYBER_STALKING CYBER_STALKING_AGAINST_WOMEN
    DATA_FALSIFICATION DEFAMATION DESIGN_INFRINGEMENT DISCRIMINATION FEMALE_GENDERED_DISINFORMATION
    GEOGRAPHICAL_REQUIREMENTS GEOGRAPHIC_INDICATIONS_INFRINGEMENT GOODS_SERVICES_NOT_PERMITTED
    GROOMING_SEXUAL_ENTICEMENT_MINORS HATE_SPEECH HIDDEN_ADVERTISEMENT HUMAN_EXPLOITATION HUMAN_TRAFFICKING
    ILLEGAL_ORGANIZATIONS IMPERSONATION_ACCOUNT_HIJACKING INAUTHENTIC_ACCOUNTS INAUTHENTIC_LISTINGS
    INAUTHENTIC_USER_REVIEWS INCITEMENT_AGAINST_WOMEN INCITEMENT_VIOLENCE_HATRED
    INSUFFICIENT_INFORMATION_ON_TRADERS LANGUAGE_REQUIREMENTS MISINFORMATION_DISINFORMATION
    MISLEADING_INFO_CONSUMER_RIGHTS MISLEADING_INFO_GOODS_SERVICES MISSING_PROCESSING_GROUND NONCOMPLIANCE_PRICING
    NON_CONSENSUAL_IMAGE_SHARING NON_CONSENSUAL_IMAGE_SHARING_AGAINST_WOMEN NON_CONSENSUAL_MATERIAL_DEEPFAKE
    NON_CONSENSUAL_MATERIAL_DEEPFAKE_AGAINST_WOMEN NUDITY OTHER PATENT_INFRINGEMENT PHISHING PROHIBITED_PRODUCTS
    PYRAMID_SCHEMES RIGHT_TO_BE_FORGOTTEN RISK_ENVIRONMENTAL_DAMAGE RISK_PUBLIC_HEALTH SELF_MUTILATION STALKING
    SUICIDE TERRORIST_CONTENT TRADEMARK_INFRINGEMENT TRADE_SECRET_INFRINGEMENT TRAFFICKING_WOMEN_GIRLS
    UNLAWFUL_SALE_ANIMALS UNSAFE_CHALLENGES UNSAFE_PRODUCTS VIOLATION_EU_LAW VIOLATION_NATIONAL_LAW
"""
KEYWORDS = tuple(f"KEYWORD_{name}" for name in _KEYWORDS.split())
NOTICE, OTHER_NOTICE, VOLUNTARY = "SOURCE_ARTICLE_16", "SOURCE_TYPE_OTHER_NOTIFICATION", "SOURCE_VOLUNTARY"
SOURCES = (NOTICE, "SOURCE_TRUSTED_FLAGGER", OTHER_NOTICE, VOLUNTARY)
YES_NO = ("Yes", "No")
NOT_AUTOMATED = "AUTOMATED_DECISION_NOT_AUTOMATED"
AUTOMATED = ("AUTOMATED_DECISION_FULLY", "AUTOMATED_DECISION_PARTIALLY", NOT_AUTOMATED)

_FIRST, _FIRST_APPLIED, _LAST = date(2000, 1, 1), date(2020, 1, 1), date(2038, 1, 1)
_PUID = re.compile(r"[a-zA-Z0-9_-]{1,500}")
_LANGUAGE = re.compile(r"[A-Z]{2}")
_EAN = re.compile(r"[0-9]{13}")
_DECISIONS = ("decision_visibility", "decision_monetary", "decision_provision", "decision_account")
_OF_ILLEGAL = ("illegal_content_legal_ground", "illegal_content_explanation")
_OF_INCOMPATIBLE = ("incompatible_content_ground", "incompatible_content_explanation")
_ALWAYS = (
    *("decision_facts", "decision_ground", "content_type", "category", "content_date", "application_date"),
    *("source_type", "automated_detection", "automated_decision", "puid", "territorial_scope"),
)


def problems(fields: Fields) -> list[str]:
    """The names of the fields because of which the database would refuse a statement; none: it would take it."""
    wrong = {name for name, value in fields.items() if name not in _CHECKS or not _CHECKS[name](value)}
    return sorted(wrong | _missing(fields) | _dropped(fields))


def _missing(fields: Fields) -> set[str]:
    missing = {name for name in _ALWAYS if not fields.get(name)}
    if not any(fields.get(name) for name in _DECISIONS):
        missing.add("decision_visibility")
    for ground, needed in ((ILLEGAL, _OF_ILLEGAL), (INCOMPATIBLE, _OF_INCOMPATIBLE)):
        if fields.get("decision_ground") == ground:
            missing |= {name for name in needed if not fields.get(name)}
    return missing | {f"{name}_other" for name in _WITH_OTHER if _says_other(fields, name)}


def _says_other(fields: Fields, name: str) -> bool:
    value = fields.get(name) or ()
    chosen = [value] if isinstance(value, str) else value
    return any(str(each).endswith("_OTHER") for each in chosen) and not fields.get(f"{name}_other")


def _dropped(fields: Fields) -> set[str]:
    """What does not go with the rest: it would be thrown away in silence."""
    ground, source = fields.get("decision_ground"), fields.get("source_type")
    dropped = {name for name in _OF_ILLEGAL if name in fields and ground != ILLEGAL}
    dropped |= {name for name in _OF_INCOMPATIBLE if name in fields and ground != INCOMPATIBLE}
    return dropped | ({"source_identity"} if "source_identity" in fields and source == VOLUNTARY else set())


type _Check = Callable[[Any], bool]


def _one(of: Collection[str]) -> _Check:
    return lambda value: isinstance(value, str) and value in of


def _some(of: Collection[str]) -> _Check:
    return lambda value: isinstance(value, list) and all(each in of for each in value) and len(set(value)) == len(value)


def _text(most: int) -> _Check:
    return lambda value: isinstance(value, str) and len(value) <= most


def _day(first: date) -> _Check:
    def check(value: Any) -> bool:
        try:
            return first <= date.fromisoformat(value) <= _LAST and len(value) == len("2000-01-01")
        except (TypeError, ValueError):
            return False

    return check


def _like(pattern: re.Pattern[str]) -> _Check:
    return lambda value: isinstance(value, str) and pattern.fullmatch(value) is not None


def _content_id(value: Any) -> bool:
    return isinstance(value, dict) and set(value) == {"EAN-13"} and _like(_EAN)(value["EAN-13"])


_WITH_OTHER = ("decision_visibility", "decision_monetary", "content_type")
_CHECKS: Mapping[str, _Check] = {
    "decision_visibility": _some(VISIBILITY),
    "decision_visibility_other": _text(500),
    "decision_monetary": _one(MONETARY),
    "decision_monetary_other": _text(500),
    "decision_provision": _one(PROVISION),
    "decision_account": _one(ACCOUNT),
    "account_type": _one(ACCOUNT_TYPES),
    "decision_facts": _text(5_000),
    "decision_ground": _one(GROUNDS),
    "decision_ground_reference_url": _text(500),
    "illegal_content_legal_ground": _text(500),
    "illegal_content_explanation": _text(2_000),
    "incompatible_content_ground": _text(500),
    "incompatible_content_explanation": _text(2_000),
    "incompatible_content_illegal": _one(YES_NO),
    "content_type": _some(CONTENT),
    "content_type_other": _text(500),
    "category": _one(CATEGORIES),
    "category_addition": _some(CATEGORIES),
    "category_specification": _some(KEYWORDS),
    "category_specification_other": _text(500),
    "territorial_scope": _some(COUNTRIES),
    "content_language": _like(_LANGUAGE),
    "content_date": _day(_FIRST),
    "application_date": _day(_FIRST_APPLIED),
    "end_date_account_restriction": _day(_FIRST),
    "end_date_monetary_restriction": _day(_FIRST),
    "end_date_service_restriction": _day(_FIRST),
    "end_date_visibility_restriction": _day(_FIRST),
    "source_type": _one(SOURCES),
    "source_identity": _text(500),
    "automated_detection": _one(YES_NO),
    "automated_decision": _one(AUTOMATED),
    "puid": _like(_PUID),
    "content_id": _content_id,
}
