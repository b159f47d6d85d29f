"""How people come in: open, by approval, by invitation, not at all; and user names that cannot be faked."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from folkmoot.accounts.actions import (
    SignUp,
    approve,
    confirm_address,
    create_account,
    create_invitation,
    decline,
    open_account,
    revoke_invitation,
    sign_up,
    validate_application,
)
from folkmoot.accounts.models import Account, Invitation, Login, Stats
from folkmoot.accounts.queries import (
    account_of,
    applications,
    by_username,
    invitations,
    sign_up_problem,
    username_of,
    waiting_count,
    why_username_stays,
)
from folkmoot.audit.queries import entries
from folkmoot.core.cursors import Page
from folkmoot.core.errors import FolkmootError, Invalid, NotAllowed, NotFound
from folkmoot.instance.actions import begin_open, change_settings
from folkmoot.project.cast import PASSWORD, Cast, member
from tests.happened import Happened, at_once, problems

pytestmark = pytest.mark.django_db


def form(username: str = "zoe", **more: str) -> SignUp:
    return SignUp(username, f"{username}@Example.org", PASSWORD, **more)


def mode(name: str) -> None:
    change_settings(None, {"sign_up": name})


def confirm(login: Login) -> None:
    EmailAddress.objects.filter(user=login).update(verified=True)
    confirm_address(login.id)


def active(login: Login) -> bool:
    account = account_of(login.id)
    assert account is not None
    return account.active


def names(happened: Happened) -> list[str]:
    return [name for name, _ in happened()]


def test_open_a_confirmed_address_is_enough(cast: Cast, happened: Happened) -> None:
    mode("open")
    happened()
    login = sign_up(form())
    assert (login.email, active(login)) == ("zoe@example.org", False)
    assert login.check_password(PASSWORD)
    assert names(happened) == []
    confirm(login)
    confirm(login)
    assert active(login)
    assert names(happened) == ["Joined"]
    assert Stats.objects.filter(account__login=login).exists()


@pytest.mark.parametrize("order", ["approve confirm", "confirm approve"])
def test_approval_and_address_in_either_order(cast: Cast, happened: Happened, order: str) -> None:
    login = sign_up(form(reason="I live next to the allotments."))
    assert names(happened) == ["Applied"]
    steps = {"approve": lambda: approve(cast.frank, login.id), "confirm": lambda: confirm(login)}
    first, second = order.split()
    steps[first]()
    assert not active(login)
    steps[second]()
    assert active(login)
    assert sorted(names(happened)) == ["Approved", "Joined"]
    login.refresh_from_db()
    assert (login.approved_by, login.reason) == (cast.frank.id, "I live next to the allotments.")


@pytest.mark.parametrize("reason", ["", "   ", "let me in", "\u202e\u200b" * 20, "x" * 2001])
def test_an_applicant_says_why(cast: Cast, reason: str) -> None:
    with pytest.raises(Invalid) as refused:
        sign_up(form(reason=reason))
    assert refused.value.field == "reason"
    assert not Login.objects.filter(email="zoe@example.org").exists()


def test_who_was_turned_away_is_no_member_even_with_a_confirmed_address(cast: Cast, happened: Happened) -> None:
    login = sign_up(form(reason="I live next to the allotments."))
    happened()
    decline(cast.olivia, login.id, "We are full.")
    decline(cast.olivia, login.id, "Again.")
    confirm(login)
    assert not active(login)
    assert names(happened) == ["Declined"]
    login.refresh_from_db()
    assert (login.declined_by, login.decision_note) == (cast.olivia.id, "We are full.")
    assert login.id not in [one.login_id for one in applications(cast.frank.id, Page(limit=9)).items]


def test_a_decision_can_be_made_good(cast: Cast) -> None:
    login = sign_up(form(reason="I live next to the allotments."))
    confirm(login)
    decline(cast.frank, login.id, "")
    approve(cast.olivia, login.id)
    assert active(login)
    with pytest.raises(NotAllowed):
        decline(cast.olivia, login.id, "")


@pytest.mark.parametrize("who", ["bob", "gina", "ivy"])
def test_only_staff_decide_and_read_applications(cast: Cast, who: str) -> None:
    actor = getattr(cast, who)
    for verb in (lambda: approve(actor, cast.ivy.login_id), lambda: decline(actor, cast.ivy.login_id, "")):
        with pytest.raises(NotAllowed):
            verb()
    for read in (lambda: applications(actor.id, Page(limit=5)), lambda: waiting_count(actor.id)):
        with pytest.raises(NotFound):
            read()


def test_applications_show_what_staff_need(cast: Cast) -> None:
    login = sign_up(form(reason="I live next to the allotments."))
    found = applications(cast.frank.id, Page(limit=5)).items
    assert [(one.username, one.confirmed) for one in found] == [("zoe", False), ("ivy", True)]
    assert (found[0].login_id, found[0].email, found[0].reason) == (login.id, login.email, login.reason)
    assert waiting_count(cast.frank.id) == 2
    with pytest.raises(NotFound):
        approve(cast.frank, 1)


def test_decisions_are_logged_without_personal_data(cast: Cast) -> None:
    approve(cast.frank, cast.ivy.login_id)
    approve(cast.frank, cast.ivy.login_id)
    latest, before = entries(Page(limit=2)).items
    assert (latest.verb, latest.actor_id, latest.object_id) == (
        "application.approve",
        cast.frank.id,
        cast.ivy.login_id,
    )
    assert before.verb != "application.approve"
    assert "ivy" not in latest.reason


def test_closed_is_closed_whatever_one_brings(cast: Cast) -> None:
    code = create_invitation(cast.olivia, 5, 5).code
    mode("closed")
    with pytest.raises(NotAllowed):
        validate_application(form(reason="I live next to the allotments.", invitation_code=code))


@pytest.mark.parametrize("how", ["invitation", "approval"])
def test_an_invitation_lets_in_at_once_as_often_as_it_says(cast: Cast, how: str) -> None:
    mode(how)
    code = create_invitation(cast.frank, 2, 7).code
    for name in ("one", "two"):
        login = sign_up(form(name, invitation_code=f" {code} "))
        confirm(login)
        assert active(login)
    with pytest.raises(Invalid) as refused:
        sign_up(form("three", invitation_code=code))
    assert refused.value.field == "invitation_code"


@pytest.mark.parametrize("code", ["", "guess", "GUESS"])
def test_without_an_invitation_nobody_comes_in(cast: Cast, code: str) -> None:
    mode("invitation")
    with pytest.raises(Invalid) as refused:
        sign_up(form(invitation_code=code, reason="But I have a good reason."))
    assert refused.value.field == "invitation_code"


def spent(invitation: Invitation, actor: Account) -> None:
    Invitation.objects.filter(id=invitation.id).update(uses_left=0)


def expired(invitation: Invitation, actor: Account) -> None:
    Invitation.objects.filter(id=invitation.id).update(expires_at=timezone.now() - timedelta(seconds=1))


def revoked(invitation: Invitation, actor: Account) -> None:
    revoke_invitation(actor, invitation.id)
    revoke_invitation(actor, invitation.id)


@pytest.mark.parametrize("end", [spent, expired, revoked])
def test_an_invitation_ends(cast: Cast, end) -> None:
    mode("invitation")
    invitation = create_invitation(cast.frank, 2, 7)
    assert [one.code for one in invitations(cast.olivia.id)] == [invitation.code]
    end(invitation, cast.frank)
    assert invitations(cast.olivia.id) == []
    with pytest.raises(Invalid):
        sign_up(form(invitation_code=invitation.code))


@pytest.mark.parametrize(
    ("uses", "days", "field"), [(0, 1, "uses"), (1001, 1, "uses"), (1, 0, "days"), (1, 366, "days")]
)
def test_limits_of_invitations(cast: Cast, uses: int, days: int, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        create_invitation(cast.frank, uses, days)
    assert refused.value.field == field


def test_members_make_no_invitations(cast: Cast) -> None:
    invitation = create_invitation(cast.frank, 1, 1)
    for verb in (lambda: create_invitation(cast.bob, 1, 1), lambda: revoke_invitation(cast.bob, invitation.id)):
        with pytest.raises(NotAllowed):
            verb()
    with pytest.raises(NotFound):
        invitations(cast.bob.id)
    with pytest.raises(NotFound):
        revoke_invitation(cast.frank, 1)


@pytest.mark.parametrize(
    "name",
    [
        *("", "  ", "@", "a" * 31, "two words", "bob-x", "bob.x", "bob@x", "naïve", "Ωmega", "bob\n", "bo\0b", "💚"),
        *(
            "аlice",
            "alіce",
            "ａｌｉｃｅ",
            "alıce",
            "\u212aate",
            "ali\u200bce",
            "alice\u202e",
            "İstanbul",
        ),  # look-alikes
        *(
            "admin",
            "Admin",
            "ROOT",
            "_admin_",
            "ad_min",
            "support",
            "staff",
            "setup",
            "settings",
            "api",
            "owner",
            "___",
        ),
        *("alice", "ALICE", "Alice", "@alice", " alice "),
    ],
)
def test_names_that_nobody_can_take(cast: Cast, name: str) -> None:
    assert sign_up_problem(name)
    mode("open")
    with pytest.raises(Invalid) as refused:
        sign_up(SignUp(name, "zoe@example.org", PASSWORD))
    assert refused.value.field == "username"
    with pytest.raises(Invalid):
        create_account(name, "zoe@example.org", PASSWORD, "member")


@pytest.mark.parametrize("name", ["z", "Zoe", "zoe_2", "_zoe", "42", "a" * 30, " zoe"])
def test_names_that_are_free(cast: Cast, name: str) -> None:
    assert sign_up_problem(name) == ""
    account = create_account(name, "zoe@example.org", PASSWORD, "member")
    assert account.username == username_of(f"@{name.strip()}") == name.strip().lower()


def test_a_name_is_never_given_twice(cast: Cast) -> None:
    Account.objects.filter(id=cast.hal.id).update(active=False, deleted_at=timezone.now(), login=None)
    assert sign_up_problem("hal")
    assert sign_up_problem("Hal")
    with pytest.raises(NotFound):
        by_username(cast.bob.id, "hal", "")


def test_the_name_of_a_remote_account_is_free_here(cast: Cast) -> None:
    assert sign_up_problem("erin") == ""
    here = member("erin")
    assert by_username(None, "erin", "").id == here.id
    assert by_username(None, "Erin", "Elsewhere.example").id == cast.erin.id


def test_why_a_name_stays_is_said() -> None:
    assert "stays" in why_username_stays()


@pytest.mark.parametrize(
    ("email", "password", "field"),
    [
        ("nobody", PASSWORD, "email"),
        ("", PASSWORD, "email"),
        ("BOB@example.org", PASSWORD, "email"),
        ("zoe@example.org", "short", "password"),
        ("zoe@example.org", "1234567890123", "password"),
        ("zoe@example.org", "password123", "password"),
        ("zoe.lastname@example.org", "zoe.lastname", "password"),
    ],
)
def test_addresses_and_passwords_that_will_not_do(cast: Cast, email: str, password: str, field: str) -> None:
    mode("open")
    for make in (
        lambda: sign_up(SignUp("zoe", email, password)),
        lambda: create_account("zoe", email, password, "member"),
    ):
        with pytest.raises(Invalid) as refused:
            make()
        assert refused.value.field == field
        assert refused.value.message
    assert not Account.objects.filter(username="zoe").exists()


def test_the_operator_makes_accounts_that_work_at_once(happened: Happened) -> None:
    account = create_account("Zoe", " Zoe@Example.ORG ", PASSWORD, "moderator")
    assert (account.username, account.active) == ("zoe", True)
    assert account.login is not None
    assert (account.login.email, account.login.approved_at is not None) == ("zoe@example.org", True)
    address = EmailAddress.objects.get(user=account.login)
    assert (address.email, address.verified, address.primary) == ("zoe@example.org", True, True)
    assert names(happened) == ["Joined", "RolesChanged"]
    with pytest.raises(Invalid) as refused:
        create_account("yan", "yan@example.org", PASSWORD, "king")
    assert refused.value.field == "role"


def test_passwords_are_kept_as_argon2_hashes(settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    login = member("zoe").login
    assert login is not None
    assert login.password.startswith("argon2$argon2id$")
    assert login.check_password(PASSWORD)


def test_the_web_s_own_steps_give_the_same_account(cast: Cast) -> None:
    mode("open")
    login = Login.objects.create(email="zoe@example.org")
    application = form()
    validate_application(application)
    account = open_account(login, application)
    assert (account.username, account.active, account.login_id) == ("zoe", False, login.id)


@pytest.mark.django_db(transaction=True)
def test_an_invitation_for_one_lets_one_in_however_many_come_at_once() -> None:
    olivia = member("olivia", "owner")
    begin_open()
    mode("invitation")
    code = create_invitation(olivia, 1, 1).code
    outcomes = at_once(*[lambda n=n: sign_up(form(f"guest{n}", invitation_code=code)) for n in range(5)])
    assert len(problems(outcomes)) == 4
    assert all(isinstance(problem, Invalid) for problem in problems(outcomes))
    assert Account.objects.filter(username__startswith="guest").count() == 1
    assert Login.objects.count() == 2, "who was late leaves nothing behind"
    assert Invitation.objects.get().uses_left == 0


@pytest.mark.django_db(transaction=True)
def test_one_name_for_many_at_once() -> None:
    member("olivia", "owner")
    begin_open()
    mode("open")
    outcomes = at_once(*[lambda n=n: sign_up(SignUp("zoe", f"zoe{n}@example.org", PASSWORD)) for n in range(4)])
    assert [getattr(problem, "field", "") for problem in problems(outcomes)] == ["username"] * 3
    assert Account.objects.filter(username="zoe").count() == 1
    assert Login.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_approved_and_confirmed_at_once_joins_once(happened: Happened) -> None:
    olivia = member("olivia", "owner")
    begin_open()
    login = sign_up(form(reason="I live next to the allotments."))
    happened()
    with transaction.atomic():
        EmailAddress.objects.filter(user=login).update(verified=True)
    outcomes = at_once(lambda: approve(olivia, login.id), lambda: confirm_address(login.id))
    assert not [problem for problem in problems(outcomes) if not isinstance(problem, FolkmootError)]
    assert active(login)
    assert sorted(names(happened)) == ["Approved", "Joined"]
