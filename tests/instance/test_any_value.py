"""Whatever is typed into the settings is kept clean and within its limits, or refused; and many may type at once."""

from collections.abc import Callable

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from folkmoot.audit.queries import entries, head, verify
from folkmoot.core.cursors import Page
from folkmoot.core.errors import Invalid
from folkmoot.instance.actions import change_settings, set_rules
from folkmoot.instance.models import Rule, Setting
from folkmoot.instance.queries import as_chosen, community
from folkmoot.project import cast as stage
from tests.happened import at_once, problems

pytestmark = pytest.mark.django_db
LIMITS = {"name": 60, "description": 1_000, "contact": 254}
FORBIDDEN = {"\0", "\x1b", "\u202a", "\u202b", "\u202d", "\u202e", "\u2066", "\u2069"}
texts = st.text(st.characters(codec=None), max_size=80) | st.sampled_from(["", " ", "x" * 61, "x" * 1_001, "ا" * 60])
examples = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def fit(text: str) -> bool:
    return not set(text) & FORBIDDEN and not any(0xD800 <= ord(c) < 0xE000 for c in text)


def refusal(change: Callable[[], None]) -> str:
    """The field that was refused, or nothing."""
    try:
        change()
    except Invalid as refused:
        return refused.field
    return ""


@examples
@given(name=st.sampled_from(sorted(LIMITS)), text=texts)
def test_any_text_is_kept_clean_or_refused(db: None, name: str, text: str) -> None:
    with transaction.atomic():
        before = community()
        refused = refusal(lambda: change_settings(None, {name: text}))
        if refused:
            assert refused == name
            assert community() == before
        else:
            kept = getattr(community(), name)
            assert len(kept) <= LIMITS[name]
            assert fit(kept)
            change_settings(None, {name: kept})
            assert getattr(community(), name) == kept, "what was kept may be kept again"
        transaction.set_rollback(True)


@examples
@given(rules=st.lists(texts, max_size=35))
def test_any_rules_are_kept_in_order_or_refused(db: None, rules: list[str]) -> None:
    with transaction.atomic():
        refused = refusal(lambda: set_rules(None, rules))
        if refused:
            assert refused == "rules"
            assert community().rules == ()
        else:
            kept = community().rules
            assert len(kept) <= min(30, len(rules))
            assert all(rule and fit(rule) and len(rule) <= 500 for rule in kept)
            set_rules(None, kept)
            assert community().rules == kept
        transaction.set_rollback(True)


@examples
@given(
    name=st.sampled_from(["sign_up", "visitors", "language", "time_zone"]),
    value=st.none() | st.booleans() | st.integers() | texts | st.lists(st.just("open")) | st.dictionaries(texts, texts),
)
def test_a_choice_is_one_of_those_offered(db: None, name: str, value: object) -> None:
    with pytest.raises(Invalid) as refused, transaction.atomic():
        change_settings(None, {name: value})
    assert refused.value.field == name
    assert not Setting.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_edit_at_once_both_stand_in_the_log() -> None:
    olivia = stage.member("olivia", "owner")
    before = head()[0]
    outcomes = at_once(
        lambda: change_settings(olivia, {"name": "One"}),
        lambda: change_settings(olivia, {"name": "Two"}),
        lambda: change_settings(None, {"visitors": "posts"}),
    )
    assert problems(outcomes) == []
    assert (as_chosen().name, as_chosen().visitors) in {("One", "posts"), ("Two", "posts")}
    assert (head()[0], verify()) == (before + 3, None)
    last = [entry.reason for entry in entries(Page(limit=3)).items if entry.reason.startswith("name")]
    assert last[0] == f"name: {as_chosen().name}", "the log ends with what stands"


@pytest.mark.django_db(transaction=True)
def test_rules_replaced_by_two_at_once_are_never_mixed() -> None:
    olivia = stage.member("olivia", "owner")
    sets = [("Be kind.", "No adverts."), ("Listen.", "Write in whole sentences.", "Rest.")]
    for _ in range(3):
        outcomes = at_once(*[lambda some=some: set_rules(olivia, some) for some in sets])
        assert problems(outcomes) == []
        assert community().rules in sets
        assert Rule.objects.filter(retired_at=None).count() == len(community().rules)
