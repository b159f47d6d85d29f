"""Who reads the numbers: everybody, as with policies; and what is no page here."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.instance.actions import change_settings
from folkmoot.instance.models import PolicyVersion, Setting
from folkmoot.instance.policies.kinds import Kind
from folkmoot.instance.policies.publishing import Publication, publish_change
from folkmoot.instance.queries import forget_manner
from folkmoot.project.cast import Cast
from tests.web.pages import page
from tests.web.transparency.counting import PAGE, SHEET, told

pytestmark = pytest.mark.usefixtures("community")
type Clients = Callable[..., Client]
LATER = timedelta(days=20)


class TestWhoReads:
    @pytest.mark.parametrize("address", [PAGE, SHEET])
    @pytest.mark.parametrize("who", [None, "bob", "frank", "olivia"])
    def test_everybody(self, cast: Cast, client_of: Clients, address: str, who: str | None) -> None:
        assert client_of(getattr(cast, who) if who else None).get(address).status_code == 200

    @pytest.mark.parametrize("address", [PAGE, SHEET, "/privacy"])
    def test_as_policies_where_visitors_see_nothing_else(self, client: Client, address: str) -> None:
        change_settings(None, {"visitors": "nothing"})
        assert client.get(address).status_code == 200

    @pytest.mark.parametrize("address", [PAGE, SHEET, "/privacy"])
    def test_as_policies_before_the_doors_open(self, client: Client, address: str) -> None:
        Setting.objects.filter(name="is_open").delete()
        assert client.get(address).status_code == 200

    @pytest.mark.parametrize("address", [PAGE, SHEET, f"{PAGE}?year="])
    def test_without_having_agreed_to_anything(self, cast: Cast, client_of: Clients, address: str) -> None:
        change_settings(None, {"responsible": "Anna", "data_place": "Leipzig"})
        publish_change(cast.olivia, Publication(Kind.PRIVACY, {"en": "## Logs"}, 0), timezone.now() + LATER)
        PolicyVersion.objects.update(effective_at=timezone.now())
        forget_manner()
        bob = client_of(cast.bob)
        assert bob.get("/bookmarks")["Location"].startswith("/agree")
        address += str(timezone.localdate().year) if address.endswith("=") else ""
        assert bob.get(address).status_code == 200

    def test_whoever_waits_or_is_suspended(self, cast: Cast, client_of: Clients) -> None:
        Account.objects.filter(id=cast.bob.id).update(active=False)
        assert client_of(cast.bob).get(PAGE).status_code == 200
        Account.objects.filter(id=cast.bob.id).update(suspended_at=timezone.now())
        bob = client_of(cast.bob)
        assert bob.get(PAGE).status_code in {302, 403}, "signed out, as everywhere"
        assert bob.get(PAGE).status_code == 200

    @pytest.mark.parametrize("address", [PAGE, SHEET])
    def test_it_is_only_read(self, client: Client, address: str) -> None:
        assert client.post(address).status_code in {403, 405}
        assert client.head(address).status_code == 200

    @pytest.mark.parametrize("address", [PAGE, SHEET])
    @pytest.mark.parametrize("year", ["1999", "9999", "x", "-1", "2026'--", "%00", "=1", "٢٠٢٦", "9" * 400])
    def test_no_such_year(self, client: Client, address: str, year: str) -> None:
        assert client.get(f"{address}?year={year}").status_code == 404

    def test_pages_lead_to_it(self, cast: Cast, client: Client, client_of: Clients) -> None:
        frank = client_of(cast.frank)
        for read in (page(client.get("/sign-in")), page(client_of(cast.bob).get("/")), page(client.get("/privacy"))):
            assert PAGE in read.links
        assert PAGE in page(frank.get("/staff/figures")).links
        read = told(client)
        assert {"/privacy", "/terms", "/rules", "/contact", SHEET, PAGE} <= set(read.links)
