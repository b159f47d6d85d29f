"""Taking one's data along, leaving for a while, coming back, and leaving for good."""

import io
import zipfile
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, UPGRADED, Way, ways
from tests.journeys.town import Somebody, Town
from tests.servers import eventually


@ways(Way(False, PHONE, "dark"), UPGRADED)
def test_a_copy_of_everything(town: Town, somebody: Callable[..., Somebody], look: Callable[[Page], None]) -> None:
    ada = somebody(*town.people(1))
    ada.write("The boats are back")
    ada.go("/settings/data")
    look(ada.page)
    ada.press("Have a copy made")
    expect(ada.page.get_by_text("Your copy is being made.").first).to_be_visible()
    ada.comes_to_see("/settings/data", "Your copy is ready")
    look(ada.page)
    with ada.page.expect_download() as waiting:
        ada.page.get_by_role("link", name="Fetch the copy").click()
    archive = zipfile.ZipFile(io.BytesIO(waiting.value.path().read_bytes()))
    assert "The boats are back" in archive.read("outbox.json").decode()
    assert "/settings/data" in town.letter(f"{ada.name}@example.org")


@ways(Way(False, PHONE, "dark"), UPGRADED)
def test_leaving_and_coming_back(town: Town, somebody: Callable[..., Somebody], look: Callable[[Page], None]) -> None:
    ada, ben = (somebody(name) for name in town.people(2))
    ada.write("Still here")
    ada.go("/settings/leave")
    look(ada.page)
    ada.give(username="somebody_else")
    ada.press("Delete my account")
    expect(ada.page.get_by_role("alert")).to_contain_text("write your user name")
    ada.give(username=ada.name)
    ada.press("Delete my account")
    expect(ada.page.get_by_text("will be deleted with everything of yours on")).to_be_visible()
    look(ada.page)
    assert "will be deleted" in town.letter(f"{ada.name}@example.org")
    assert ben.go(f"/@{ada.name}").get_by_text("Still here").count() == 0
    ada.go("/sign-in")
    ada.give(login=ada.name, password=ada.password)
    ada.press("Sign in")
    expect(ada.page).to_have_url(f"{town.url}/come-back")
    look(ada.page)
    ada.press("Come back")
    expect(ada.page.get_by_text("Welcome back! Everything is as it was.")).to_be_visible()
    ben.comes_to_see(f"/@{ada.name}", "Still here")


@ways(UPGRADED)
def test_leaving_for_good(town: Town, somebody: Callable[..., Somebody]) -> None:
    ada, ben = (somebody(name) for name in town.people(2))
    ada.write("Gone soon")
    ada.go("/settings/leave")
    ada.give(username=ada.name)
    ada.press("Delete my account")
    expect(ada.page.get_by_text("will be deleted with everything of yours on")).to_be_visible()
    assert "will be deleted" in town.letter(f"{ada.name}@example.org")
    town.seed(over=[ada.name])
    eventually(lambda: not town.letters(f"{ada.name}@example.org"))
    eventually(lambda: is_unknown(ada))
    assert ben.go(f"/@{ada.name}").get_by_text("Gone soon").count() == 0


def is_unknown(ada: Somebody) -> bool:
    """Whether nobody of this name and password can sign in; until all is erased, one could still come back."""
    ada.go("/sign-in")
    ada.give(login=ada.name, password=ada.password)
    ada.press("Sign in")
    ada.page.wait_for_load_state()
    return ada.page.get_by_text("do not belong together").is_visible()
