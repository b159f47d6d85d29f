"""What the database itself refuses, whatever the code above it does; and that the hot statements use an index."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from folkmoot.accounts.models import Account, Invitation, Login, RoleGrant, Stats, Token
from folkmoot.core.rows import id_list
from folkmoot.moderation.models import LIVE, Case
from folkmoot.project.cast import Cast
from folkmoot.relations.models import Block, Follow, FollowRequest, Mute

pytestmark = pytest.mark.django_db


def refused(model, **values: object) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(**values)


def test_one_account_for_a_name_and_a_login(cast: Cast) -> None:
    refused(Account, username="alice", domain="")
    refused(Account, username="other", login=cast.alice.login)
    refused(Account, username="other", uri=cast.erin.uri)
    assert Account.objects.create(username="alice", domain="elsewhere.example").acct == "alice@elsewhere.example"


def test_one_login_for_an_address(cast: Cast) -> None:
    refused(Login, email="alice@example.org")
    assert Login.objects.get_by_natural_key("ALICE@Example.org").id == cast.alice.login_id


def test_a_login_has_no_power_of_django_s_own(cast: Cast) -> None:
    login = cast.olivia.login
    assert login is not None
    assert (login.is_staff, login.has_perms(["accounts.delete_account"])) == (False, False)


def test_one_row_of_counters_and_one_grant_of_a_role(cast: Cast) -> None:
    refused(Stats, account=cast.alice)
    refused(RoleGrant, account=cast.frank, role="moderator")


def test_one_token_for_a_digest_and_one_invitation_for_a_code(cast: Cast) -> None:
    later = timezone.now() + timedelta(days=1)
    Token.objects.create(account=cast.bob, digest="d", scopes="read", expires_at=later)
    refused(Token, account=cast.hal, digest="d", scopes="read", expires_at=later)
    Invitation.objects.create(code="c", inviter=cast.frank, expires_at=later, uses_left=1)
    refused(Invitation, code="c", inviter=cast.olivia, expires_at=later, uses_left=1)


@pytest.mark.parametrize(
    ("model", "one", "other", "pair"),
    [
        (Follow, "follower", "followed", ("bob", "alice")),
        (FollowRequest, "follower", "followed", ("carol", "alice")),
        (Block, "blocker", "blocked", ("alice", "dan")),
    ],
)
def test_once_between_two(cast: Cast, model, one: str, other: str, pair: tuple[str, str]) -> None:
    first, second = (getattr(cast, name) for name in pair)
    refused(model, **{one: first, other: second})


def test_one_mute_between_two(cast: Cast) -> None:
    Mute.objects.create(muter=cast.alice, muted=cast.bob)
    refused(Mute, muter=cast.alice, muted=cast.bob)


@pytest.mark.parametrize("state", LIVE)
@pytest.mark.parametrize("end", ["decided", "closed"])
def test_one_live_case_about_the_same(cast: Cast, state: str, end: str) -> None:
    first = Case.objects.create(account=cast.hal, state=state)
    for other in LIVE:
        refused(Case, account=cast.hal, state=other)
    Case.objects.create(account=cast.alice, state=state)
    Case.objects.filter(id=first.id).update(state=end)
    Case.objects.create(account=cast.hal, state=state)


def test_each_case_about_nobody_known_is_its_own(cast: Cast) -> None:
    assert Case.objects.create(account=None).id != Case.objects.create(account=None).id


def plan(text: str, **values: object) -> str:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(f"EXPLAIN {text}", values)
        else:
            cursor.execute(f"EXPLAIN QUERY PLAN {text}", values)
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


@pytest.mark.parametrize(
    ("text", "tables"),
    [
        ("SELECT id FROM accounts_account WHERE username = 'bob' AND domain = ''", ["accounts_account"]),
        ("SELECT id FROM accounts_account WHERE login_id = 1", ["accounts_account"]),
        ("SELECT account_id FROM accounts_token WHERE digest = 'x'", ["accounts_token"]),
        ("SELECT role FROM accounts_rolegrant WHERE account_id = 1", ["accounts_rolegrant"]),
        ("SELECT id FROM accounts_invitation WHERE code = 'x'", ["accounts_invitation"]),
        ("SELECT id FROM relations_block WHERE blocker_id = 1 AND blocked_id = 2", ["relations_block"]),
        ("SELECT id FROM relations_block WHERE blocked_id = 1 AND blocker_id = 2", ["relations_block"]),
        ("SELECT id FROM relations_mute WHERE muter_id = 1 AND muted_id = 2", ["relations_mute"]),
        ("SELECT id FROM relations_follow WHERE followed_id = 1 ORDER BY id DESC LIMIT 20", ["relations_follow"]),
        ("SELECT id FROM relations_follow WHERE follower_id = 1 ORDER BY id DESC LIMIT 20", ["relations_follow"]),
        ("SELECT id FROM moderation_report WHERE outcome = '' ORDER BY id DESC LIMIT 20", ["moderation_report"]),
        ("SELECT id FROM moderation_reportitem WHERE kind = 'post' AND object_id = 1", ["moderation_reportitem"]),
        ("SELECT id FROM moderation_case WHERE account_id = 1 ORDER BY id DESC LIMIT 20", ["moderation_case"]),
        ("SELECT id FROM moderation_restriction WHERE kind = 'post' AND object_id = 1", ["moderation_restriction"]),
    ],
)
def test_what_is_asked_often_uses_an_index(db: None, text: str, tables: list[str]) -> None:
    steps = plan(text)
    for table in tables:
        assert f"SCAN {table}\n" not in f"{steps}\n", steps
        assert f"Seq Scan on {table}" not in steps, steps
    assert "index" in steps.lower(), steps


def test_views_of_many_read_no_account_too_much(cast: Cast) -> None:
    from folkmoot.accounts import hydrate

    steps = plan(hydrate._text(), ids=id_list([cast.alice.id, cast.bob.id]))
    assert "SCAN a\n" not in f"{steps}\n", steps
    assert "SCAN s\n" not in f"{steps}\n", steps
    assert "Seq Scan on accounts_" not in steps, steps
