"""Whoever was here before levels of trust loses nothing; those who waited begin like everybody who comes now."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from folkmoot.accounts.models import Account, Login, Trust
from folkmoot.accounts.queries.trust import trust_of
from folkmoot.accounts.reach import Level
from folkmoot.core.ids import new_id

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE = [("accounts", "0011_roles")]


@pytest.fixture
def before() -> Iterator[Any]:
    """The tables as they were; whatever happens, they are up to date again afterwards."""
    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE)
    try:
        yield executor.loader.project_state(BEFORE).apps
    finally:
        up_to_date()


def up_to_date() -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def test_nobody_loses_anything(before: Any) -> None:
    long_ago = timezone.now() - timedelta(days=400)
    login, account = before.get_model("accounts", "Login"), before.get_model("accounts", "Account")
    ids = {name: new_id() for name in ("member", "applicant", "elsewhere", "left")}
    for name, approved in (("member", long_ago), ("applicant", None)):
        made = login.objects.create(id=new_id(), email=f"{name}@example.org", approved_at=approved)
        account.objects.create(id=ids[name], login=made, username=name, active=approved is not None)
    Login.objects.update(joined_at=long_ago)
    account.objects.create(id=ids["elsewhere"], username="erin", domain="elsewhere.example", active=True)
    account.objects.create(id=ids["left"], username="-left", deleted_at=long_ago)
    up_to_date()
    found = {name: Account.objects.get(id=some_id) for name, some_id in ids.items()}
    assert {name: row.trust for name, row in found.items()} == {
        "member": Level.MEMBER,
        "applicant": Level.NEW,
        "elsewhere": Level.MEMBER,
        "left": Level.MEMBER,
    }
    assert {row.account_id for row in Trust.objects.all()} == {ids["member"], ids["applicant"]}
    view = trust_of(found["member"])
    assert (view.evidence.days, view.evidence.seen, view.missing.hours, view.missing.lately) == (400, 0, 0, 30)
    assert timezone.now() - view.since < timedelta(minutes=5)
    assert trust_of(found["applicant"]).evidence.days == 0, "days count from when somebody is let in"
