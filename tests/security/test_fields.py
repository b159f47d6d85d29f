"""What no form asks for cannot be changed by sending it along (mass assignment, parameter pollution)."""

from typing import Any

import pytest
from django.db.models import Model

from folkmoot.accounts.models import Account, Grant, Login
from folkmoot.posts.models import Post
from folkmoot.project.cast import Cast
from tests.doors import client_of
from tests.faults.nasty import NAMES, browser_of, doors

pytestmark = pytest.mark.django_db
GUARDED = (
    "id",
    "login_id",
    "username",
    "domain",
    "created_at",
    "approved_at",
    "confirmed_at",
    "suspended_at",
    "deleted_at",
)
SMUGGLED = {
    "id": "1", "pk": "1", "login": "1", "login_id": "1", "account": "1", "account_id": "1", "owner": "1",
    "username": "mallory", "domain": "evil.example", "role": "owner", "roles": "owner", "is_staff": "on",
    "is_superuser": "on", "is_active": "", "approved_at": "2020-01-01", "confirmed_at": "2020-01-01",
    "suspended_at": "2020-01-01", "deleted_at": "2020-01-01", "created_at": "2000-01-01", "version": "99",
    "verified": "on", "bot": "on", "followers_count": "99999", "likes": "99999", "removed_at": "2020-01-01",
}  # fmt: skip


def guarded() -> dict[tuple[str, int], list[Any]]:
    """What only staff's own deeds, or nobody's, ever change."""

    def of(model: type[Model], *names: str) -> dict[tuple[str, int], list[Any]]:
        there = [name for name in names if name in {field.attname for field in model._meta.concrete_fields}]
        return {(model.__name__, row[0]): list(row[1:]) for row in model.objects.values_list("pk", *there)}

    rows = of(Account, *GUARDED) | of(Login, "is_active", "email") | of(Post, "account_id", "created_at", "removed_at")
    return rows | of(Grant, "account_id", "role")


OWN_DEEDS = {"sign-up", "suspension", "decline", "removal", "sign-in"}  # whose very purpose is one of these


@pytest.mark.parametrize("door", [name for name in NAMES if name not in OWN_DEEDS])
def test_nothing_is_taken_over_that_no_form_asks_for(cast: Cast, door: str) -> None:
    from folkmoot.instance.actions import begin_open

    begin_open()
    _, who, address, sensible = next(each for each in doors(cast) if each[0] == door)
    before = guarded()
    browser_of(who).post(address, {name: value for name, value in SMUGGLED.items() if name not in sensible} | sensible)
    after = guarded()
    assert {key: row for key, row in after.items() if key in before and row != before[key]} == {}
    assert not [key for key in after if key[0] == "Grant" and key not in before]
    assert not Account.objects.filter(username="mallory").exists()


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("patch", "/api/v1/accounts/update_credentials"),
        ("post", "/api/v1/statuses"),
        ("post", "/api/v1/lists"),
        ("post", "/api/v2/filters"),
        ("post", "/api/v1/markers"),
    ],
)
def test_programs_change_nothing_that_is_not_offered(cast: Cast, api_of: Any, method: str, address: str) -> None:
    before = guarded()
    body = SMUGGLED | {"status": "Hello", "title": "Choir", "context": ["home"], "display_name": "Al"}
    getattr(api_of(cast.alice), method)(address, body=body)
    after = guarded()
    assert {key: row for key, row in after.items() if key in before and row != before[key]} == {}
    assert {row[0] for key, row in after.items() if key[0] == "Post" and key not in before} <= {cast.alice.id}
    assert not [key for key in after if key[0] == "Grant" and key not in before]


def test_the_address_fills_in_no_form(cast: Cast) -> None:
    client = client_of(cast.alice.login)
    client.post("/settings/profile?name=Mallory&bio=Evil", {"name": "Alice", "bio": "Sings."})
    cast.alice.refresh_from_db()
    assert (cast.alice.name, cast.alice.bio) == ("Alice", "Sings.")
    client.post("/posts?text=Evil&scope=public", {"text": "Mine", "scope": "followers", "key": "k"})
    assert list(Post.objects.filter(account=cast.alice).order_by("-id").values_list("text", "scope")[:1]) == [
        ("Mine", "followers")
    ]


def test_of_a_field_that_comes_twice_one_counts(cast: Cast) -> None:
    client_of(cast.alice.login).post("/settings/profile", {"name": ["First", "Last"], "bio": ""})
    cast.alice.refresh_from_db()
    assert cast.alice.name in {"First", "Last"}
