"""What the public database of the Digital Services Act would take: every rule of its own validator, over tables."""

from collections.abc import Mapping
from typing import Any

import pytest

from folkmoot.moderation import dsa
from folkmoot.moderation.categories import CATEGORIES

GOOD: dict[str, Any] = {
    "decision_visibility": ["DECISION_VISIBILITY_CONTENT_REMOVED"],
    "decision_facts": "It was reported.",
    "decision_ground": dsa.INCOMPATIBLE,
    "incompatible_content_ground": "Be kind.",
    "incompatible_content_explanation": "It was not.",
    "content_type": ["CONTENT_TYPE_TEXT"],
    "category": "STATEMENT_CATEGORY_OTHER_VIOLATION_TC",
    "territorial_scope": ["DE", "GR"],
    "content_date": "2026-01-02",
    "application_date": "2026-01-03",
    "source_type": dsa.VOLUNTARY,
    "automated_detection": "No",
    "automated_decision": dsa.NOT_AUTOMATED,
    "puid": "a-b_C9",
}
ILLEGAL = {
    **{name: value for name, value in GOOD.items() if not name.startswith("incompatible")},
    "decision_ground": dsa.ILLEGAL,
    "illegal_content_legal_ground": "§ 130 StGB",
    "illegal_content_explanation": "It incites to hatred.",
}


def changed(fields: Mapping[str, Any], **changes: Any) -> dict[str, Any]:
    return {name: value for name, value in {**fields, **changes}.items() if value is not None}


@pytest.mark.parametrize(
    "fields",
    [
        GOOD,
        ILLEGAL,
        changed(GOOD, decision_visibility=None, decision_account="DECISION_ACCOUNT_SUSPENDED"),
        changed(GOOD, decision_visibility=None, decision_monetary="DECISION_MONETARY_SUSPENSION"),
        changed(GOOD, decision_visibility=None, decision_provision="DECISION_PROVISION_TOTAL_TERMINATION"),
        changed(GOOD, decision_visibility=["DECISION_VISIBILITY_OTHER"], decision_visibility_other="x" * 500),
        changed(GOOD, content_type=["CONTENT_TYPE_OTHER"], content_type_other="An account"),
        changed(GOOD, source_type=dsa.NOTICE, source_identity="An authority"),
        changed(GOOD, content_language="DE", content_id={"EAN-13": "1" * 13}),
        changed(GOOD, category_addition=["STATEMENT_CATEGORY_VIOLENCE"], category_specification=["KEYWORD_STALKING"]),
        changed(GOOD, end_date_account_restriction="2027-01-01", account_type="ACCOUNT_TYPE_PRIVATE"),
        changed(GOOD, decision_facts="x" * 5_000, puid="x" * 500, incompatible_content_illegal="No"),
    ],
)
def test_it_would_be_taken(fields: Mapping[str, Any]) -> None:
    assert dsa.problems(fields) == []


@pytest.mark.parametrize("name", sorted(GOOD))
def test_nothing_that_is_required_may_be_missing(name: str) -> None:
    assert dsa.problems(changed(GOOD, **{name: None})) != []


@pytest.mark.parametrize("name", ["illegal_content_legal_ground", "illegal_content_explanation"])
def test_what_is_illegal_needs_its_law(name: str) -> None:
    assert dsa.problems(changed(ILLEGAL, **{name: None})) == [name]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("decision_visibility", ["DECISION_VISIBILITY_CONTENT_BANISHED"]),
        ("decision_visibility", "DECISION_VISIBILITY_CONTENT_REMOVED"),
        ("decision_visibility", ["DECISION_VISIBILITY_CONTENT_REMOVED"] * 2),
        ("decision_monetary", "DECISION_MONETARY_FINE"),
        ("decision_provision", "TOTAL"),
        ("decision_account", "DECISION_ACCOUNT_ERASED"),
        ("account_type", "PRIVATE"),
        ("decision_facts", "x" * 5_001),
        ("decision_facts", 7),
        ("decision_ground_reference_url", "x" * 501),
        ("incompatible_content_ground", "x" * 501),
        ("incompatible_content_explanation", "x" * 2_001),
        ("incompatible_content_illegal", "Maybe"),
        ("content_type", ["CONTENT_TYPE_POEM"]),
        ("category", "STATEMENT_CATEGORY_RUDENESS"),
        ("category_addition", ["VIOLENCE"]),
        ("category_specification", ["KEYWORD_RUDENESS"]),
        ("category_specification_other", "x" * 501),
        ("territorial_scope", ["EL"]),
        ("territorial_scope", ["GB"]),
        ("content_language", "de"),
        ("content_language", "DEU"),
        ("content_date", "1999-12-31"),
        ("content_date", "2038-01-02"),
        ("content_date", "2026-02-30"),
        ("content_date", "20260203"),
        ("content_date", 20260203),
        ("application_date", "2019-12-31"),
        ("end_date_visibility_restriction", "soon"),
        ("source_type", "SOURCE_RUMOUR"),
        ("automated_detection", "no"),
        ("automated_decision", "No"),
        ("puid", "a b"),
        ("puid", "x" * 501),
        ("puid", "ä"),
        ("content_id", {"EAN-13": "123"}),
        ("content_id", "4006381333931"),
        ("something_new", "x"),
    ],
)
def test_what_is_not_in_the_lists_is_refused_here(field: str, value: Any) -> None:
    assert dsa.problems(changed(GOOD, **{field: value})) == [field]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"decision_visibility": ["DECISION_VISIBILITY_OTHER"]}, "decision_visibility_other"),
        ({"decision_monetary": "DECISION_MONETARY_OTHER"}, "decision_monetary_other"),
        ({"content_type": ["CONTENT_TYPE_OTHER"]}, "content_type_other"),
        ({"source_identity": "Somebody"}, "source_identity"),
        ({"illegal_content_legal_ground": "A law"}, "illegal_content_legal_ground"),
    ],
)
def test_what_goes_together(changes: Mapping[str, Any], field: str) -> None:
    assert dsa.problems(changed(GOOD, **changes)) == [field]


def test_an_illegal_one_carries_nothing_about_the_terms() -> None:
    fields = changed(ILLEGAL, incompatible_content_ground="Be kind.")
    assert dsa.problems(fields) == ["incompatible_content_ground"]


def test_the_lists_are_whole() -> None:
    lengths = [len(each) for each in (dsa.COUNTRIES, dsa.CATEGORIES, dsa.KEYWORDS, dsa.VISIBILITY, dsa.CONTENT)]
    assert lengths == [30, 16, 69, 7, 8]
    assert len(set(dsa.KEYWORDS)) == 69


@pytest.mark.parametrize("kind", CATEGORIES, ids=lambda kind: kind.key)
def test_our_own_categories_are_in_the_lists(kind: Any) -> None:
    assert f"STATEMENT_CATEGORY_{kind.dsa}" in dsa.CATEGORIES
    assert not kind.keyword or f"KEYWORD_{kind.keyword}" in dsa.KEYWORDS
