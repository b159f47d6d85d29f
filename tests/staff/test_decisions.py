"""The pages of decisions: what holds, what has ended, many at once looked at first, and all of it taken back."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from folkmoot.accounts.actions import grant_role
from folkmoot.accounts.models import Account
from folkmoot.moderation.actions import Decision, decide, decide_case, decide_many, lift, report
from folkmoot.moderation.models import Case, Restriction, Statement
from folkmoot.posts.models import Post
from folkmoot.project.cast import Cast
from tests.posts.writing import say
from tests.streaming.hearing import statements
from tests.web.pages import page

pytestmark = pytest.mark.usefixtures("community")
RUNNING = "/staff/restrictions"


@pytest.fixture
def frank(cast: Cast, client_of: Callable[..., Client]) -> Client:
    return client_of(cast.frank)


@pytest.fixture
def olivia(cast: Cast, client_of: Callable[..., Client]) -> Client:
    return client_of(cast.olivia)


def removed(cast: Cast, *posts: int) -> int:
    return decide_many(cast.frank, [Decision("remove", "post", each, "Spam.") for each in posts])


def gone(*posts: int) -> list[bool]:
    return [Post.objects.get(id=each).removed_at is not None for each in posts]


def test_what_holds_and_what_has_ended_stand_apart(frank: Client, cast: Cast) -> None:
    post = say(cast.hal)
    made = decide(cast.frank, Decision("label", "post", post, "Because.", label="Disputed"))
    holding, ended = page(frank.get(RUNNING)), page(frank.get(f"{RUNNING}/ended"))
    assert "Disputed" in holding.text
    assert "Because." in holding.text
    assert "Disputed" not in ended.text
    lift(cast.frank, made)
    assert "Disputed" not in page(frank.get(RUNNING)).text
    ended = page(frank.get(f"{RUNNING}/ended"))
    assert "Disputed" in ended.text
    assert not [form for form in ended.forms if form.action == f"{RUNNING}/{made}"], "nothing is left to lift"


def test_it_is_lifted_from_the_list(frank: Client, cast: Cast) -> None:
    post = say(cast.hal)
    made = decide(cast.frank, Decision("remove", "post", post, "Because."))
    form = next(form for form in page(frank.get(RUNNING)).forms if form.action == f"{RUNNING}/{made}")
    assert frank.post(form.action, form.fields)["Location"] == RUNNING
    assert gone(post) == [False]


@pytest.mark.parametrize("who", ["bob", None])
def test_nobody_else_finds_these_pages(cast: Cast, client_of: Callable[..., Client], client: Client, who: Any) -> None:
    batch = removed(cast, say(cast.hal))
    seen = client_of(getattr(cast, who)) if who else client
    addresses = [RUNNING, f"{RUNNING}/ended", f"/staff/decided/{batch}", f"/staff/decided/by/{cast.frank.id}"]
    for address in [*addresses, f"/staff/accounts/{cast.hal.id}/decide"]:
        assert seen.get(address).status_code in {404, 302}
        assert seen.post(address, {"_method": "DELETE"}).status_code in {404, 302, 403}
    assert Restriction.objects.filter(batch=batch, ended_at=None).exists()


def test_what_was_decided_in_one_go_is_taken_back_in_one_go(frank: Client, cast: Cast) -> None:
    posts = [say(cast.hal, f"Spam {n}") for n in range(3)]
    address = f"/staff/decided/{removed(cast, *posts)}"
    assert address in page(frank.get(RUNNING)).links
    form = next(form for form in page(frank.get(address)).forms if form.action == address)
    assert frank.post(address, form.fields)["Location"] == RUNNING
    assert "3 decisions are taken back." in page(frank.get(RUNNING)).text
    assert gone(*posts) == [False] * 3
    assert not [form for form in page(frank.get(address)).forms if form.action == address]
    assert frank.get("/staff/decided/7").status_code == 404
    assert frank.post("/staff/decided/7", {"_method": "DELETE"}).status_code == 404


def fill(client: Client, cast: Cast, **typed: object) -> Any:
    address = f"/staff/accounts/{cast.hal.id}/decide"
    page(client.get(address))
    return client.post(address, {"category": "spam", "reason": "It is spam.", **typed})


def test_many_at_once_are_looked_at_before_anything_is_done(frank: Client, cast: Cast) -> None:
    posts = [say(cast.hal, f"Spam {n}") for n in range(3)]
    typed = {"posts": posts[:2], "post_action": "remove", "account_action": "strike", "weight": 2}
    looked = page(fill(frank, cast, **typed))
    assert "Nothing is done yet." in looked.text
    assert not Restriction.objects.filter(account_id=cast.hal.id).exists()
    sent = fill(frank, cast, **typed, sure="1")
    batch = Restriction.objects.filter(account_id=cast.hal.id).values_list("batch", flat=True).first()
    assert sent["Location"] == f"/staff/decided/{batch}"
    assert gone(*posts) == [True, True, False]
    assert Restriction.objects.get(action="strike").weight == 2
    assert Statement.objects.filter(account_id=cast.hal.id).count() == 3


def test_the_form_of_the_preview_does_it(frank: Client, cast: Cast) -> None:
    post = say(cast.hal, "Spam")
    looked = page(fill(frank, cast, posts=[post], post_action="label", label="An advertisement"))
    form = next(form for form in looked.forms if "reason" in form.fields)
    frank.post(f"/staff/accounts/{cast.hal.id}/decide", {**form.fields, "sure": "1"})
    assert Post.objects.get(id=post).notice == "An advertisement"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"post_action": "remove"}, "Choose at least one post."),
        ({}, "Choose what is to be done."),
        ({"account_action": "suspend", "reason": ""}, "This field is required."),
        ({"account_action": "suspend", "ends_on": "2020-01-01"}, "must lie ahead"),
        ({"posts": [7], "post_action": "remove"}, "7 is not one of"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(frank: Client, cast: Cast, typed: Any, said: str) -> None:
    say(cast.hal)
    answer = fill(frank, cast, law="Some law", **typed)
    assert answer.status_code == 422
    assert said in page(answer).text
    assert 'value="Some law"' in answer.content.decode()
    assert not Restriction.objects.filter(account_id=cast.hal.id).exists()


def test_whom_one_may_not_decide_about_is_said_in_the_preview(frank: Client, cast: Cast) -> None:
    address = f"/staff/accounts/{cast.olivia.id}/decide"
    sent = {"category": "other", "reason": "Well.", "account_action": "warn"}
    looked = page(frank.post(address, sent))
    assert "Only an owner can decide about people who run this community, or a senior moderator" in looked.text
    assert frank.post(address, {**sent, "sure": "1"}).status_code == 403
    assert frank.get("/staff/accounts/7/decide").status_code == 404


@pytest.mark.parametrize(("weight", "advice"), [(2, ""), (3, "suspending"), (6, "closing")])
def test_strikes_advise_and_do_nothing(frank: Client, cast: Cast, weight: int, advice: str) -> None:
    decide(cast.frank, Decision("strike", "account", cast.hal.id, "Again.", weight=weight))
    read = page(frank.get(f"/staff/accounts/{cast.hal.id}/decide")).text
    assert f"weigh {weight} together" in read
    assert (f"That speaks for {advice}" in read) is bool(advice)
    assert Account.objects.get(id=cast.hal.id).active


def test_strikes_are_forgotten(frank: Client, cast: Cast) -> None:
    made = decide(cast.frank, Decision("strike", "post", say(cast.hal), "Again.", weight=3))
    ends = Restriction.objects.get(id=made).ends_at
    assert ends is not None
    assert timedelta(days=364) < ends - timezone.now() <= timedelta(days=365)
    lift(cast.frank, made)
    assert "that count now" not in page(frank.get(f"/staff/accounts/{cast.hal.id}/decide")).text


def test_everything_about_a_member_is_lifted_at_once(frank: Client, cast: Cast) -> None:
    posts = [say(cast.hal), say(cast.hal)]
    removed(cast, *posts)
    other = say(cast.bob)
    removed(cast, other)
    decide(cast.frank, Decision("demote", "account", cast.hal.id, "Well."))
    address = f"/staff/accounts/{cast.hal.id}/decide"
    form = next(
        f for f in page(frank.get(address)).forms if f.fields.get("_method") == "DELETE" and f.action == address
    )
    frank.post(address, form.fields)
    assert gone(*posts, other) == [False, False, True]
    assert Account.objects.get(id=cast.hal.id).unlisted_at is None


def test_an_owner_takes_back_what_a_moderator_did_at_large(frank: Client, olivia: Client, cast: Cast) -> None:
    posts = [say(cast.hal), say(cast.bob), say(cast.carol)]
    removed(cast, *posts)
    mine = say(cast.hal)
    decide(cast.olivia, Decision("remove", "post", mine, "Because."))
    address = f"/staff/decided/by/{cast.frank.id}"
    assert not [form for form in page(frank.get(address)).forms if form.action == address]
    assert frank.post(address, {"_method": "DELETE"}).status_code == 403
    assert gone(*posts) == [True] * 3
    form = next(form for form in page(olivia.get(address)).forms if form.action == address)
    assert olivia.post(address, form.fields)["Location"] == RUNNING
    assert gone(*posts, mine) == [False, False, False, True]
    assert "nothing in that time" in page(frank.get(f"/staff/decided/by/{cast.bob.id}")).text
    assert frank.get("/staff/decided/by/7").status_code == 404


def test_a_reported_post_is_removed_without_its_case_and_brought_back(frank: Client, cast: Cast) -> None:
    post = say(cast.hal, "Buy <b>followers</b> here!")
    report(cast.bob, cast.hal.id, post, "This is advertising.")
    fill(frank, cast, posts=[post], post_action="remove", sure="1")
    assert gone(post) == [True]
    assert "Nothing to decide here" in page(frank.get("/staff/cases")).text
    lifting = next(form for form in page(frank.get(RUNNING)).forms if form.action.startswith(f"{RUNNING}/"))
    assert frank.post(lifting.action, lifting.fields)["Location"] == RUNNING
    assert gone(post) == [False]


def test_an_account_is_suspended_with_an_end(frank: Client, cast: Cast, client_of: Callable[..., Client]) -> None:
    hal, last_day = client_of(cast.hal), timezone.localdate() + timedelta(days=6)
    assert hal.get("/settings/profile").status_code == 200
    fill(frank, cast, account_action="suspend", ends_on=last_day.isoformat(), sure="1")
    assert not Account.objects.get(id=cast.hal.id).active
    assert hal.get("/settings/profile").status_code in {302, 403}
    after = last_day + timedelta(days=1)
    assert f"until {after.day} {after:%B} {after.year}, 00:00" in page(frank.get(RUNNING)).text


def test_the_addresses_of_before_are_gone(frank: Client, cast: Cast) -> None:
    post = say(cast.hal, "Nets")
    for address in (f"/staff/posts/{post}/remove", f"/staff/accounts/{cast.hal.id}/suspend"):
        assert frank.get(address).status_code == frank.post(address, {"reason": "Spam."}).status_code == 404


def test_lifting_takes_delete_and_something_to_lift(frank: Client) -> None:
    assert frank.post(f"{RUNNING}/1").status_code == 405
    assert frank.post(f"{RUNNING}/1", {"_method": "DELETE"}).status_code == 404


def test_nothing_is_restricted_once_all_is_lifted(frank: Client, cast: Cast) -> None:
    [lifting] = [form for form in page(frank.get(RUNNING)).forms if form.action.startswith(f"{RUNNING}/")]
    assert frank.post(lifting.action, lifting.fields).status_code == 303
    assert Account.objects.get(id=cast.gina.id).active
    assert "Nothing is restricted" in page(frank.get(RUNNING)).text


def test_the_page_is_found_from_the_profile_by_staff_alone(
    frank: Client, cast: Cast, client_of: Callable[..., Client]
) -> None:
    address = f"/staff/accounts/{cast.hal.id}/decide"
    assert address in page(frank.get("/@hal")).links
    assert address not in page(client_of(cast.bob).get("/@hal")).links


def test_what_is_closed_for_good_has_no_end(frank: Client, cast: Cast) -> None:
    fill(frank, cast, account_action="terminate", ends_on="2120-01-01", sure="1")
    assert Restriction.objects.get(account_id=cast.hal.id).ends_at is None


def liftable(read: Any) -> set[int]:
    return {int(form.action.rpartition("/")[2]) for form in read.forms if form.action.startswith(f"{RUNNING}/")}


def lifts_all(read: Any) -> bool:
    return "Lift all that holds about them" in read.text


def test_what_somebody_may_not_lift_has_no_button(frank: Client, olivia: Client, cast: Cast) -> None:
    """While a senior is named, a moderator who is also there for children suspends in cases about children only."""
    report(cast.bob, cast.hal.id, say(cast.hal), "")
    Case.objects.filter(account=cast.hal).update(category="children")
    case = Case.objects.get(account=cast.hal).id
    decide_case(cast.olivia, case, [Decision("suspend", "account", cast.hal.id, "Because.")])
    inside = Restriction.objects.get(case_id=case).id
    batch = decide_many(
        cast.olivia, [Decision(deed, "account", cast.dan.id, "Because.") for deed in ("suspend", "limit")]
    )
    outside, mild = Restriction.objects.filter(batch=batch).order_by("-action").values_list("id", flat=True)
    about = {who.id: f"/staff/accounts/{who.id}/decide" for who in (cast.hal, cast.dan, cast.bob)}
    assert liftable(page(frank.get(RUNNING))) >= {inside, outside, mild}, "who stands in may"
    assert [lifts_all(page(frank.get(each))) for each in about.values()] == [True, True, False]
    grant_role(None, cast.alice.id, "senior_moderator")
    grant_role(None, cast.frank.id, "child_safety")
    assert liftable(page(frank.get(RUNNING))) & {inside, outside, mild} == {inside, mild}
    for address in (f"/staff/decided/{batch}", f"/staff/decided/by/{cast.olivia.id}"):
        assert outside not in liftable(page(frank.get(address)))
        assert mild in liftable(page(frank.get(address)))
    assert liftable(page(olivia.get(RUNNING))) >= {inside, outside, mild}
    assert [lifts_all(page(frank.get(each))) for each in about.values()] == [True, False, False]
    assert lifts_all(page(olivia.get(about[cast.dan.id])))
    assert frank.delete(about[cast.dan.id]).status_code == 403
    assert frank.post(f"{RUNNING}/{outside}", {"_method": "DELETE"}).status_code == 403
    assert frank.post(f"{RUNNING}/{inside}", {"_method": "DELETE"}).status_code == 303
    lift(cast.olivia, outside)
    assert lifts_all(page(frank.get(about[cast.dan.id]))), "what is left"


def test_what_the_list_costs(frank: Client, cast: Cast) -> None:
    def cost() -> int:
        frank.get(RUNNING)
        return statements(lambda: frank.get(RUNNING))

    decide(cast.frank, Decision("suspend", "account", cast.hal.id, "Because."))
    few = cost()
    for account in (cast.dan, cast.bob, cast.carol):
        decide(cast.frank, Decision("suspend", "account", account.id, "Because."))
    assert cost() == few
