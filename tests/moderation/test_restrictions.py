"""Suspensions and removals: by whom, of whom, how they compose, and how exactly they end."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from folkmoot.accounts.actions import create_token, grant_role
from folkmoot.accounts.hydrate import views
from folkmoot.accounts.models import Account
from folkmoot.accounts.queries import bearer, get_account
from folkmoot.audit.queries import entries, verify
from folkmoot.core.cursors import Page
from folkmoot.core.errors import FolkmootError, Invalid, NotAllowed, NotFound
from folkmoot.moderation.actions import end_restriction, lift, suspend
from folkmoot.moderation.models import Restriction
from folkmoot.moderation.queries import restrictions
from folkmoot.moderation.tasks import end_due_restrictions
from folkmoot.posts.actions import delete_post
from folkmoot.posts.models import Post
from folkmoot.posts.queries import get_post
from folkmoot.project import cast as stage
from folkmoot.project.cast import Cast
from tests.happened import Happened, at_once, problems
from tests.moderation.removing import remove_post
from tests.posts.writing import lay, say

pytestmark = pytest.mark.django_db
PAGE = Page(limit=20)


def active(account: Account) -> bool:
    account.refresh_from_db()
    return account.active and account.suspended_at is None


def session_of(account: Account) -> str:
    """A browser that is signed in, as the session table and the list of sessions know it."""
    store = SessionStore()
    store["_auth_user_id"] = str(account.login_id)
    store.create()
    UserSession.objects.create(user=account.login, session_key=store.session_key, ip="192.0.2.0", user_agent="Browser")
    assert store.session_key
    return store.session_key


def verbs(number: int) -> list[str]:
    return [entry.verb for entry in entries(Page(limit=number)).items]


def test_a_suspended_account_is_gone_for_all_others(cast: Cast, happened: Happened) -> None:
    post = say(cast.hal, "Hello")
    happened()
    suspend(cast.frank, cast.hal.id, "Spam.", None)
    assert not active(cast.hal)
    for viewer in (None, cast.bob.id, cast.olivia.id):
        with pytest.raises(NotFound):
            get_account(viewer, cast.hal.id)
    with pytest.raises(NotFound):
        get_post(cast.bob.id, post)
    assert get_account(cast.hal.id, cast.hal.id) == cast.hal
    assert views([cast.hal.id])[cast.hal.id].suspended
    assert [name for name, _ in happened()] == ["AccountHidden", "AccountSuspended", "Decided"]
    assert verbs(1) == ["account.suspend"]


def test_sessions_and_tokens_end_at_once_and_only_theirs(cast: Cast) -> None:
    mine, other = session_of(cast.hal), session_of(cast.bob)
    raw, kept = create_token(cast.hal, "read", 9), create_token(cast.bob, "read", 9)
    suspend(cast.frank, cast.hal.id, "Spam.", None)
    assert not Session.objects.filter(session_key=mine).exists()
    assert not UserSession.objects.filter(user=cast.hal.login).exists()
    assert bearer(raw) is None
    assert Session.objects.filter(session_key=other).exists()
    assert bearer(kept)


@pytest.mark.parametrize(
    ("actor", "target", "allowed"),
    [
        ("frank", "bob", True),
        ("olivia", "bob", True),
        ("olivia", "frank", True),
        ("frank", "olivia", False),
        ("frank", "frank", False),
        ("olivia", "olivia", False),
        ("bob", "hal", False),
        ("gina", "hal", False),
        ("ivy", "hal", False),
        ("frank", "ivy", True),
        ("frank", "erin", True),
    ],
)
def test_who_acts_on_whom(cast: Cast, actor: str, target: str, allowed: bool) -> None:
    someone = getattr(cast, target)
    if allowed:
        suspend(getattr(cast, actor), someone.id, "Spam.", None)
        assert not active(someone)
        return
    before = (someone.active, someone.suspended_at)
    for verb in (
        lambda: suspend(getattr(cast, actor), someone.id, "Spam.", None),
        lambda: remove_post(getattr(cast, actor), lay(someone, "public"), "Spam."),
    ):
        with pytest.raises(NotAllowed):
            verb()
    someone.refresh_from_db()
    assert (someone.active, someone.suspended_at) == before


def test_a_moderator_does_not_act_on_another_moderator(cast: Cast) -> None:
    grant_role(cast.olivia, cast.bob.id, "moderator")
    with pytest.raises(NotAllowed):
        suspend(cast.frank, cast.bob.id, "Rivalry.", None)


def test_one_owner_acts_on_another(cast: Cast) -> None:
    grant_role(cast.olivia, cast.bob.id, "owner")
    suspend(cast.olivia, cast.bob.id, "Was taken over.", None)
    assert not active(cast.bob)


def test_two_suspensions_compose(cast: Cast, happened: Happened) -> None:
    first = suspend(cast.frank, cast.hal.id, "Spam.", None)
    second = suspend(cast.olivia, cast.hal.id, "Threats.", timezone.now() + timedelta(days=1))
    lift(cast.frank, first.id)
    lift(cast.frank, first.id)
    assert not active(cast.hal)
    cast.hal.refresh_from_db()
    assert cast.hal.suspended_at == second.starts_at
    lift(cast.olivia, second.id)
    assert active(cast.hal)
    told = [name for name, _ in happened()]
    assert told.count("AccountHidden") == told.count("AccountShown") == 1
    assert told.count("RestrictionEnded") == 2
    assert verify() is None


def test_a_suspension_ends_by_itself(cast: Cast, happened: Happened) -> None:
    restriction = suspend(cast.frank, cast.hal.id, "Spam.", timezone.now() + timedelta(hours=1))
    assert end_due_restrictions() == 0
    end_restriction(restriction.id)
    assert not active(cast.hal), "not before its time"
    Restriction.objects.filter(id=restriction.id).update(ends_at=timezone.now())
    happened()
    assert [end_due_restrictions(), end_due_restrictions()] == [1, 0]
    end_restriction(restriction.id)
    assert active(cast.hal)
    assert [name for name, _ in happened()] == ["AccountShown", "RestrictionEnded"]
    assert verbs(1) == ["account.suspend.expire"]
    restriction.refresh_from_db()
    assert (restriction.ended_at is not None, restriction.ended_by) == (True, None)


def test_one_that_ends_leaves_one_that_runs(cast: Cast) -> None:
    short = suspend(cast.frank, cast.hal.id, "Spam.", timezone.now() + timedelta(hours=1))
    suspend(cast.frank, cast.hal.id, "Threats.", None)
    Restriction.objects.filter(id=short.id).update(ends_at=timezone.now())
    end_due_restrictions()
    assert not active(cast.hal)


def test_who_had_not_come_in_does_not_come_in_by_a_lifted_suspension(cast: Cast) -> None:
    restriction = suspend(cast.frank, cast.ivy.id, "Known spammer.", None)
    lift(cast.frank, restriction.id)
    cast.ivy.refresh_from_db()
    assert (cast.ivy.active, cast.ivy.suspended_at) == (False, None)


def test_nobody_lifts_their_own_suspension_nor_do_members(cast: Cast) -> None:
    restriction = suspend(cast.olivia, cast.frank.id, "On leave.", None)
    cast.frank.refresh_from_db()
    for actor in (cast.frank, cast.bob):
        with pytest.raises(NotAllowed):
            lift(actor, restriction.id)
    assert not active(cast.frank)
    for missing in (lambda: lift(cast.olivia, 1), lambda: end_restriction(1)):
        with pytest.raises(NotFound):
            missing()


@pytest.mark.parametrize("reason", ["", " ", "\u200b", "x" * 2001])
def test_every_decision_has_a_reason(cast: Cast, reason: str) -> None:
    post = say(cast.hal)
    for verb in (
        lambda: suspend(cast.frank, cast.hal.id, reason, None),
        lambda: remove_post(cast.frank, post, reason),
    ):
        with pytest.raises(Invalid) as refused:
            verb()
        assert refused.value.field == "reason"
    assert active(cast.hal)


def test_a_suspension_ends_in_the_future_and_is_of_somebody(cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        suspend(cast.frank, cast.hal.id, "Spam.", timezone.now())
    assert refused.value.field == "ends_at"
    Account.objects.filter(id=cast.hal.id).update(deleted_at=timezone.now(), active=False)
    for nobody in (1, cast.hal.id):
        with pytest.raises(NotFound):
            suspend(cast.frank, nobody, "Spam.", None)


def test_a_removed_post_is_its_author_s_alone_and_comes_back_exactly(cast: Cast, happened: Happened) -> None:
    post = say(cast.hal, "Vile")
    before = Post.objects.values().get(id=post)
    happened()
    restriction = remove_post(cast.frank, post, "Vile.")
    for viewer in (None, cast.bob.id, cast.frank.id):
        with pytest.raises(NotFound):
            get_post(viewer, post)
    assert get_post(cast.hal.id, post).post_id == post
    lift(cast.frank, restriction.id)
    assert get_post(cast.bob.id, post).post_id == post
    after = Post.objects.values().get(id=post)
    assert after.pop("version") == before.pop("version") + 2
    assert after == before
    assert [name for name, _ in happened()] == ["PostRemoved", "Decided", "RestrictionEnded"]
    assert verbs(2) == ["post.remove.lift", "post.remove"]


def test_two_removals_compose(cast: Cast) -> None:
    post = say(cast.hal, "Vile")
    first, second = (remove_post(actor, post, "Vile.") for actor in (cast.frank, cast.olivia))
    lift(cast.frank, first.id)
    with pytest.raises(NotFound):
        get_post(cast.bob.id, post)
    lift(cast.frank, second.id)
    assert get_post(cast.bob.id, post).post_id == post


def test_what_is_gone_cannot_be_removed(cast: Cast) -> None:
    post = say(cast.hal)
    delete_post(cast.hal, post)
    for gone in (post, 1):
        with pytest.raises(NotFound):
            remove_post(cast.frank, gone, "Vile.")


def test_a_post_taken_back_by_its_author_stays_gone(cast: Cast) -> None:
    post = say(cast.hal)
    restriction = remove_post(cast.frank, post, "Vile.")
    delete_post(cast.hal, post)
    lift(cast.frank, restriction.id)
    with pytest.raises(NotFound):
        get_post(cast.bob.id, post)


def test_staff_see_what_runs(cast: Cast, queries) -> None:
    post = say(cast.hal)
    removal = remove_post(cast.frank, post, "Vile.")
    until = timezone.now() + timedelta(days=2)
    suspension = suspend(cast.olivia, cast.bob.id, "Spam.", until)
    with queries(3):
        found = restrictions(cast.frank.id, PAGE).items
    assert [(one.id, one.account.username) for one in found] == [
        (suspension.id, "bob"),
        (removal.id, "hal"),
        (Restriction.objects.get(object_id=cast.gina.id).id, "gina"),
    ]
    assert (found[0].kind, found[0].ends_at, found[0].reason) == ("account", until, "Spam.")
    assert found[1].decided_by is not None
    assert (found[1].kind, found[1].object_id, found[1].decided_by.username) == ("post", post, "frank")
    lift(cast.frank, removal.id)
    assert removal.id not in [one.id for one in restrictions(cast.frank.id, PAGE).items]


@pytest.mark.django_db(transaction=True)
def test_suspended_and_lifted_at_once_ends_in_what_the_rows_say() -> None:
    olivia, frank, hal = stage.member("olivia", "owner"), stage.member("frank", "moderator"), stage.member("hal")
    for _ in range(3):
        first = suspend(frank, hal.id, "Spam.", None)
        outcomes = at_once(lambda first=first: lift(frank, first.id), lambda: suspend(olivia, hal.id, "Threats.", None))
        assert all(isinstance(problem, FolkmootError) for problem in problems(outcomes))
        running = Restriction.objects.filter(object_id=hal.id, ended_at=None)
        assert running.count() == 1
        assert active(hal) is False
        lift(olivia, running.get().id)
        assert active(hal) is True
    assert verify() is None
