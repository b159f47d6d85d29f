"""The page of roles: who holds what, given by user name, taken away after a question, and written down."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from folkmoot.accounts.actions import grant_role
from folkmoot.accounts.capabilities import Role
from folkmoot.accounts.models import Account, RoleGrant
from folkmoot.accounts.queries import held_roles, roles, roles_to_give
from folkmoot.audit.queries import entries
from folkmoot.core.cursors import Page
from folkmoot.core.errors import Invalid, NotFound
from folkmoot.instance.actions import change_settings
from folkmoot.instance.queries import as_chosen
from folkmoot.project.cast import Cast
from folkmoot.staff.role_words import duties
from folkmoot.staff.views.setup import pages
from tests.doors import come_in
from tests.web.pages import page

pytestmark = pytest.mark.usefixtures("community")
LIST = "/staff/roles"
type Clients = Callable[..., Client]


@pytest.fixture
def olivia(cast: Cast, client_of: Clients) -> Client:
    return client_of(cast.olivia)


def of(account: Account, role: str = "moderator") -> str:
    return f"{LIST}/{account.id}/{role}"


def test_who_holds_what_since_when_and_by_whom(cast: Cast, olivia: Client) -> None:
    grant_role(cast.olivia, cast.bob.id, "analyst")
    text = page(olivia.get(LIST)).text
    for words in ("Owner", "Moderator", "Analyst", "since", "by @olivia", "on the server"):
        assert words in text
    assert text.index("@frank") < text.index("@bob")


def test_what_each_may_do_stands_there_in_words(olivia: Client) -> None:
    text = page(olivia.get(LIST)).text
    assert set(duties()) == {role.value for role in Role}
    for role in Role:
        assert str(role.label) in text
        assert duties()[role] in text


def test_a_second_owner_is_encouraged(cast: Cast, olivia: Client) -> None:
    assert "one owner alone" in page(olivia.get(LIST)).notices
    grant_role(None, cast.bob.id, "owner")
    assert "one owner alone" not in page(olivia.get(LIST)).text
    Account.objects.filter(id=cast.bob.id).update(active=False)
    read = page(olivia.get(LIST))
    assert "one owner alone" in read.notices
    assert "not active at the moment" in read.text


@pytest.mark.parametrize("typed", ["bob", "@Bob", " bob "])
def test_a_role_is_given_by_user_name(cast: Cast, olivia: Client, mail: Any, drain: Any, typed: str) -> None:
    read = page(olivia.post(LIST, {"whom": typed, "role": "senior_moderator"}, follow=True))
    assert read.heading == "Roles"
    assert "@bob has this role now: Senior moderator" in read.notices
    assert roles(cast.bob.id) == {"senior_moderator"}
    last = entries(Page(limit=1)).items[0]
    assert (last.verb, last.actor_id, last.object_id) == ("role.grant", cast.olivia.id, cast.bob.id)
    drain()
    assert "Senior moderator" in str(mail.to("bob@example.org")[-1]["Subject"])


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"whom": "nobody_at_all", "role": "moderator"}, "Nobody here has this user name."),
        ({"whom": "gina", "role": "moderator"}, "Nobody here has this user name."),
        ({"whom": "ivy", "role": "moderator"}, "Nobody here has this user name."),
        ({"whom": "", "role": "moderator"}, "This field is required."),
        ({"whom": "bob", "role": "king"}, "king"),
        ({"whom": "bob", "role": ""}, "This field is required."),
    ],
)
def test_what_cannot_be_given(olivia: Client, typed: dict[str, str], error: str) -> None:
    before = RoleGrant.objects.count()
    response = olivia.post(LIST, typed)
    assert response.status_code == 422
    read = page(response)
    assert error in read.errors
    assert typed["whom"] in read.source, "what was typed stays"
    assert RoleGrant.objects.count() == before


def test_it_is_taken_away_after_a_question(cast: Cast, olivia: Client) -> None:
    assert of(cast.frank) in page(olivia.get(LIST)).links
    read = page(olivia.get(of(cast.frank)))
    assert "Moderator" in read.heading
    assert "@frank" in read.text
    assert roles(cast.frank.id) == {"moderator"}, "asking takes nothing"
    done = page(olivia.post(of(cast.frank), {"_method": "DELETE"}, follow=True))
    assert "@frank does not have this role any more: Moderator" in done.notices
    assert roles(cast.frank.id) == frozenset()


def test_the_last_owner_is_not_offered(cast: Cast, olivia: Client) -> None:
    assert of(cast.olivia, "owner") not in page(olivia.get(LIST)).links
    read = page(olivia.get(of(cast.olivia, "owner")))
    assert "nobody else is an owner" in read.text
    assert "Take it away" not in read.text
    assert olivia.post(of(cast.olivia, "owner"), {"_method": "DELETE"}).status_code == 403
    assert roles(cast.olivia.id) == {"owner"}


def test_an_owner_who_goes_loses_the_page_at_once(cast: Cast, olivia: Client) -> None:
    grant_role(None, cast.bob.id, "owner")
    response = olivia.post(of(cast.olivia, "owner"), {"_method": "DELETE"})
    assert response["Location"] == "/"
    assert olivia.get(LIST).status_code == 404


@pytest.mark.parametrize("held", ["owner", "king", "analyst"])
def test_what_nobody_holds_is_not_there(cast: Cast, olivia: Client, held: str) -> None:
    for method in (olivia.get, olivia.delete):
        assert method(of(cast.frank, held)).status_code == 404


def test_an_admin_gives_configuration_alone(cast: Cast, client_of: Clients) -> None:
    grant_role(None, cast.alice.id, "admin")
    admin = client_of(cast.alice)
    read = page(admin.get(LIST))
    assert [role.value for role in roles_to_give(cast.alice.id)] == ["admin", "rules_editor"]
    assert 'value="rules_editor"' in read.source
    assert 'value="moderator"' not in read.source
    assert of(cast.frank) not in read.links
    assert of(cast.alice, "admin") in read.links
    assert admin.post(LIST, {"whom": "bob", "role": "moderator"}).status_code == 422
    assert admin.post(of(cast.frank), {"_method": "DELETE"}).status_code == 403
    assert "includes more than yours" in page(admin.get(of(cast.frank))).text
    assert admin.post(LIST, {"whom": "bob", "role": "rules_editor"}).status_code == 303
    assert (roles(cast.bob.id), roles(cast.frank.id)) == ({"rules_editor"}, {"moderator"})


def test_it_asks_once_more_who_it_is_after_a_while(cast: Cast, client_of: Clients) -> None:
    client = client_of(cast.olivia)
    come_in(client, cast.olivia.login, method="mfa", at=1)
    assert client.get(LIST).status_code == 200
    assert client.post(LIST, {"whom": "bob", "role": "moderator"}).status_code == 403
    assert client.post(of(cast.frank), {"_method": "DELETE"}).status_code == 403
    assert (roles(cast.bob.id), roles(cast.frank.id)) == (frozenset(), {"moderator"})


@pytest.mark.parametrize("who", ["frank", "bob", "gina", "ivy"])
def test_for_others_it_is_not_there(cast: Cast, who: str) -> None:
    for read in (held_roles, roles_to_give):
        with pytest.raises(NotFound):
            read(getattr(cast, who).id)


def test_it_costs_the_same_for_few_and_for_many(cast: Cast, queries: Any) -> None:
    with queries(3):
        held_roles(cast.olivia.id)
    for account in (cast.alice, cast.bob, cast.carol):
        grant_role(None, account.id, "trusted_flagger")
    with queries(3):
        held_roles(cast.olivia.id)


class TestTheLegalContact:
    @pytest.fixture
    def legal(self, cast: Cast, client_of: Clients) -> Client:
        change_settings(None, {"responsible": "Anna", "contact": "anna@example.org", "log_days": "9"})
        grant_role(None, cast.alice.id, "legal_contact")
        return client_of(cast.alice)

    def test_says_whom_the_outside_world_writes_to(self, legal: Client) -> None:
        read = page(legal.get("/staff/setup/contact"))
        assert read.heading == "Contact"
        assert "log_days" not in read.source
        sent = {"responsible": "Ben", "contact": "ben@example.org", "postal_address": "", "log_days": "30"}
        assert legal.post("/staff/setup/contact", sent).status_code == 303
        here = as_chosen()
        assert (here.responsible, here.contact, here.log_days) == ("Ben", "ben@example.org", 9)

    def test_what_is_wrong_stays_to_be_mended(self, legal: Client) -> None:
        response = legal.post("/staff/setup/contact", {"responsible": "Ben", "contact": "no address"})
        assert response.status_code == 422
        assert "no address" in page(response).source
        assert as_chosen().responsible == "Anna"

    def test_so_does_what_the_settings_themselves_refuse(self, legal: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(*_: object) -> None:
            raise Invalid("responsible", "This is nobody.")

        monkeypatch.setattr(pages, "change_settings", refuse)
        sent = {"responsible": "Nobody", "contact": "ben@example.org", "postal_address": ""}
        read = page(legal.post("/staff/setup/contact", sent))
        assert "This is nobody." in read.errors
        assert "Nobody" in read.source
