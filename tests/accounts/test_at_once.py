"""Many at once, in real transactions: versions, counts, roles and limits stay exact."""

from datetime import timedelta

import pytest
from django.utils import timezone

from folkmoot.accounts.actions import (
    ProfileDraft,
    approve,
    count_post,
    create_invitation,
    create_token,
    decline,
    edit_profile,
    grant_role,
    hide_account,
    revoke_invitation,
    revoke_role,
    revoke_token,
    seen_today,
    show_account,
    sign_up,
)
from folkmoot.accounts.models import Account, Invitation, Login, RoleGrant, Stats, Token
from folkmoot.accounts.queries import bearer, tokens
from folkmoot.audit.models import Entry
from folkmoot.audit.queries import verify
from folkmoot.core.errors import FolkmootError, NotAllowed
from folkmoot.instance.actions import begin_open, change_settings
from folkmoot.project.cast import member
from tests.accounts.test_joining import form
from tests.happened import Happened, at_once, problems

pytestmark = pytest.mark.django_db(transaction=True)


def draft(name: str) -> ProfileDraft:
    return ProfileDraft(name, "", (), locked=False, discoverable=True)


def names(happened: Happened) -> list[str]:
    return [name for name, _ in happened()]


def test_profiles_edited_at_once_lose_no_version(happened: Happened) -> None:
    bob = member("bob")
    before = bob.version
    happened()
    outcomes = at_once(*[lambda n=n: edit_profile(bob, draft(f"Bob {n}")) for n in range(5)])
    assert problems(outcomes) == []
    assert Account.objects.get(id=bob.id).version == before + 5
    assert names(happened) == ["ProfileEdited"] * 5


def test_posts_are_counted_exactly() -> None:
    bob = member("bob")
    outcomes = at_once(*[lambda by=by: count_post(bob.id, by) for by in (1, 1, 1, 1, 1, -1, -1)])
    assert problems(outcomes) == []
    assert Stats.objects.get(account=bob).posts == 3


def test_the_first_of_many_requests_of_a_day_is_told_once(happened: Happened) -> None:
    bob = member("bob")
    Stats.objects.filter(account=bob).update(seen_on=timezone.localdate() - timedelta(days=3))
    happened()
    assert problems(at_once(*[lambda: seen_today(bob.id)] * 6)) == []
    assert happened() == [("SeenToday", {"account_id": bob.id, "days_away": 3})]


def test_a_role_given_many_times_at_once_is_given_once(happened: Happened) -> None:
    olivia, bob = member("olivia", "owner"), member("bob")
    begin_open()
    happened()
    assert problems(at_once(*[lambda: grant_role(olivia, bob.id, "moderator")] * 4)) == []
    assert RoleGrant.objects.filter(account=bob).count() == 1
    assert names(happened) == ["RolesChanged"]
    assert verify() is None


def test_two_owners_who_depose_each_other_leave_one() -> None:
    olivia, oscar = member("olivia", "owner"), member("oscar", "owner")
    begin_open()
    outcomes = at_once(lambda: revoke_role(olivia, oscar.id, "owner"), lambda: revoke_role(oscar, olivia.id, "owner"))
    assert [type(problem) for problem in problems(outcomes)] == [NotAllowed]
    assert RoleGrant.objects.filter(role="owner").count() == 1


def test_two_owners_who_resign_at_once_do_not_both_go() -> None:
    olivia, oscar = member("olivia", "owner"), member("oscar", "owner")
    begin_open()
    outcomes = at_once(lambda: revoke_role(olivia, olivia.id, "owner"), lambda: revoke_role(oscar, oscar.id, "owner"))
    assert len(problems(outcomes)) == 1
    assert RoleGrant.objects.filter(role="owner").count() == 1


def test_approved_and_declined_at_once_ends_in_one_of_the_two() -> None:
    olivia, frank = member("olivia", "owner"), member("frank", "moderator")
    begin_open()
    for n in range(3):
        login = sign_up(form(f"zoe{n}", reason="I live next to the allotments."))
        outcomes = at_once(
            lambda login=login: approve(olivia, login.id), lambda login=login: decline(frank, login.id, "")
        )
        assert all(isinstance(problem, FolkmootError) for problem in problems(outcomes))
        row = Login.objects.get(id=login.id)
        assert row.approved_at is not None, "an approval stands, before or after"
        assert row.declined_at is None


def test_an_invitation_revoked_while_it_is_used_lets_in_who_was_first() -> None:
    olivia = member("olivia", "owner")
    begin_open()
    change_settings(None, {"sign_up": "invitation"})
    invitation = create_invitation(olivia, 5, 1)
    outcomes = at_once(
        lambda: sign_up(form("zoe", invitation_code=invitation.code)),
        lambda: revoke_invitation(olivia, invitation.id),
        lambda: sign_up(form("yan", invitation_code=invitation.code)),
    )
    assert all(isinstance(problem, FolkmootError) for problem in problems(outcomes))
    came = Account.objects.filter(username__in=["zoe", "yan"]).count()
    assert Invitation.objects.get().uses_left == 5 - came
    assert came == Login.objects.count() - 1


def test_a_token_revoked_many_times_at_once_is_logged_once(happened: Happened) -> None:
    bob = member("bob")
    raw = create_token(bob, "read", 1)
    token_id = tokens(bob)[0].id
    happened()
    assert problems(at_once(*[lambda: revoke_token(bob, token_id)] * 4)) == []
    assert bearer(raw) is None
    assert names(happened) == ["TokenRevoked"]
    assert Entry.objects.filter(verb="token.revoke").count() == 1


def test_hidden_and_shown_at_once_ends_in_one_of_the_two() -> None:
    bob = member("bob")
    for _ in range(3):
        at_once(lambda: hide_account(bob.id, timezone.now()), lambda: show_account(bob.id))
        row = Account.objects.get(id=bob.id)
        assert row.active is (row.suspended_at is None)
        show_account(bob.id)
    assert Account.objects.get(id=bob.id).active


def test_no_token_outlives_a_suspension_it_was_made_beside() -> None:
    bob = member("bob")
    outcomes = at_once(lambda: create_token(bob, "read", 1), lambda: hide_account(bob.id, timezone.now()))
    made = [outcome for outcome in outcomes if isinstance(outcome, str)]
    assert all(bearer(raw) is None for raw in made)
    assert Token.objects.count() == len(made)
