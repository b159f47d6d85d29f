"""Who may do what, every verb at once: nobody gains a power by being suspended, waiting, blocked or a mere member."""

from collections.abc import Callable

import pytest

from folkmoot.accounts import actions as accounts
from folkmoot.accounts import queries
from folkmoot.audit.models import Entry
from folkmoot.core.cursors import Page
from folkmoot.core.errors import NotAllowed, NotFound
from folkmoot.core.models import Event
from folkmoot.instance import actions as instance
from folkmoot.moderation import actions as moderation
from folkmoot.moderation import queries as console
from folkmoot.moderation.models import Report, Restriction
from folkmoot.project.cast import Cast
from folkmoot.relations import actions as relations
from tests.moderation.removing import remove_post
from tests.moderation.reporting import set_aside
from tests.posts.writing import lay

pytestmark = pytest.mark.django_db
PAGE = Page(limit=5)

type Verb = Callable[[object, Cast], object]

MEMBERS: dict[str, Verb] = {
    "edit_profile": lambda me, cast: accounts.edit_profile(
        me, accounts.ProfileDraft("Me", "", (), locked=False, discoverable=True)
    ),
    "create_token": lambda me, cast: accounts.create_token(me, "read", 1),
    "follow": lambda me, cast: relations.follow(me, cast.bob.id),
    "block": lambda me, cast: relations.block(me, cast.bob.id),
    "mute": lambda me, cast: relations.mute(me, cast.bob.id, None),
    "report": lambda me, cast: moderation.report(me, cast.bob.id, None, ""),
}
STAFF: dict[str, Verb] = {
    "approve": lambda me, cast: accounts.approve(me, cast.ivy.login_id),
    "decline": lambda me, cast: accounts.decline(me, cast.ivy.login_id, ""),
    "create_invitation": lambda me, cast: accounts.create_invitation(me, 1, 1),
    "revoke_invitation": lambda me, cast: accounts.revoke_invitation(
        me, accounts.create_invitation(cast.olivia, 1, 1).id
    ),
    "suspend": lambda me, cast: moderation.suspend(me, cast.bob.id, "Spam.", None),
    "remove_post": lambda me, cast: remove_post(me, lay(cast.bob, "public"), "Spam."),
    "lift": lambda me, cast: moderation.lift(me, Restriction.objects.get(object_id=cast.gina.id).id),
    "close_without_action": lambda me, cast: set_aside(me, moderation.report(cast.alice, cast.bob.id, None, "")),
}
OWNERS: dict[str, Verb] = {
    "grant_role": lambda me, cast: accounts.grant_role(me, cast.bob.id, "moderator"),
    "revoke_role": lambda me, cast: accounts.revoke_role(me, cast.frank.id, "moderator"),
    "change_settings": lambda me, cast: instance.change_settings(me, {"name": "Taken over"}),
    "set_rules": lambda me, cast: instance.set_rules(me, ["Obey."]),
}
READS: dict[str, Callable[[int], object]] = {
    "applications": lambda me: queries.applications(me, PAGE),
    "waiting_count": queries.waiting_count,
    "invitations": queries.invitations,
    "restrictions": lambda me: console.restrictions(me, PAGE),
}
LADDER = {
    "hal": set(MEMBERS),
    "alice": set(MEMBERS),
    "frank": {*MEMBERS, *STAFF},
    "olivia": {*MEMBERS, *STAFF, *OWNERS},
    "gina": set(),
    "ivy": set(),
}


@pytest.mark.parametrize("verb", [*MEMBERS, *STAFF, *OWNERS])
@pytest.mark.parametrize("who", LADDER)
def test_every_verb_is_for_those_it_is_for(cast: Cast, who: str, verb: str) -> None:
    me, act = getattr(cast, who), {**MEMBERS, **STAFF, **OWNERS}[verb]
    if verb in LADDER[who]:
        act(me, cast)
        return
    with pytest.raises(NotAllowed) as refused:
        act(me, cast)
    assert refused.value.message.endswith(".")


@pytest.mark.parametrize("verb", [*STAFF, *OWNERS])
@pytest.mark.parametrize("who", ["frank", "olivia"])
def test_staff_who_are_suspended_have_no_power(cast: Cast, who: str, verb: str) -> None:
    me, act = getattr(cast, who), {**STAFF, **OWNERS}[verb]
    type(me).objects.filter(id=me.id).update(active=False)
    me.refresh_from_db()
    with pytest.raises(NotAllowed):
        act(me, cast)
    for read in READS.values():
        with pytest.raises(NotFound):
            read(me.id)


@pytest.mark.parametrize("who", ["hal", "gina", "ivy"])
@pytest.mark.parametrize("read", READS)
def test_staff_s_lists_are_not_there_for_others(cast: Cast, who: str, read: str) -> None:
    with pytest.raises(NotFound):
        READS[read](getattr(cast, who).id)


@pytest.mark.parametrize("who", ["frank", "olivia"])
@pytest.mark.parametrize("read", READS)
def test_staff_read_them(cast: Cast, who: str, read: str) -> None:
    READS[read](getattr(cast, who).id)


@pytest.mark.parametrize("verb", [*STAFF, *OWNERS])
def test_whoever_is_refused_leaves_no_trace(cast: Cast, verb: str) -> None:
    post = lay(cast.bob, "public")
    report = moderation.report(cast.alice, cast.bob.id, post, "")
    invitation = accounts.create_invitation(cast.olivia, 1, 1).id
    acts: dict[str, Callable[[], object]] = {
        "revoke_invitation": lambda: accounts.revoke_invitation(cast.hal, invitation),
        "remove_post": lambda: remove_post(cast.hal, post, "Spam."),
        "close_without_action": lambda: set_aside(cast.hal, report),
    }
    before = traces()
    with pytest.raises(NotAllowed):
        acts.get(verb, lambda: {**STAFF, **OWNERS}[verb](cast.hal, cast))()
    assert traces() == before


def traces() -> tuple[object, ...]:
    return (
        Event.objects.count(),
        Entry.objects.count(),
        Restriction.objects.count(),
        list(Report.objects.values_list("id", "outcome")),
    )


@pytest.mark.parametrize("verb", [*STAFF, *OWNERS])
def test_what_staff_do_is_logged_with_who_did_it(cast: Cast, verb: str) -> None:
    last = Entry.objects.order_by("-seq").values_list("seq", flat=True)[0]
    {**STAFF, **OWNERS}[verb](cast.olivia, cast)
    mine = Entry.objects.filter(seq__gt=last, actor_id=cast.olivia.id)
    assert mine.exists()
