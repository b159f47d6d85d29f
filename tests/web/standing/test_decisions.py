"""What somebody reads of a decision about them, signed in or by the link of a mail, and what they can say."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from folkmoot.instance.queries import community as described
from folkmoot.moderation.actions import Decision, decide_many, lift
from folkmoot.moderation.actions.appeal import appeal
from folkmoot.moderation.actions.appeal_thread import ask
from folkmoot.moderation.actions.review import overturn, uphold
from folkmoot.moderation.models import Appeal, Restriction, Statement
from folkmoot.moderation.queries.standing import key_of, path_of
from tests.moderation.deciding import REASONS, WHY, after, decided, removed, statement_of
from tests.posts.writing import say
from tests.web.pages import page

pytestmark = pytest.mark.usefixtures("community")
type Clients = Callable[..., Client]


def fields_of(read: Any) -> set[str]:
    """The fields of the page's own forms."""
    return {name for form in read.forms for name in form.fields}


@pytest.fixture
def hal(cast: Any, client_of: Clients) -> Client:
    return client_of(cast.hal)


def test_nothing_was_decided(hal: Client) -> None:
    read = page(hal.get("/decisions"))
    assert "Nothing was decided about you" in read.text
    assert "/decisions" in read.current


def test_a_member_reads_what_was_decided_and_why(hal: Client, cast: Any) -> None:
    post, made = removed(cast.frank, cast.hal, "Vile words")
    statement = statement_of(made)
    read = page(hal.get("/decisions"))
    assert "Your post was removed" in read.text
    assert f"/decisions/{statement.id}" in read.links
    read = page(hal.get(f"/decisions/{statement.id}"))
    assert read.heading == "Your post was removed"
    for words in ("Vile words", "Against our rules.", "It holds now."):
        assert words in read.text
    assert "frank" not in read.text, "staff have no names here"
    assert f"/@hal/{post}" in read.links
    assert hal.get(f"/@hal/{post}").status_code == 200


def test_a_member_says_that_it_was_wrong(hal: Client, cast: Any, client_of: Clients) -> None:
    _post, made = removed(cast.frank, cast.hal)
    address = f"/decisions/{statement_of(made).id}"
    read = page(hal.get(address))
    assert hal.post(address, read.form().filled(text=WHY))["Location"] == address
    read = page(hal.get(address))
    assert WHY in read.text
    assert "You get an answer by" in read.text
    assert "somebody looks at it again" in page(hal.get("/decisions")).text
    overturn(cast.olivia, Appeal.objects.get().id, REASONS)
    read = page(hal.get(address))
    for words in ("The decision was wrong, and we took it back.", REASONS, "It was taken back."):
        assert words in read.text
    assert "olivia" not in read.text
    assert "text" not in fields_of(read)
    assert "answered" in page(hal.get("/decisions")).text


def test_a_question_is_answered_on_the_same_page(hal: Client, cast: Any) -> None:
    _post, made = removed(cast.frank, cast.hal)
    ask(cast.olivia, appeal(cast.hal, made.id, WHY), "Who was meant?")
    address = f"/decisions/{statement_of(made).id}"
    read = page(hal.get(address))
    assert "Who was meant?" in read.text
    assert hal.post(address, read.form().filled(text="My brother."))["Location"] == address
    assert "My brother." in page(hal.get(address)).text


@pytest.mark.parametrize("text", ["", "x" * 5001, " \x00 "])
def test_what_cannot_be_taken_is_kept(hal: Client, cast: Any, text: str) -> None:
    _post, made = removed(cast.frank, cast.hal)
    for address in (f"/decisions/{statement_of(made).id}", path_of(statement_of(made).id)):
        response = hal.post(address, {"text": text})
        assert response.status_code == 422
        assert page(response).form().invalid == ["text"]
    assert not Appeal.objects.exists()


def test_what_the_domain_refuses_stands_beside_the_field(
    hal: Client, cast: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    _post, made = removed(cast.frank, cast.hal)
    monkeypatch.setattr("folkmoot.moderation.actions.appeal.LONGEST_APPEAL", 10)
    response = hal.post(f"/decisions/{statement_of(made).id}", {"text": WHY})
    assert (response.status_code, page(response).form().fields["text"].strip()) == (422, WHY)


def test_it_is_nobody_elses(cast: Any, client_of: Clients) -> None:
    _post, made = removed(cast.frank, cast.hal)
    address = f"/decisions/{statement_of(made).id}"
    for somebody in (cast.bob, cast.frank, cast.olivia):
        assert client_of(somebody).get(address).status_code == 404
        assert client_of(somebody).post(address, {"text": WHY}).status_code == 404
        assert "Your post was removed" not in page(client_of(somebody).get("/decisions")).text
    assert "/sign-in" in client_of(None).get(address)["Location"]
    assert not Appeal.objects.exists()


@pytest.mark.parametrize(
    ("kind", "action", "heading"),
    [
        ("post", "label", "Your post was given a note"),
        ("post", "age_gate", "Your post is shown to grown-ups only"),
        ("post", "limit", "Nobody can answer or share your post"),
        ("post", "demote", "Your post is not shown in public feeds"),
        ("post", "hide", "Your post is hidden for now"),
        ("post", "warn", "You were warned because of a post"),
        ("post", "strike", "You have a strike because of a post"),
        ("account", "limit", "Only your followers hear of you"),
        ("account", "demote", "Your posts are not shown in public feeds"),
        ("account", "warn", "You were warned"),
        ("account", "strike", "You have a strike"),
        ("account", "suspend", "Your account is suspended"),
        ("account", "terminate", "Your account is closed"),
    ],
)
def test_every_decision_has_words(cast: Any, client_of: Clients, kind: str, action: str, heading: str) -> None:
    made = decided(cast.frank, action, kind, say(cast.hal) if kind == "post" else cast.hal.id)
    assert page(client_of(None).get(path_of(statement_of(made).id))).heading == heading


class TestByLink:
    def test_it_works_without_signing_in_and_while_suspended(
        self, cast: Any, client_of: Clients, drain: Any, mail: Any
    ) -> None:
        made = decided(cast.frank, "suspend", "account", cast.hal.id)
        drain()
        found = re.search(r"https?://[^/]+(/decisions/\S+)", mail.to("hal@example.org")[-1].get_content())
        assert found
        address, visitor = found.group(1), client_of(None)
        response = visitor.get(address)
        assert response["Cache-Control"] == "private, no-store"
        assert response["Referrer-Policy"] == "no-referrer"
        assert "noindex" in response["X-Robots-Tag"]
        with after(days=180):
            assert visitor.post(address, page(response).form().filled(text=WHY))["Location"] == address
        ask(cast.olivia, Appeal.objects.get().id, "Who was meant?")
        visitor.post(address, page(visitor.get(address)).form().filled(text="My brother."))
        overturn(cast.olivia, Appeal.objects.get().id, REASONS)
        read = page(visitor.get(address))
        assert "My brother." in read.text
        assert "The decision was wrong, and we took it back." in read.text
        assert Restriction.objects.get(id=made.id).ended_by == cast.olivia.id
        cast.hal.refresh_from_db()
        assert cast.hal.active

    def test_whoever_signs_in_while_suspended_is_led_to_it(self, cast: Any, client_of: Clients) -> None:
        signed_in = client_of(cast.hal)
        made = decided(cast.frank, "suspend", "account", cast.hal.id)
        signed_in = client_of(cast.hal)
        response = signed_in.get("/")
        assert response.status_code == 403
        address = path_of(statement_of(made).id)
        assert address in page(response).links
        assert page(signed_in.get(address)).heading == "Your account is suspended"

    def test_a_key_opens_one_page_alone(self, cast: Any, client_of: Clients) -> None:
        first, second = (statement_of(removed(cast.frank, who)[1]) for who in (cast.hal, cast.bob))
        visitor, key = client_of(None), key_of(first.id)
        wrong = [key[:-1] + ("0" if key[-1] != "0" else "1"), key.upper(), "x", "ü" * 40, key_of(second.id)]
        for tried in (f"/decisions/{first.id}/{each}" for each in wrong):
            assert visitor.get(tried).status_code == 404
            assert visitor.post(tried, {"text": WHY}).status_code == 404
        assert visitor.get(f"/decisions/{second.id}/{key}").status_code == 404
        assert visitor.get(f"/decisions/4711/{key_of(4711)}").status_code == 404
        assert not Appeal.objects.exists()

    def test_it_needs_no_cookie(self, cast: Any) -> None:
        made = removed(cast.frank, cast.hal)[1]
        visitor = Client(enforce_csrf_checks=True)
        assert visitor.post(path_of(statement_of(made).id), {"text": WHY}).status_code == 303
        assert Appeal.objects.get().account_id == cast.hal.id

    def test_what_was_decided_in_one_go_is_linked(self, cast: Any, client_of: Clients) -> None:
        posts = [say(cast.hal), say(cast.hal), say(cast.bob)]
        decide_many(cast.frank, [Decision("remove", "post", post, "Spam.") for post in posts])
        mine = list(Statement.objects.filter(account_id=cast.hal.id).order_by("id"))
        theirs = Statement.objects.get(account_id=cast.bob.id)
        read = page(client_of(None).get(path_of(mine[0].id)))
        assert path_of(mine[1].id) in read.links
        assert path_of(theirs.id) not in read.links
        read = page(client_of(cast.hal).get(f"/decisions/{mine[0].id}"))
        assert f"/decisions/{mine[1].id}" in read.links
        assert f"/decisions/{theirs.id}" not in read.links


def test_what_can_not_be_said_any_more(hal: Client, cast: Any, client_of: Clients) -> None:
    _post, made = removed(cast.frank, cast.hal)
    address = f"/decisions/{statement_of(made).id}"
    with after(days=185):
        read = page(client_of(None).get(path_of(statement_of(made).id)))
    assert "Six months have passed" in read.text
    assert "text" not in fields_of(read)
    lift(cast.olivia, made.id)
    read = page(hal.get(address))
    assert "It was taken back." in read.text
    assert "Six months" not in read.text
    assert hal.post(address, {"text": WHY}).status_code == 403


def test_what_has_ended_by_itself_says_so(hal: Client, cast: Any) -> None:
    _post, made = removed(cast.frank, cast.hal)
    Restriction.objects.filter(id=made.id).update(ended_at=made.starts_at)
    read = page(hal.get(f"/decisions/{statement_of(made).id}"))
    assert "It has ended." in read.text
    assert "Ask for another look" in read.source


def test_whoever_looked_at_their_own_decision_says_so(hal: Client, cast: Any) -> None:
    _post, made = removed(cast.frank, cast.hal)
    cast.olivia.roles.all().delete()
    uphold(cast.frank, appeal(cast.hal, made.id, WHY), REASONS)
    read = page(hal.get(f"/decisions/{statement_of(made).id}"))
    assert "The decision stands." in read.text
    assert "nobody else runs this community" in read.text


def test_a_deleted_post_is_not_shown_again(hal: Client, cast: Any) -> None:
    from folkmoot.posts.actions import delete_post

    post, made = removed(cast.frank, cast.hal, "Vile words")
    delete_post(cast.hal, post)
    assert "Vile words" not in page(hal.get(f"/decisions/{statement_of(made).id}")).text


def test_pages_of_the_list_cost_the_same(hal: Client, cast: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            hal.get("/decisions")
        return len(asked)

    assert described().name
    removed(cast.frank, cast.hal)
    cost()
    one = cost()
    for _each in range(4):
        appeal(cast.hal, removed(cast.frank, cast.hal)[1].id, WHY)
    assert cost() == one
