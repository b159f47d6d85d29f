"""Who is seen, by whom, and what a view shows; mentions, roles, days."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from folkmoot.accounts.actions import count_post, grant_role, revoke_role, seen_today
from folkmoot.accounts.hydrate import views
from folkmoot.accounts.models import Account, Stats
from folkmoot.accounts.queries import (
    account_of,
    by_username,
    get_account,
    holders,
    is_owner,
    is_staff,
    login_of,
    resolve,
    roles,
)
from folkmoot.accounts.visibility import seen_sql
from folkmoot.audit.queries import entries
from folkmoot.core.cursors import Page
from folkmoot.core.errors import Invalid, NotAllowed, NotFound
from folkmoot.core.ids import made_at
from folkmoot.core.rows import select
from folkmoot.project.cast import Cast
from tests.happened import Happened

pytestmark = pytest.mark.django_db


def erased(cast: Cast) -> Account:
    Account.objects.filter(id=cast.hal.id).update(active=False, deleted_at=timezone.now())
    return cast.hal


@pytest.mark.parametrize("viewer", [None, "bob", "dan", "olivia", "gina", "ivy"])
@pytest.mark.parametrize(
    ("target", "seen"),
    [("alice", True), ("bob", True), ("olivia", True), ("erin", True), ("gina", False), ("ivy", False)],
)
def test_who_sees_which_account(cast: Cast, viewer: str | None, target: str, seen: bool) -> None:
    account = getattr(cast, target)
    viewer_id = getattr(cast, viewer).id if viewer else None
    expected = seen or viewer == target
    text = f"SELECT a.id FROM accounts_account a WHERE a.id = %(id)s AND {seen_sql('a', '%(viewer)s')}"
    assert bool(select(text, {"id": account.id, "viewer": viewer_id})) is expected
    for look in (
        lambda: get_account(viewer_id, account.id),
        lambda: by_username(viewer_id, account.username, account.domain),
    ):
        if expected:
            assert look().id == account.id
        else:
            with pytest.raises(NotFound):
                look()


def test_the_hidden_and_the_absent_read_the_same(cast: Cast) -> None:
    messages = set()
    for look in (
        lambda: get_account(None, cast.gina.id),
        lambda: get_account(None, 1),
        lambda: by_username(None, "gina", ""),
        lambda: by_username(None, "nobody_at_all", ""),
        lambda: by_username(None, "", ""),
        lambda: by_username(None, "al\u0131ce", ""),
        lambda: by_username(None, "\uff41lice", ""),
        lambda: get_account(None, erased(cast).id),
    ):
        with pytest.raises(NotFound) as missing:
            look()
        messages.add(missing.value.message)
    assert len(messages) == 1


@pytest.mark.parametrize("typed", ["alice", "Alice", "@alice", " ALICE "])
def test_names_are_found_in_any_case(cast: Cast, typed: str) -> None:
    assert by_username(None, typed, "").id == cast.alice.id


def test_the_account_behind_a_login_whatever_its_state(cast: Cast) -> None:
    for account in (cast.alice, cast.gina, cast.ivy):
        assert account.login_id is not None
        found = account_of(account.login_id)
        assert found == account
        login = login_of(account)
        assert login is not None
        assert login.id == account.login_id
    assert account_of(1) is None
    assert login_of(cast.erin) is None


def test_a_view_shows_what_the_row_says(cast: Cast) -> None:
    Account.objects.filter(id=cast.alice.id).update(
        name="Alice L.", bio="Hi", bio_html="<p>Hi</p>", fields=[{"name": "Web", "value": "x", "html": "<a>x</a>"}]
    )
    Stats.objects.filter(account=cast.alice).update(posts=7, last_post_on=date(2026, 5, 1))
    view = views([cast.alice.id])[cast.alice.id]
    assert (view.name, view.acct, view.path, view.kind) == ("Alice L.", "alice", "/@alice", "person")
    assert (view.bio, view.bio_html) == ("Hi", "<p>Hi</p>")
    assert [(field.name, field.value, field.html) for field in view.fields] == [("Web", "x", "<a>x</a>")]
    assert (view.posts, view.followers, view.following, view.last_post_on) == (7, 2, 1, date(2026, 5, 1))
    assert (view.active, view.suspended, view.locked, view.discoverable) == (True, False, True, True)
    assert view.created_at == made_at(cast.alice.id)


def test_a_view_of_others(cast: Cast) -> None:
    found = views([cast.erin.id, cast.gina.id, cast.bob.id, 1])
    assert set(found) == {cast.erin.id, cast.gina.id, cast.bob.id}
    assert (found[cast.erin.id].acct, found[cast.erin.id].path) == (
        "erin@elsewhere.example",
        "/@erin@elsewhere.example",
    )
    assert found[cast.erin.id].acct == cast.erin.acct
    assert found[cast.bob.id].acct == cast.bob.acct
    assert (found[cast.gina.id].active, found[cast.gina.id].suspended) == (False, True)
    assert found[cast.bob.id].name == "bob", "without a name, the user name stands in"
    assert found[cast.bob.id].last_post_on is None


def test_an_account_without_counters_counts_nothing(cast: Cast) -> None:
    Stats.objects.filter(account=cast.bob).delete()
    view = views([cast.bob.id])[cast.bob.id]
    assert (view.posts, view.followers, view.following) == (0, 0, 0)


@pytest.mark.parametrize("size", [1, 10])
def test_views_are_one_query(cast: Cast, queries, size: int) -> None:
    ids = [account.id for account in cast.everybody()][:size]
    with queries(1):
        assert len(views([*ids, *ids])) == size
    with queries(0):
        assert views([]) == {}


def test_mentions_find_active_accounts_in_one_query(cast: Cast, queries) -> None:
    wanted = [("alice", ""), ("erin", "elsewhere.example"), ("erin", ""), ("gina", ""), ("ivy", ""), ("nobody", "")]
    with queries(1):
        found = resolve(wanted)
    assert found == {("alice", ""): cast.alice, ("erin", "elsewhere.example"): cast.erin}
    with queries(0):
        assert resolve([]) == {}


def test_who_runs_the_community(cast: Cast) -> None:
    assert roles(cast.olivia.id) == {"owner"}
    assert roles(cast.frank.id) == {"moderator"}
    assert roles(cast.bob.id) == frozenset()
    assert [is_owner(one.id) for one in (cast.olivia, cast.frank, cast.bob)] == [True, False, False]
    assert [is_staff(one.id) for one in (cast.olivia, cast.frank, cast.bob)] == [True, True, False]
    assert [one.is_owner for one in (cast.olivia, cast.frank)] == [True, False]
    assert holders("cases") == sorted([cast.olivia.id, cast.frank.id])


def test_owners_give_and_take_roles_and_it_is_logged(cast: Cast, happened: Happened) -> None:
    for _ in range(2):
        grant_role(cast.olivia, cast.bob.id, "moderator")
    assert roles(cast.bob.id) == {"moderator"}
    for _ in range(2):
        revoke_role(cast.olivia, cast.bob.id, "moderator")
    assert roles(cast.bob.id) == frozenset()
    assert [name for name, _ in happened()] == ["RolesChanged", "RolesChanged"]
    assert [entry.verb for entry in entries(Page(limit=2)).items] == ["role.revoke", "role.grant"]


@pytest.mark.parametrize("who", ["frank", "bob", "gina"])
def test_nobody_else_does(cast: Cast, who: str) -> None:
    actor = getattr(cast, who)
    for verb in (
        lambda: grant_role(actor, actor.id, "owner"),
        lambda: revoke_role(actor, cast.olivia.id, "owner"),
    ):
        with pytest.raises(NotAllowed):
            verb()


def test_the_last_owner_stays(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        revoke_role(cast.olivia, cast.olivia.id, "owner")
    grant_role(None, cast.frank.id, "owner")
    revoke_role(cast.olivia, cast.olivia.id, "owner")
    assert not is_owner(cast.olivia.id)
    with pytest.raises(NotAllowed):
        revoke_role(None, cast.frank.id, "owner")


def test_roles_are_known_and_for_accounts_that_are_there(cast: Cast) -> None:
    with pytest.raises(Invalid):
        grant_role(cast.olivia, cast.bob.id, "emperor")
    for hidden in (cast.gina.id, 1):
        with pytest.raises(NotFound):
            grant_role(cast.olivia, hidden, "moderator")


def test_a_suspended_owner_has_no_power(cast: Cast) -> None:
    Account.objects.filter(id=cast.olivia.id).update(active=False)
    cast.olivia.refresh_from_db()
    with pytest.raises(NotAllowed):
        grant_role(cast.olivia, cast.bob.id, "owner")


def test_the_first_visit_of_a_day_is_noted_once(cast: Cast, happened: Happened, queries) -> None:
    Stats.objects.filter(account=cast.bob).update(seen_on=None)
    seen_today(cast.bob.id)
    with queries(1):
        seen_today(cast.bob.id)
    assert Stats.objects.get(account=cast.bob).seen_on == timezone.localdate()
    assert happened() == [("SeenToday", {"account_id": cast.bob.id, "days_away": None})]


def test_how_long_somebody_was_away(cast: Cast, happened: Happened) -> None:
    Stats.objects.filter(account=cast.bob).update(seen_on=timezone.localdate() - timedelta(days=40))
    seen_today(cast.bob.id)
    assert happened() == [("SeenToday", {"account_id": cast.bob.id, "days_away": 40})]
    seen_today(1)
    assert happened() == []


def test_posts_are_counted_up_and_down(cast: Cast) -> None:
    count_post(cast.bob.id, 1)
    count_post(cast.bob.id, 1)
    count_post(cast.bob.id, -1)
    stats = Stats.objects.get(account=cast.bob)
    assert (stats.posts, stats.last_post_on) == (1, timezone.localdate())
