"""Whatever is typed as a user name: it is refused in words, or it is one that nobody can confuse with another."""

import re

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from folkmoot.accounts.models import Account
from folkmoot.accounts.queries import by_username, sign_up_problem, username_of
from folkmoot.core.errors import NotFound

pytestmark = pytest.mark.django_db
anything = st.text(st.characters(codec=None), max_size=35)
likely = st.text("abcABCxyz019_ @.-ıKſéа", max_size=32)
examples = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@examples
@given(typed=anything | likely)
def test_a_name_is_refused_or_plain(db: None, typed: str) -> None:
    problem = sign_up_problem(typed)
    if problem:
        assert problem.endswith(".")
        return
    assert re.fullmatch("[a-z0-9_]{1,30}", username_of(typed))


@examples
@given(typed=anything | likely)
def test_what_was_kept_is_what_is_found(db: None, typed: str) -> None:
    if sign_up_problem(typed):
        return
    with transaction.atomic():
        made = Account.objects.create(username=username_of(typed), active=True)
        assert sign_up_problem(typed), "taken now"
        assert sign_up_problem(typed.upper()), "in any case"
        assert by_username(None, typed, "").id == made.id
        transaction.set_rollback(True)


@examples
@given(typed=anything | likely, domain=anything)
def test_looking_for_it_finds_nobody_or_says_so(db: None, typed: str, domain: str) -> None:
    with pytest.raises(NotFound):
        by_username(None, typed, domain)
