"""Bearer tokens: kept as digests, with an end and a reach, dead at once when they should be."""

from datetime import timedelta

import pytest
from django.utils import timezone

from folkmoot.accounts.actions import create_token, hide_account, revoke_token, show_account, token_digest
from folkmoot.accounts.models import Account, Token
from folkmoot.accounts.queries import SCOPES, bearer, tokens
from folkmoot.audit.queries import entries
from folkmoot.core.cursors import Page
from folkmoot.core.errors import Invalid, NotAllowed, NotFound
from folkmoot.project.cast import Cast
from tests.happened import Happened

pytestmark = pytest.mark.django_db


def test_a_token_speaks_for_its_account(cast: Cast, happened: Happened) -> None:
    raw = create_token(cast.bob, "write:statuses read", 30)
    held = bearer(raw)
    assert held is not None
    assert held.account == cast.bob
    assert held.scopes == {"read", "write:statuses"}
    assert [name for name, _ in happened()] == ["TokenCreated"]
    latest = entries(Page(limit=1)).items[0]
    assert (latest.actor_id, latest.verb, latest.object_id) == (cast.bob.id, "token.create", held.token_id)


def test_the_token_itself_is_kept_nowhere(cast: Cast) -> None:
    raw = create_token(cast.bob, ["read"], 1)
    row = Token.objects.get()
    assert row.digest == token_digest(raw)
    assert len(row.digest) == 64
    assert raw not in str(Token.objects.values())
    assert bearer(row.digest) is None, "the digest is no key"
    assert len({create_token(cast.bob, "read", 1) for _ in range(5)}) == 5


@pytest.mark.parametrize(
    ("held", "wanted", "may"),
    [
        ("read", "read", True),
        ("read", "read:statuses", True),
        ("read", "write", False),
        ("read:statuses", "read:statuses", True),
        ("read:statuses", "read", False),
        ("read:statuses", "read:accounts", False),
        ("write", "write:favourites", True),
        ("follow push", "push", True),
        ("follow", "write:follows", False),
    ],
)
def test_what_a_scope_covers(cast: Cast, held: str, wanted: str, may: bool) -> None:
    found = bearer(create_token(cast.bob, held, 1))
    assert found is not None
    assert found.may(wanted) is may


@pytest.mark.parametrize(
    ("scopes", "days", "field"),
    [
        ("", 1, "scopes"),
        ((), 1, "scopes"),
        ("admin", 1, "scopes"),
        ("read:everything", 1, "scopes"),
        ("read;write", 1, "scopes"),
        ("read", 0, "days"),
        ("read", -1, "days"),
        ("read", 3651, "days"),
    ],
)
def test_what_a_token_cannot_be(cast: Cast, scopes: str, days: int, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        create_token(cast.bob, scopes, days)
    assert refused.value.field == field
    assert not Token.objects.exists()


def test_every_known_scope_fits_into_one_token(cast: Cast) -> None:
    held = bearer(create_token(cast.bob, SCOPES, 1))
    assert held is not None
    assert held.scopes == SCOPES


@pytest.mark.parametrize("guess", ["", "x", "Bearer x", "\ud800", "'; --", "a" * 100_000])
def test_guesses_speak_for_nobody(cast: Cast, guess: str) -> None:
    create_token(cast.bob, "read", 1)
    assert bearer(guess) is None


def test_a_token_ends(cast: Cast) -> None:
    raw = create_token(cast.bob, "read", 1)
    assert [view.scopes for view in tokens(cast.bob)] == [("read",)]
    Token.objects.update(expires_at=timezone.now() - timedelta(milliseconds=1))
    assert bearer(raw) is None
    assert tokens(cast.bob) == []


def test_a_revoked_token_is_dead_and_that_is_logged_once(cast: Cast, happened: Happened) -> None:
    raw = create_token(cast.bob, "read", 1)
    token_id = tokens(cast.bob)[0].id
    happened()
    revoke_token(cast.bob, token_id)
    revoke_token(cast.bob, token_id)
    assert bearer(raw) is None
    assert [name for name, _ in happened()] == ["TokenRevoked"]
    assert [entry.verb for entry in entries(Page(limit=2)).items] == ["token.revoke", "token.create"]


def test_nobody_revokes_the_token_of_another(cast: Cast) -> None:
    raw = create_token(cast.bob, "read", 1)
    for attempt in (lambda: revoke_token(cast.alice, tokens(cast.bob)[0].id), lambda: revoke_token(cast.bob, 1)):
        with pytest.raises(NotFound):
            attempt()
    assert bearer(raw)


@pytest.mark.parametrize("who", ["gina", "ivy"])
def test_who_is_not_a_member_now_gets_none(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        create_token(getattr(cast, who), "read", 1)


def test_a_suspension_kills_tokens_for_good(cast: Cast) -> None:
    raw = create_token(cast.bob, "read", 1)
    hide_account(cast.bob.id, timezone.now())
    assert bearer(raw) is None
    show_account(cast.bob.id)
    assert Account.objects.get(id=cast.bob.id).active
    assert bearer(raw) is None, "a program is let in anew"


def test_even_a_token_that_was_overlooked_is_dead_while_its_account_is_not_active(cast: Cast) -> None:
    raw = create_token(cast.bob, "read", 1)
    Account.objects.filter(id=cast.bob.id).update(active=False)
    assert bearer(raw) is None
