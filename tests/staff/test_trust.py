"""Where staff see how well the community knows somebody, set it, and switch all of it off."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from folkmoot.accounts.models import Account, Trust
from folkmoot.accounts.reach import Level
from folkmoot.instance.queries import community as present
from folkmoot.moderation.queries.trusting import levels_to_give
from folkmoot.staff.words import deed
from tests.moderation.casing import laid
from tests.newcomers import newcomer
from tests.web.pages import page
from tests.web.social.reading import once

pytestmark = pytest.mark.usefixtures("community")
type Clients = Callable[..., Client]
DOORS, WHY = "/staff/doors", "They sing with us every Thursday."


def at(account: Account) -> str:
    return f"/staff/accounts/{account.id}/trust"


@pytest.fixture
def frank(cast: Any, client_of: Clients) -> Client:
    return client_of(cast.frank)


@pytest.fixture
def olivia(cast: Any, client_of: Clients) -> Client:
    return client_of(cast.olivia)


class TestThePage:
    def test_what_a_level_rests_on(self, frank: Client, cast: Any) -> None:
        Trust.objects.filter(account=cast.hal).update(seen=12, minutes=34, seen_now=5)
        read = once(frank, at(cast.hal))
        assert [each.text for each in read.one(".glance").all("dd")] == ["0", "12", "5", "34"]
        assert read.one("strong").text == "member"

    def test_it_is_set(self, frank: Client, cast: Any) -> None:
        form = page(frank.get(at(cast.hal))).form()
        offered = once(frank, at(cast.hal)).one("select").all("option")
        assert [each.attrs["value"] for each in offered] == ["0", "1", "3"], "the fourth is for owners"
        assert frank.post(at(cast.hal), form.filled(level="1", reason=WHY)).status_code == 303
        assert Account.objects.get(id=cast.hal.id).trust == Level.KNOWN
        read = page(frank.get(at(cast.hal)))
        assert WHY in read.text
        assert "frank" in read.notices

    def test_what_is_kept_is_not_offered_whatever_a_role_brings(self, olivia: Client, cast: Any) -> None:
        read = once(olivia, at(cast.frank))
        assert read.one("strong").text == "regular"
        assert [each.attrs["value"] for each in read.one("select").all("option")] == ["0", "1", "3", "4"]
        assert olivia.post(at(cast.frank), {"level": "3", "reason": WHY}).status_code == 303
        assert Account.objects.get(id=cast.frank.id).trust == Level.REGULAR

    def test_by_somebody_who_is_gone(self, frank: Client, cast: Any) -> None:
        Trust.objects.filter(account=cast.hal).update(set_by=4711, reason=WHY)
        assert "Somebody of the staff decided this" in page(frank.get(at(cast.hal))).notices

    def test_owners_give_the_fourth(self, olivia: Client, cast: Any) -> None:
        assert levels_to_give(cast.olivia.id, cast.hal.id) == [0, 1, 3, 4]
        assert olivia.post(at(cast.hal), {"level": "4", "reason": WHY}).status_code == 303
        assert Account.objects.get(id=cast.hal.id).trust == Level.PILLAR

    @pytest.mark.parametrize(
        "sent", [{"level": "4", "reason": WHY}, {"level": "x", "reason": WHY}, {"level": "1", "reason": "short"}, {}]
    )
    def test_what_is_refused_keeps_what_was_typed(self, frank: Client, cast: Any, sent: dict[str, str]) -> None:
        refused = frank.post(at(cast.hal), {**sent, "more": ""})
        assert refused.status_code == 422
        assert sent.get("reason", "") in refused.content.decode()
        assert Account.objects.get(id=cast.hal.id).trust == Level.MEMBER

    def test_what_an_owner_gave_only_owners_take(self, frank: Client, cast: Any) -> None:
        Account.objects.filter(id=cast.hal.id).update(trust=Level.PILLAR)
        read = page(frank.get(at(cast.hal)))
        assert "Only an owner can do this." in read.text
        assert 'name="level"' not in read.source, "nothing is offered that is refused then"
        assert frank.post(at(cast.hal), {"level": "1", "reason": WHY}).status_code == 422
        assert Account.objects.get(id=cast.hal.id).trust == Level.PILLAR

    def test_why_somebody_waits(self, frank: Client, cast: Any) -> None:
        from tests.moderation.deciding import decided

        decided(cast.frank, "strike", "account", cast.hal.id)
        assert "do not rise by themselves" in page(frank.get(at(cast.hal))).notices

    @pytest.mark.parametrize("who", ["bob", "hal", "gina", None])
    def test_nobody_else(self, cast: Any, client_of: Clients, who: str | None) -> None:
        for method in ("get", "post"):
            answer = getattr(client_of(getattr(cast, who) if who else None), method)(at(cast.hal), {"level": "3"})
            assert answer.status_code in ({404} if who and who != "gina" else {302, 403, 404})

    def test_nobody_about_themselves_nor_upwards(self, frank: Client, cast: Any) -> None:
        for account in (cast.frank, cast.olivia):
            assert frank.get(at(account)).status_code == 404
            assert frank.post(at(account), {"level": "1", "reason": WHY}).status_code == 404

    def test_the_log_has_words_for_it(self) -> None:
        assert deed("trust.set") == "said how well the community knows somebody"


class TestWhereItLeadsFrom:
    def test_the_list_of_members(self, frank: Client, cast: Any) -> None:
        newcomer()
        rows = {row.one(".person-name").text: row for row in once(frank, "/staff/members").all("li.case-row")}
        assert "new here" in rows["nina"].text
        assert "regular" in rows["olivia"].text
        assert at(cast.hal) in {each.attrs["href"] for each in rows["hal"].all("a")}
        assert "member" not in rows["ivy"].one("p.fine").text, "who waits is on no level yet"

    def test_a_case(self, frank: Client, cast: Any) -> None:
        case = laid(cast.hal)
        assert at(cast.hal) in page(frank.get(f"/staff/cases/{case.id}")).links


class TestTheSwitch:
    def test_owners_switch_it(self, olivia: Client) -> None:
        for label, kept in (("Ask nothing of new members", "open"), ("Let new members earn their reach", "earned")):
            read = page(olivia.get(DOORS))
            assert label in read.text
            form = next(form for form in read.forms if form.action.endswith("/doors/reach"))
            assert olivia.post(form.action, form.fields).status_code == 303
            assert present().reach == kept

    def test_nobody_else_does(self, cast: Any, client_of: Clients) -> None:
        for somebody in (cast.frank, cast.bob):
            assert client_of(somebody).post(f"{DOORS}/reach", {"_method": "DELETE"}).status_code == 404
        assert present().reach == "earned"
