"""How owners see to the door; and who invited whom, which is shown with a reason only."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from folkmoot.accounts.actions import SignUp, create_invitation, sign_up
from folkmoot.accounts.models import AddressRule, Invitation, Login
from folkmoot.audit.queries import entries
from folkmoot.core.cursors import Page as Part
from folkmoot.instance.actions import change_settings, post_guard
from folkmoot.instance.queries import community as present
from folkmoot.project.cast import PASSWORD, Cast
from folkmoot.staff.words import deed
from tests.web.pages import page

pytestmark = pytest.mark.usefixtures("community")
DOORS, MINE = "/staff/doors", "/settings/invitations"
type ClientOf = Callable[..., Client]


@pytest.fixture
def olivia(cast: Cast, client_of: ClientOf) -> Client:
    return client_of(cast.olivia)


def invited(code: str, name: str = "zoe") -> Login:
    return sign_up(SignUp(name, f"{name}@example.org", PASSWORD, invitation_code=code))


class TestDoors:
    def test_only_owners(self, cast: Cast, client_of: ClientOf) -> None:
        for somebody in (cast.frank, cast.bob):
            for method, path in (
                ("get", DOORS),
                ("post", DOORS),
                ("post", f"{DOORS}/calm"),
                ("post", f"{DOORS}/members-invite"),
            ):
                assert getattr(client_of(somebody), method)(path).status_code == 404, path
        assert AddressRule.objects.count() == 0

    @pytest.mark.parametrize(("decision", "said"), [("deny", "is kept out"), ("allow", "is let in")])
    def test_a_domain(self, olivia: Client, decision: str, said: str) -> None:
        sent = {"domain": "spam.example", "note": "Four in March", "decision": decision}
        assert olivia.post(DOORS, sent).status_code == 303
        read = page(olivia.get(DOORS))
        assert said in read.text
        assert "Four in March" in read.text
        form = next(form for form in read.forms if "/domains/" in form.action)
        assert olivia.post(form.action, form.fields).status_code == 303
        assert AddressRule.objects.count() == 0
        assert olivia.post(form.action, form.fields).status_code == 404

    @pytest.mark.parametrize("domain", ["", "x", "a\r\nb", "x" * 300])
    def test_what_is_none(self, olivia: Client, domain: str) -> None:
        refused = olivia.post(DOORS, {"domain": domain, "decision": "deny"})
        assert refused.status_code == 422
        assert AddressRule.objects.count() == 0

    def test_a_rule_that_lets_one_in_is_not_turned_round(self, olivia: Client) -> None:
        """Without the only rule of its kind the door would be open to every other domain."""
        sent = {"domain": "School.example", "note": "Ours"}
        assert olivia.post(DOORS, {**sent, "decision": "allow"}).status_code == 303
        before = len(entries(Part(limit=9)).items)
        refused = olivia.post(DOORS, {**sent, "note": "They sell nets", "decision": "deny"})
        read = page(refused)
        assert refused.status_code == 422
        assert "A rule lets this domain in" in read.text
        form = next(form for form in read.forms if "note" in form.fields)
        assert (form.fields["domain"], form.fields["note"]) == ("School.example", "They sell nets")
        assert AddressRule.objects.values_list("domain", "allows", "note").get() == ("school.example", True, "Ours")
        assert len(entries(Part(limit=9)).items) == before
        assert olivia.post(DOORS, {**sent, "note": "Still ours", "decision": "allow"}).status_code == 303

    @pytest.mark.parametrize(
        ("why", "words"), [("near 12", "12 people from one network"), ("all 41", "41 people signed up")]
    )
    def test_staff_read_since_when_and_why(
        self, olivia: Client, cast: Cast, client_of: ClientOf, why: str, words: str
    ) -> None:
        assert "asks for approval" not in page(olivia.get(DOORS)).text
        post_guard(why)
        for client, path in ((olivia, DOORS), (client_of(cast.frank), "/staff/applications")):
            read = page(client.get(path)).text
            assert "Sign-up asks for approval since" in read
            assert words in read
        assert "The settings page" not in page(olivia.get("/staff/settings")).text
        settings = page(olivia.get("/staff/settings")).form()
        assert settings.fields["sign_up"] == "open", "what the owners chose"
        form = next(form for form in page(olivia.get(DOORS)).forms if form.action.endswith("/calm"))
        assert olivia.post(form.action, form.fields).status_code == 303
        assert present().sign_up == "open"

    def test_how_many_came(self, olivia: Client, cast: Cast) -> None:
        change_settings(None, {"sign_up": "open"})
        sign_up(SignUp("zoe", "zoe@example.org", PASSWORD, proved=False))
        read = page(olivia.get(DOORS)).text
        assert "Since yesterday 1 person has signed up" in read
        assert "1 came without the check of the browser" in read

    def test_an_application_says_how_it_came(self, olivia: Client, cast: Cast) -> None:
        sign_up(SignUp("zoe", "zoe@example.org", PASSWORD, proved=False))
        assert "without the check of the browser" in page(olivia.get("/staff/applications")).text


class TestWhoInvited:
    @pytest.fixture
    def guests(self, cast: Cast) -> list[Login]:
        change_settings(None, {"sign_up": "invitation"})
        code = create_invitation(cast.olivia, 3, 1).code
        return [invited(code, name) for name in ("zoe", "yan")]

    def test_with_a_reason_that_stays(self, guests: list[Login], cast: Cast, client_of: ClientOf) -> None:
        frank = client_of(cast.frank)
        path = f"/staff/accounts/{guests[0].account.id}/invited-by"
        asked = page(frank.get(path))
        assert "olivia" not in asked.text
        answered = page(frank.post(path, {"reason": "Both write the same advertisements."}))
        assert "by an invitation of @olivia" in answered.text
        assert "@yan" in answered.text
        entry = entries(Part(limit=1)).items[0]
        assert (entry.verb, entry.actor_id, entry.reason) == (
            "invitation.trace",
            cast.frank.id,
            "Both write the same advertisements.",
        )
        assert deed(entry.verb) != entry.verb

    @pytest.mark.parametrize("reason", ["", "because", "x" * 501])
    def test_without_one_nothing(self, guests: list[Login], cast: Cast, client_of: ClientOf, reason: str) -> None:
        path = f"/staff/accounts/{guests[0].account.id}/invited-by"
        refused = client_of(cast.frank).post(path, {"reason": reason})
        assert refused.status_code == 422
        assert "@olivia" not in page(refused).text

    def test_nobody_else(self, guests: list[Login], cast: Cast, client_of: ClientOf) -> None:
        path = f"/staff/accounts/{guests[0].account.id}/invited-by"
        assert client_of(cast.bob).get(path).status_code == 404
        assert client_of(cast.bob).post(path, {"reason": "I would like to know."}).status_code == 404

    def test_who_came_alone(self, cast: Cast, client_of: ClientOf) -> None:
        path = f"/staff/accounts/{cast.bob.id}/invited-by"
        answered = client_of(cast.frank).post(path, {"reason": "Looking into a report."})
        assert "without an invitation" in page(answered).text
        assert client_of(cast.frank).post("/staff/accounts/4711/invited-by", {"reason": "A reason."}).status_code == 404


class TestMembersInvite:
    @pytest.fixture
    def bob(self, cast: Cast, client_of: ClientOf, settle: Any) -> Client:
        """A member for long enough, where members may invite."""
        settle(sign_up="invitation", members_invite="yes")
        Login.objects.update(joined_at=timezone.now() - timedelta(days=31))
        return client_of(cast.bob)

    def test_the_owners_let_them(self, olivia: Client) -> None:
        for label, kept in (("Let members invite", "yes"), ("Let members invite no more", "")):
            read = page(olivia.get(DOORS))
            assert label in read.text
            form = next(form for form in read.forms if form.action.endswith("/members-invite"))
            assert olivia.post(form.action, form.fields).status_code == 303
            assert present().members_invite == kept

    def test_a_link_lets_somebody_in(self, bob: Client, cast: Cast) -> None:
        assert bob.get("/settings").status_code in {200, 302}
        read = page(bob.get(MINE))
        assert bob.post(MINE, read.form().filled(uses="2")).status_code == 303
        row = Invitation.objects.get()
        assert (row.inviter_id, row.uses_left) == (cast.bob.id, 2)
        assert timedelta(days=13) < row.expires_at - timezone.now() < timedelta(days=15)
        assert row.code in page(bob.get(MINE)).source
        assert invited(row.code).approved_at
        assert "for one more person" in page(bob.get(MINE)).text

    def test_it_is_withdrawn_by_whoever_made_it(self, bob: Client, cast: Cast, client_of: ClientOf) -> None:
        bob.post(MINE, {"uses": "1"})
        path = f"{MINE}/{Invitation.objects.get().id}"
        assert client_of(cast.alice).post(path, {"_method": "DELETE"}).status_code == 404
        assert Invitation.objects.get().revoked_at is None
        assert bob.post(path, {"_method": "DELETE"}).status_code == 303
        assert Invitation.objects.get().revoked_at

    @pytest.mark.parametrize("uses", ["0", "-1", "6", "many", ""])
    def test_for_a_few_people(self, bob: Client, uses: str) -> None:
        assert bob.post(MINE, {"uses": uses}).status_code == 422
        assert Invitation.objects.count() == 0

    def test_five_in_all(self, bob: Client) -> None:
        assert bob.post(MINE, {"uses": "4"}).status_code == 303
        assert "1 more person" in page(bob.get(MINE)).text
        assert bob.post(MINE, {"uses": "2"}).status_code == 422
        assert bob.post(MINE, {"uses": "1"}).status_code == 303
        refused = bob.post(MINE, {"uses": "1"})
        assert refused.status_code == 422

    @pytest.mark.parametrize("why", ["not allowed", "too new", "open", "closed"])
    def test_not_by_everybody_and_not_always(self, bob: Client, settle: Any, why: str) -> None:
        if why == "too new":
            Login.objects.update(joined_at=timezone.now() - timedelta(days=29))
        else:
            changes = {
                "not allowed": {"members_invite": ""},
                "open": {"sign_up": "open"},
                "closed": {"sign_up": "closed"},
            }
            change_settings(None, changes[why])
        assert bob.get(MINE).status_code == 404
        assert bob.post(MINE, {"uses": "1"}).status_code == 404
        assert Invitation.objects.count() == 0

    def test_what_was_made_can_be_withdrawn_later_too(self, bob: Client) -> None:
        bob.post(MINE, {"uses": "1"})
        change_settings(None, {"members_invite": ""})
        assert page(bob.get(MINE)).source.count("Withdraw") >= 1
        assert bob.post(MINE, {"uses": "1"}).status_code == 403

    def test_the_settings_lead_there(self, bob: Client, cast: Cast) -> None:
        assert f'href="{MINE}"' in page(bob.get("/settings/profile")).source
        change_settings(None, {"members_invite": ""})
        assert f'href="{MINE}"' not in page(bob.get("/settings/profile")).source
