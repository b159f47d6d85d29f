"""Quoting with the author's consent: who may, who sees what, and an author's say in it at any time."""

from collections.abc import Callable
from itertools import product

import pytest
from django.utils import timezone

from folkmoot.accounts.actions import choose_quoting
from folkmoot.accounts.models import Account
from folkmoot.core.errors import Invalid, NotAllowed, NotFound
from folkmoot.notifications.models import Notification
from folkmoot.posts import queries
from folkmoot.posts.actions import (
    allow_quote,
    boost,
    choose_quote_policy,
    delete_post,
    refuse_quote,
    withdraw_quote,
)
from folkmoot.posts.interaction import Consent, is_wider, quote_consent
from folkmoot.posts.models import Counters, Post, Quote
from folkmoot.project.cast import Cast
from folkmoot.relations.actions import block, mute, unblock
from tests.happened import Happened, at_once, problems
from tests.moderation.removing import remove_post
from tests.posts.writing import PAGE, lay, say

pytestmark = pytest.mark.django_db

POLICIES = ("anyone", "followers", "ask", "nobody")
RELATIONS = ("author", "follower", "stranger", "blocked", "blocker")
SCOPES = ("public", "quiet", "community", "followers", "direct")
NOT_THERE, NO, WAITS, AT_ONCE = "not there", "refused", "waiting", "agreed"


def expected(policy: str, relation: str, scope: str) -> str:
    """The rule, once more and by hand: policy × relation × audience."""
    if relation == "author":
        return AT_ONCE
    if relation in {"blocked", "blocker"} or scope == "direct" or (scope == "followers" and relation != "follower"):
        return NOT_THERE
    if scope == "followers":
        return NO
    table = {
        ("anyone", "follower"): AT_ONCE,
        ("anyone", "stranger"): AT_ONCE,
        ("followers", "follower"): AT_ONCE,
        ("followers", "stranger"): NO,
        ("ask", "follower"): WAITS,
        ("ask", "stranger"): WAITS,
        ("nobody", "follower"): NO,
        ("nobody", "stranger"): NO,
    }
    return table[policy, relation]


@pytest.mark.parametrize("relation", RELATIONS)
def test_the_rule_of_consent(cast: Cast, relation: str) -> None:
    who = {
        "author": cast.alice,
        "follower": cast.bob,
        "stranger": cast.hal,
        "blocked": cast.olivia,
        "blocker": cast.frank,
    }
    me = who[relation]
    if relation == "blocked":
        block(cast.alice, me.id)
    if relation == "blocker":
        block(me, cast.alice.id)
    found = {}
    for policy, scope in product(POLICIES, SCOPES):
        post = say(cast.alice, "Mine", scope, quote_policy=policy)
        found[policy, scope] = outcome(me, post, scope)
    assert found == {(policy, scope): expected(policy, relation, scope) for policy, scope in product(POLICIES, SCOPES)}


def outcome(me: Account, post: int, scope: str) -> str:
    try:
        return str(Quote.objects.get(post=say(me, "Look @alice", scope, quote_of=post)).state)
    except Invalid as error:
        return {True: NO, False: NOT_THERE}["does not want" in error.message] if error.field == "quote_of" else "?"


@pytest.mark.parametrize(
    ("policy", "mine", "follows", "consent"),
    [
        ("nobody", True, False, Consent.AUTOMATIC),
        ("ask", True, False, Consent.AUTOMATIC),
        ("followers", False, True, Consent.AUTOMATIC),
        ("followers", False, False, Consent.DENIED),
        ("anyone", False, False, Consent.AUTOMATIC),
        ("ask", False, True, Consent.MANUAL),
        ("nobody", False, True, Consent.DENIED),
    ],
)
def test_the_rule_alone(policy: str, mine: bool, follows: bool, consent: Consent) -> None:
    assert quote_consent("public", policy, mine=mine, follows=follows) is consent
    for scope in ("followers", "list", "group", "direct"):
        others = Consent.AUTOMATIC if mine else Consent.DENIED
        assert quote_consent(scope, policy, mine=mine, follows=follows) is others


def test_a_quote_goes_no_further_than_what_it_quotes(cast: Cast) -> None:
    order = ["public", "quiet", "community", "followers", "group", "list", "direct"]
    for (place, scope), (at, quoted) in product(enumerate(order), enumerate(order)):
        assert is_wider(scope, quoted) == (place < at)
    post = say(cast.alice, "For us", "community")
    with pytest.raises(Invalid, match="fewer people") as refused:
        say(cast.bob, "All, look", "public", quote_of=post)
    assert refused.value.field == "scope"
    assert not Quote.objects.exists()
    assert say(cast.bob, "Us, look", "community", quote_of=post)


def test_what_is_not_there_cannot_be_quoted_and_the_words_are_kept(cast: Cast) -> None:
    gone = say(cast.alice)
    delete_post(cast.alice, gone)
    for post in (gone, 12345, lay(cast.alice, "direct")):
        with pytest.raises(Invalid, match=r"not there any more\. Your text is kept") as refused:
            say(cast.bob, "Look", quote_of=post)
        assert refused.value.field == "quote_of"


def test_quoting_a_boost_quotes_the_post(cast: Cast) -> None:
    post = say(cast.alice)
    quoting = say(cast.hal, "Look", quote_of=boost(cast.bob, post))
    assert Quote.objects.get(post=quoting).quoted_id == post
    assert Post.objects.get(id=quoting).quote_of_id == post


def test_a_quote_may_stand_without_words(cast: Cast) -> None:
    assert queries.get_post(cast.bob.id, say(cast.bob, "", quote_of=say(cast.alice))).extras.quoted


def test_what_is_quoted_is_shown_one_level_deep(cast: Cast) -> None:
    first = say(cast.alice, "One")
    second = say(cast.bob, "Two", quote_of=first)
    third = queries.get_post(cast.hal.id, say(cast.hal, "Three", quote_of=second))
    assert third.extras.quoted
    assert (third.extras.quoted.post_id, third.extras.quoted.extras.quoted) == (second, None)


def test_until_the_author_agrees_only_the_two_see_it(cast: Cast) -> None:
    post = say(cast.alice, quote_policy="ask")
    quoting = say(cast.bob, "May I?", quote_of=post)
    assert seers(cast, quoting) == {"alice", "bob"}
    assert Counters.objects.filter(post=post, quotes__gt=0).count() == 0
    allow_quote(cast.alice, quoting)
    assert seers(cast, quoting) == {"alice", "bob", "hal", "olivia"}
    assert Counters.objects.get(post=post).quotes == 1


def test_a_no_leaves_it_to_the_author_alone(cast: Cast) -> None:
    post = say(cast.alice, quote_policy="ask")
    quoting = say(cast.bob, "May I?", quote_of=post)
    refuse_quote(cast.alice, quoting)
    assert seers(cast, quoting) == {"alice"}
    assert queries.get_post(cast.hal.id, quoting).body.quote.state == "refused"
    allow_quote(cast.alice, quoting)
    assert seers(cast, quoting) >= {"hal"}
    withdraw_quote(cast.alice, quoting)
    assert seers(cast, quoting) == {"alice"}
    assert queries.get_post(cast.hal.id, quoting).body.quote.state == "withdrawn"


def test_only_the_quoted_author_decides(cast: Cast) -> None:
    quoting = say(cast.bob, "Look", quote_of=say(cast.alice))
    for actor in (cast.bob, cast.hal, cast.frank):
        for verb in (allow_quote, refuse_quote, withdraw_quote):
            with pytest.raises(NotFound):
                verb(actor, quoting)
    for absent in (12345, say(cast.alice)):
        with pytest.raises(NotFound):
            withdraw_quote(cast.alice, absent)
    assert Quote.objects.get(post=quoting).state == "agreed"


def test_what_the_author_cannot_see_they_do_not_decide_on(cast: Cast) -> None:
    quoting = say(cast.hal, "Psst @bob", "direct", quote_of=say(cast.alice))
    with pytest.raises(NotFound):
        withdraw_quote(cast.alice, quoting)


def test_whoever_is_asked_must_be_able_to_read_the_question(cast: Cast) -> None:
    post = say(cast.alice, quote_policy="ask")
    with pytest.raises(Invalid, match="could not read your post"):
        say(cast.hal, "Psst @bob", "direct", quote_of=post)
    assert say(cast.hal, "Psst @alice", "direct", quote_of=post)


@pytest.mark.parametrize("state", ["waiting", "agreed", "refused", "withdrawn"])
@pytest.mark.parametrize("verb", [allow_quote, refuse_quote, withdraw_quote])
def test_each_step_counts_once_and_changes_the_post(
    cast: Cast, verb: Callable[[Account, int], None], state: str, happened: Happened
) -> None:
    post = say(cast.alice, quote_policy="ask")
    quoting = say(cast.bob, "May I?", quote_of=post)
    into(cast, quoting, state)
    before, _ = Post.objects.get(id=quoting).version, happened()
    for _time in range(2):
        verb(cast.alice, quoting)
    steps = {(allow_quote, "agreed"): False, (allow_quote, state): True, (refuse_quote, "waiting"): True}
    moved = steps.get((verb, state), verb is withdraw_quote and state == "agreed")
    moved = moved and (verb, state) != (allow_quote, "agreed")
    assert Post.objects.get(id=quoting).version - before == int(moved)
    assert [name for name, _ in happened()].count("QuoteChanged") == int(moved)
    agreed = Quote.objects.get(post=quoting).state == "agreed"
    assert Counters.objects.filter(post=post, quotes=1).exists() == agreed


def into(cast: Cast, quoting: int, state: str) -> None:
    if state == "refused":
        refuse_quote(cast.alice, quoting)
    if state in {"agreed", "withdrawn"}:
        allow_quote(cast.alice, quoting)
    if state == "withdrawn":
        withdraw_quote(cast.alice, quoting)


def test_the_place_is_empty_when_the_quoted_post_is_gone(cast: Cast) -> None:
    deleted, removed = say(cast.alice, "One"), say(cast.hal, "Two")
    rows = [say(cast.bob, "Look", quote_of=post) for post in (deleted, removed)]
    delete_post(cast.alice, deleted)
    remove_post(cast.frank, removed, "No.")
    assert [queries.get_post(cast.olivia.id, row).extras.quoted for row in rows] == [None, None]


def test_a_block_between_the_authors_empties_the_place_for_everybody(cast: Cast) -> None:
    post = say(cast.alice)
    quoting = say(cast.hal, "Look", quote_of=post)
    assert seers(cast, quoting) >= {"bob", "olivia"}
    block(cast.alice, cast.hal.id)
    assert seers(cast, quoting) == set()
    assert queries.quotes(cast.olivia.id, post, PAGE).items == ()
    unblock(cast.alice, cast.hal.id)
    assert seers(cast, quoting) >= {"bob", "olivia"}


def test_whoever_may_not_see_the_quoted_post_sees_its_place(cast: Cast) -> None:
    quoting = say(cast.hal, "Look", quote_of=say(cast.alice))
    block(cast.alice, cast.olivia.id)
    assert "olivia" not in seers(cast, quoting)
    assert queries.get_post(cast.olivia.id, quoting).body.quote.agreed


def test_quotes_are_listed_under_the_rule(cast: Cast) -> None:
    post = say(cast.alice, quote_policy="ask")
    agreed, waiting = say(cast.bob, "A", quote_of=post), say(cast.hal, "B", quote_of=post)
    hidden = say(cast.bob, "For mine", "followers", quote_of=say(cast.alice, "Other"))
    allow_quote(cast.alice, agreed)
    assert ids(queries.quotes(cast.olivia.id, post, PAGE)) == [agreed]
    assert ids(queries.quotes(cast.alice.id, post, PAGE)) == [waiting, agreed]
    assert ids(queries.quotes(cast.hal.id, post, PAGE)) == [agreed]
    assert hidden not in ids(queries.quotes(cast.hal.id, Quote.objects.get(post=hidden).quoted_id, PAGE))
    with pytest.raises(NotFound):
        queries.quotes(cast.bob.id, lay(cast.alice, "direct"), PAGE)


def test_quotes_for_few_are_not_counted(cast: Cast) -> None:
    post = say(cast.alice)
    for scope in ("followers", "direct"):
        quoting = say(cast.bob, "Look @hal", scope, quote_of=post)
        assert not Counters.objects.filter(post=post, quotes__gt=0).exists()
        delete_post(cast.bob, quoting)
    assert not Counters.objects.filter(post=post).exclude(quotes=0).exists()


def test_a_quote_taken_back_counts_no_more(cast: Cast, drain: Callable[[], int]) -> None:
    post = say(cast.alice)
    quoting = say(cast.bob, "Look", quote_of=post)
    delete_post(cast.bob, quoting)
    drain()
    assert Counters.objects.get(post=post).quotes == 0
    assert not Quote.objects.exists()
    plain = say(cast.bob)
    delete_post(cast.bob, plain)
    assert Counters.objects.get(post=post).quotes == 0


def test_the_policy_of_a_post_is_its_own_or_the_author_s(cast: Cast) -> None:
    choose_quoting(cast.alice, "ask")
    cast.alice.refresh_from_db()
    assert Post.objects.get(id=say(cast.alice)).quote_policy == "ask"
    assert Post.objects.get(id=say(cast.alice, quote_policy="anyone")).quote_policy == "anyone"
    with pytest.raises(Invalid, match="who may quote"):
        say(cast.alice, quote_policy="friends")
    with pytest.raises(Invalid, match="who may quote your posts"):
        choose_quoting(cast.alice, "")
    with pytest.raises(NotAllowed):
        choose_quoting(cast.gina, "ask")


def test_another_policy_holds_from_then_on(cast: Cast, happened: Happened) -> None:
    post = say(cast.alice)
    earlier, version = say(cast.bob, "Look", quote_of=post), Post.objects.get(id=post).version
    happened()
    for _time in range(2):
        choose_quote_policy(cast.alice, post, "nobody")
    assert [name for name, _ in happened()] == ["QuotePolicyChanged"]
    assert Post.objects.get(id=post).version == version + 1
    assert queries.get_post(cast.hal.id, earlier).extras.quoted
    with pytest.raises(Invalid, match="does not want"):
        say(cast.bob, "Again", quote_of=post)
    for actor, some_id in ((cast.bob, post), (cast.alice, 12345), (cast.bob, boost(cast.bob, post))):
        with pytest.raises(NotFound):
            choose_quote_policy(actor, some_id, "anyone")
    with pytest.raises(Invalid, match="who may quote"):
        choose_quote_policy(cast.alice, post, "friends")


def test_the_author_is_told_and_asked(cast: Cast, drain: Callable[[], int]) -> None:
    plain = say(cast.bob, "Look", quote_of=say(cast.alice))
    asked = say(cast.bob, "May I?", quote_of=say(cast.alice, quote_policy="ask"))
    say(cast.alice, "Mine again", quote_of=say(cast.alice))
    drain()
    assert told() == {("alice", "quote", "bob", plain), ("alice", "ask", "bob", asked)}
    allow_quote(cast.alice, asked)
    withdraw_quote(cast.alice, plain)
    drain()
    assert told() == set()


def test_nobody_is_told_of_what_they_cannot_see_or_do_not_want_to_hear(cast: Cast, drain: Callable[[], int]) -> None:
    post = say(cast.alice)
    say(cast.hal, "Psst @bob", "direct", quote_of=post)
    mute(cast.alice, cast.olivia.id, None)
    say(cast.olivia, "Look", quote_of=post)
    drain()
    assert {who for who, *_ in told()} <= {"bob"}


@pytest.mark.django_db(transaction=True)
def test_counts_are_exact_when_many_decide_at_once(cast: Cast) -> None:
    post = say(cast.alice, quote_policy="ask")
    rows = [say(person, "May I?", quote_of=post) for person in (cast.bob, cast.hal)]
    jobs = [lambda row=row, verb=verb: verb(cast.alice, row) for row in rows for verb in (allow_quote,) * 3]
    assert problems(at_once(*jobs)) == []
    assert Counters.objects.get(post=post).quotes == 2
    jobs = [lambda row=row, verb=verb: verb(cast.alice, row) for row in rows for verb in (allow_quote, withdraw_quote)]
    assert problems(at_once(*jobs * 2)) == []
    assert Counters.objects.get(post=post).quotes == Quote.objects.filter(state="agreed").count()


def test_a_held_question_is_not_refused(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from folkmoot.core import gates
    from folkmoot.posts.actions import publish

    post = say(cast.alice, quote_policy="ask")
    monkeypatch.setattr(publish.gates, "ask", lambda _name, _subject: gates.Verdict.HOLD)
    quoting = say(cast.hal, "May I?", quote_of=post)
    assert Post.objects.get(id=quoting).held_at <= timezone.now()


def seers(cast: Cast, quoting: int) -> set[str]:
    """Who sees what the post quotes."""
    people = (cast.alice, cast.bob, cast.hal, cast.olivia)
    return {person.username for person in people if shows(person, quoting)}


def shows(person: Account, quoting: int) -> bool:
    try:
        return queries.get_post(person.id, quoting).extras.quoted is not None
    except NotFound:
        return False


def told() -> set[tuple[str, str, str, int]]:
    kinds = ("quote", "ask")
    rows = Notification.objects.filter(kind__in=kinds).select_related("account", "actor")
    return {(row.account.username, row.kind, row.actor.username, row.post_id) for row in rows}


def ids(found: object) -> list[int]:
    return [view.id for view in found.items]
