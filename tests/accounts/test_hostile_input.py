"""Ids no column can hold, and texts no database takes: an answer in words, never a crash."""

from collections.abc import Callable

import pytest

from folkmoot.accounts import actions as accounts
from folkmoot.accounts import queries
from folkmoot.accounts.hydrate import views
from folkmoot.core.cursors import Page
from folkmoot.core.errors import Invalid, NotFound
from folkmoot.instance import actions as instance
from folkmoot.instance.queries import community, setup_link_is_live
from folkmoot.moderation import actions as moderation
from folkmoot.moderation.actions import appeal, casework, closing, referral, review, talking
from folkmoot.project.cast import PASSWORD, Cast
from folkmoot.relations import actions as relations
from folkmoot.relations.queries import Relationship, members, relationship
from tests.moderation.removing import remove_post

pytestmark = pytest.mark.django_db

type Attempt = Callable[[Cast, int], object]
NOBODYS_IDS = (0, -1, 2**63 - 1, -(2**63), 2**63, 2**70, 10**40)
NASTY = ("a\0b", "\ud800", "\udfff\0", "\u202e", "\x1b[2J", "'; DROP TABLE post; --", "%s%(viewer)s", "x" * 100_000)

FIND_NOTHING: dict[str, Attempt] = {
    "get_account": lambda cast, i: queries.get_account(cast.bob.id, i),
    "follow": lambda cast, i: relations.follow(cast.bob, i),
    "block": lambda cast, i: relations.block(cast.bob, i),
    "mute": lambda cast, i: relations.mute(cast.bob, i, None),
    "approve_request": lambda cast, i: relations.approve_request(cast.bob, i),
    "report account": lambda cast, i: moderation.report(cast.bob, i, None, ""),
    "report post": lambda cast, i: moderation.report(cast.bob, cast.hal.id, i, ""),
    "suspend": lambda cast, i: moderation.suspend(cast.frank, i, "Spam.", None),
    "remove_post": lambda cast, i: remove_post(cast.frank, i, "Spam."),
    "lift": lambda cast, i: moderation.lift(cast.frank, i),
    "decide_case": lambda cast, i: moderation.decide_case(cast.frank, i, []),
    "undo": lambda cast, i: moderation.undo(cast.frank, i),
    "close_without_action": lambda cast, i: closing.close_without_action(cast.frank, i),
    "merge": lambda cast, i: closing.merge(cast.frank, i, 7),
    "claim": lambda cast, i: casework.claim(cast.frank, i),
    "escalate": lambda cast, i: casework.escalate(cast.frank, i, "Hard."),
    "note": lambda cast, i: talking.note(cast.frank, i, "Hm."),
    "answer": lambda cast, i: talking.answer(cast.bob, i, "It was not me."),
    "answer_as_reporter": lambda cast, i: talking.answer_as_reporter(cast.bob, i, "It was them."),
    "appeal": lambda cast, i: appeal.appeal(cast.bob, i, "It was not so."),
    "appeal_report": lambda cast, i: appeal.appeal_report(cast.bob, i, "It was so."),
    "uphold": lambda cast, i: review.uphold(cast.frank, i, "It was so. " * 9),
    "refer": lambda cast, i: referral.refer(cast.frank, i, "DE"),
    "approve": lambda cast, i: accounts.approve(cast.frank, i),
    "decline": lambda cast, i: accounts.decline(cast.frank, i, ""),
    "grant_role": lambda cast, i: accounts.grant_role(cast.olivia, i, "moderator"),
    "revoke_token": lambda cast, i: accounts.revoke_token(cast.bob, i),
    "revoke_invitation": lambda cast, i: accounts.revoke_invitation(cast.frank, i),
    "unfollow": lambda cast, i: relations.unfollow(cast.bob, i),
    "unblock": lambda cast, i: relations.unblock(cast.bob, i),
    "unmute": lambda cast, i: relations.unmute(cast.bob, i),
    "remove_follower": lambda cast, i: relations.remove_follower(cast.bob, i),
    "refuse_request": lambda cast, i: relations.refuse_request(cast.bob, i),
}


@pytest.mark.parametrize("verb", FIND_NOTHING)
def test_an_id_of_nobody_is_not_found(cast: Cast, verb: str) -> None:
    for some_id in NOBODYS_IDS:
        with pytest.raises(NotFound):
            FIND_NOTHING[verb](cast, some_id)


@pytest.mark.parametrize("some_id", NOBODYS_IDS)
def test_nobody_has_no_role_to_lose(cast: Cast, some_id: int) -> None:
    accounts.revoke_role(cast.olivia, some_id, "moderator")
    assert queries.is_owner(cast.olivia.id)


def test_many_ids_of_nobody_at_once(cast: Cast) -> None:
    assert set(views([*NOBODYS_IDS, cast.bob.id])) == {cast.bob.id}
    found = relationship(cast.bob.id, [*NOBODYS_IDS, cast.alice.id])
    assert {found[some_id] for some_id in NOBODYS_IDS} == {Relationship()}
    assert found[cast.alice.id].following


@pytest.mark.parametrize("nasty", NASTY)
def test_names_and_codes_that_cannot_be(cast: Cast, nasty: str) -> None:
    for look in (
        lambda: queries.by_username(cast.bob.id, nasty, ""),
        lambda: queries.by_username(cast.bob.id, "bob", nasty + "x"),
    ):
        with pytest.raises(NotFound):
            look()
    assert not queries.invitation_is_open(nasty)
    assert not setup_link_is_live(nasty)
    assert queries.bearer(nasty) is None
    assert queries.sign_up_problem(nasty)


@pytest.mark.parametrize("nasty", [text for text in NASTY if text != "\u202e"])
def test_a_search_for_it_finds_nobody_or_everybody(cast: Cast, nasty: str) -> None:
    found = members(cast.bob.id, nasty, Page(limit=40)).items
    assert len(found) in {0, 7}


@pytest.mark.parametrize("nasty", NASTY)
def test_a_form_full_of_it_is_refused_in_words(cast: Cast, nasty: str) -> None:
    instance.change_settings(None, {"sign_up": "invitation"})
    for make in (
        lambda: accounts.sign_up(accounts.SignUp("zoe", "zoe@example.org", PASSWORD, nasty, nasty)),
        lambda: accounts.create_account("zoe", f"{nasty} @example.org", PASSWORD, "member"),
        lambda: accounts.create_account("zoe", "zoe@example.org", PASSWORD, nasty),
        lambda: accounts.create_token(cast.bob, f"{nasty} ?", 1),
        lambda: instance.change_settings(None, {"time_zone": nasty}),
        lambda: instance.change_settings(None, {nasty: "x"}),
    ):
        with pytest.raises(Invalid) as refused:
            make()
        assert refused.value.message


def test_a_password_that_cannot_be_typed(cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        accounts.create_account("zoe", "zoe@example.org", PASSWORD + "\ud800", "member")
    assert refused.value.field == "password"


@pytest.mark.parametrize("nasty", NASTY[:5])
def test_what_is_kept_is_clean(cast: Cast, nasty: str) -> None:
    instance.change_settings(None, {"name": f"Moot{nasty}", "description": f"Here{nasty}"})
    instance.set_rules(None, [f"Be kind{nasty}"])
    here = community()
    for text in (here.name, here.description, *here.rules):
        assert not set(text) & {"\0", "\ud800", "\u202e", "\x1b"}
    suspension = moderation.suspend(cast.frank, cast.hal.id, f"Spam{nasty}", None)
    assert suspension.reason.startswith("Spam")
    accounts.decline(cast.frank, cast.ivy.login_id or 0, f"No{nasty}")


def test_days_beyond_the_calendar(cast: Cast) -> None:
    for make in (
        lambda: accounts.create_token(cast.bob, "read", 10**12),
        lambda: accounts.create_invitation(cast.frank, 1, 10**12),
        lambda: accounts.create_invitation(cast.frank, 2**70, 1),
    ):
        with pytest.raises(Invalid):
            make()
