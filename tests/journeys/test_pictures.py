"""Pictures, gone through by hand: adding, describing, moving, looking at them large, and who must not see them."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Request, Route, expect

from tests.journeys.conftest import PHONE, UPGRADED, Way, ways
from tests.journeys.town import Somebody, Town
from tests.pictures import drawn, moving
from tests.servers import eventually, fetch

type Arrive = Callable[..., Somebody]
type Look = Callable[..., None]
WAYS = (Way(javascript=False), Way(viewport=PHONE), Way(javascript=False, viewport=PHONE, color_scheme="dark"))


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Pictures on somebody's disk, and something that is none."""
    folder = tmp_path_factory.mktemp("camera")
    made = {
        "boat.jpg": drawn(1600, 1200),
        "quay.png": drawn(900, 1200, "#6b4a7a", "PNG"),
        "nets.webp": drawn(1200, 800, "#7a5c4a", "WEBP"),
        "wave.gif": moving(),
        "list.jpg": b"no picture at all",
    }
    for name, content in made.items():
        (folder / name).write_bytes(content)
    return {name: folder / name for name in made}


def add(person: Somebody, *files: Path) -> Locator:
    """Add pictures to the form of this page; without JavaScript they come with the next press."""
    person.page.locator(".composer input[name=picture]").set_input_files(files)
    if person.page.evaluate("() => true") and not is_scripted(person.page):
        person.page.locator(".composer .send").click()
    items = person.page.locator(".draft-pic[data-id]")
    expect(items).to_have_count(len(files))
    return items


def is_scripted(page: Page) -> bool:
    return bool(page.locator("main").evaluate("() => 'htmx' in window"))


def publish(person: Somebody, text: str) -> Locator:
    person.page.locator(".composer .send").click()
    expect(person.page.locator(".notice.success").first).to_be_visible()
    return person.post(text)


def write(person: Somebody, text: str, scope: str, *files: Path) -> Locator:
    person.go("/")
    person.page.locator(".composer textarea[name=text]").fill(text)
    person.page.locator(".composer select[name=scope]").select_option(scope)
    items = add(person, *files)
    for number, item in enumerate(items.all(), 1):
        item.locator("textarea").fill(f"Picture {number} of the harbour")
    return publish(person, text)


def loaded(image: Locator) -> int:
    """The width that came; pictures further down come as they are scrolled to."""
    image.scroll_into_view_if_needed()
    eventually(lambda: image.evaluate("each => each.complete"))
    width: int = image.evaluate("each => each.naturalWidth")
    return width


@ways(*WAYS, UPGRADED)
def test_a_post_with_pictures(somebody: Arrive, town: Town, files: dict[str, Path], look: Look) -> None:
    ada = somebody(town.people(1)[0])
    three = (files["boat.jpg"], files["quay.png"], files["nets.webp"])
    card = write(ada, "From the harbour", "public", *three)
    images = card.locator(".pics-3 img")
    expect(images).to_have_count(3)
    expect(images.nth(1)).to_have_attribute("alt", "Picture 2 of the harbour")
    assert all(loaded(image) > 0 for image in images.all())
    look(ada.page, "three pictures")
    card.locator("time").first.click()
    expect(ada.page.locator("article.large .pics img")).to_have_count(3)
    look(ada.page, "three pictures")


@ways(Way(javascript=False))
def test_a_file_that_is_no_picture_loses_nothing(somebody: Arrive, town: Town, files: dict[str, Path]) -> None:
    ada = somebody(town.people(1)[0])
    ada.go("/")
    ada.page.locator(".composer textarea[name=text]").fill("Words that stay")
    ada.page.locator(".composer input[name=picture]").set_input_files([files["boat.jpg"], files["list.jpg"]])
    if not is_scripted(ada.page):
        ada.page.locator(".composer .send").click()
    expect(ada.page.locator(".composer p.error").filter(has_text="not a picture")).to_be_visible()
    expect(ada.page.locator(".draft-pic[data-id]")).to_have_count(1)
    expect(ada.page.locator(".composer textarea[name=text]")).to_have_value("Words that stay")
    expect(publish(ada, "Words that stay").locator(".pics-1 img")).to_have_count(1)


@ways(Way(javascript=False))
def test_pictures_are_moved_and_left_out(somebody: Arrive, town: Town, files: dict[str, Path]) -> None:
    ada = somebody(town.people(1)[0])
    ada.go("/")
    items = add(ada, files["boat.jpg"], files["quay.png"], files["nets.webp"])
    before = [item.get_attribute("data-id") for item in items.all()]
    items.nth(0).get_by_role("button", name="Later").click()
    expect(items.nth(1)).to_have_attribute("data-id", before[0] or "")
    items.nth(2).get_by_role("button", name="Leave out").click()
    expect(items).to_have_count(2)
    assert [item.get_attribute("data-id") for item in items.all()] == [before[1], before[0]]


@ways(Way(viewport=PHONE))
def test_the_form_in_the_browser(somebody: Arrive, town: Town, files: dict[str, Path], look: Look) -> None:
    """Undo, the point that stays in view, the draft after a reload; looked at from all sides, form and dialogs."""
    ada = somebody(town.people(1)[0])
    ada.go("/")
    items = add(ada, files["boat.jpg"], files["quay.png"])
    look(ada.page, "with pictures in the form")
    items.nth(1).get_by_role("button", name="Leave out").click()
    expect(items).to_have_count(1)
    ada.page.locator(".draft-gone").get_by_role("button", name="Undo").click()
    expect(items).to_have_count(2)
    items.nth(0).locator("textarea").fill("A boat")
    items.nth(0).get_by_role("button", name="What stays in view").click()
    ada.page.locator(".aim-field").focus()
    for _ in range(5):
        ada.page.keyboard.press("ArrowRight")
    look(ada.page, "choosing what stays in view")
    with ada.page.expect_response(lambda answer: keeps(answer.request, "1,0")):  # what was described is sent, too
        ada.page.get_by_role("button", name="Done").click()
    expect(items.nth(0).locator("img")).to_have_class("fx-10 fy-5")
    ada.page.reload()
    expect(items).to_have_count(2)
    expect(items.nth(0).locator("textarea")).to_have_value("A boat")
    card = publish(ada, "")
    expect(ada.page.locator(".draft-pic")).to_have_count(0)
    expect(ada.page.locator("article.post .pics-2 img").first).to_have_class("fx-10 fy-5")
    assert card


def keeps(request: Request, point: str) -> bool:
    """Whether it tells the server which point of a picture stays in view."""
    return "/pictures/" in request.url and request.method == "POST" and point in (request.post_data or "")


@ways()
def test_pasting_and_dropping(somebody: Arrive, town: Town, files: dict[str, Path]) -> None:
    ada = somebody(town.people(1)[0])
    ada.go("/")
    data = ada.page.evaluate_handle(
        """bytes => { const held = new DataTransfer();
        held.items.add(new File([new Uint8Array(bytes)], "boat.jpg", {type: "image/jpeg"})); return held }""",
        list(files["boat.jpg"].read_bytes()),
    )
    ada.page.dispatch_event(".composer", "drop", {"dataTransfer": data})
    expect(ada.page.locator(".draft-pic[data-id]")).to_have_count(1)
    ada.page.evaluate(
        """data => document.querySelector(".composer textarea").dispatchEvent(
        new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}))""",
        data,
    )
    expect(ada.page.locator(".draft-pic[data-id]")).to_have_count(2)


@ways()
def test_a_post_waits_for_its_pictures(somebody: Arrive, town: Town, files: dict[str, Path]) -> None:
    ada = somebody(town.people(1)[0])
    ada.go("/")
    ada.page.locator(".composer textarea[name=text]").fill("Both together")
    ada.page.locator(".composer input[name=picture]").set_input_files([files["boat.jpg"], files["quay.png"]])
    ada.page.locator(".composer .send").click()
    expect(ada.post("Both together").locator(".pics-2 img")).to_have_count(2)


@ways()
def test_a_post_waits_for_what_takes_its_pictures(somebody: Arrive, town: Town, files: dict[str, Path]) -> None:
    """The line is slow: "Publish" is pressed before the browser has fetched how pictures are sent."""
    ada = somebody(town.people(1)[0])
    ada.go("/")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    ada.page.route("**/js/pictures*.js", hold)
    ada.page.locator(".composer textarea[name=text]").fill("Pressed early")
    with ada.page.expect_request("**/js/pictures*.js"):
        ada.page.locator(".composer input[name=picture]").set_input_files(files["boat.jpg"])
    ada.page.locator(".composer .send").click()
    held[0].continue_()
    expect(ada.post("Pressed early").locator(".pics-1 img")).to_have_count(1)


@ways(Way(viewport=PHONE))
def test_pictures_are_seen_large(somebody: Arrive, town: Town, files: dict[str, Path], look: Look) -> None:
    ada = somebody(town.people(1)[0])
    card = write(ada, "Large ones", "public", files["boat.jpg"], files["quay.png"])
    box, count = ada.page.locator("#lightbox"), ada.page.locator(".lightbox-count")
    card.locator("a.pic-link").first.click()
    expect(box).to_be_visible()
    expect(count).to_have_text("1 / 2")
    expect(box.locator(".lightbox-words")).to_have_text("Picture 1 of the harbour")
    assert loaded(box.locator("img")) == 1600
    look(ada.page, "a picture seen large")
    ada.page.keyboard.press("ArrowRight")
    expect(count).to_have_text("2 / 2")
    ada.page.keyboard.press("ArrowRight")
    expect(count).to_have_text("1 / 2")
    ada.page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(card.locator("a.pic-link").first).to_be_focused()


@ways(Way(javascript=False, viewport=PHONE, color_scheme="dark"), UPGRADED)
def test_pictures_are_described_later(somebody: Arrive, town: Town, files: dict[str, Path], look: Look) -> None:
    ada = somebody(town.people(1)[0])
    card = write(ada, "Undescribed", "public", files["boat.jpg"])
    ada.menu(card, "Describe the pictures")
    expect(ada.page.get_by_role("heading", name="Describe the pictures")).to_be_visible()
    look(ada.page)
    ada.page.get_by_label("Picture 1 of 1 shows").fill("A boat in the sun")
    ada.page.locator("main select").select_option(label="The top")
    ada.press("Save")
    expect(ada.page.locator(".notice.success").first).to_contain_text("Thank you")
    image = ada.page.locator("article.large .pics img")
    expect(image).to_have_attribute("alt", "A boat in the sun")
    expect(image).to_have_class("fx-5 fy-0")


@ways(Way(javascript=False, viewport=PHONE, color_scheme="dark"))
def test_pictures_in_arabic(
    town: Town, person: Callable[..., Page], way: Way, files: dict[str, Path], look: Look
) -> None:
    """Every page with pictures, from right to left."""
    page = person(javascript=way.javascript, viewport=way.viewport, color_scheme=way.color_scheme, locale="ar")
    ada = Somebody(town, page, town.people(1)[0])
    ada.go("/sign-in")
    ada.give(login=ada.name, password=ada.password)
    page.locator("main form button.wide, main form .actions button").first.click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    ada.go("/")
    page.locator(".composer textarea[name=text]").fill("من الميناء")
    items = add(ada, files["boat.jpg"], files["quay.png"])
    look(page, "with pictures in the form")
    items.nth(0).locator("textarea").fill("قارب في الشمس")
    card = publish(ada, "من الميناء")
    expect(card.locator(".pics-2 img")).to_have_count(2)
    look(page, "two pictures")
    if is_scripted(page):
        card.locator("a.pic-link").first.click()
        expect(page.locator("#lightbox")).to_be_visible()
        look(page, "a picture seen large")
        page.keyboard.press("Escape")
    card.locator("time").first.click()
    expect(page.locator("article.large .pics img")).to_have_count(2)
    look(page, "two pictures")
    page.locator("article.large details.menu > summary").click()
    page.locator("article.large .menu-list a[href$='/pictures']").click()
    look(page)


@ways(Way(javascript=False))
def test_what_moves_waits_to_be_asked(somebody: Arrive, town: Town, files: dict[str, Path]) -> None:
    ada = somebody(town.people(1)[0])
    card = write(ada, "The sea", "public", files["wave.gif"])
    image, play = card.locator(".pics img"), card.locator("button.pic-play")
    expect(image).to_have_attribute("src", re.compile("/still.webp"))
    if not is_scripted(ada.page):
        expect(card.locator(".pic-moves")).to_be_visible()
        assert "/320.webp" in (card.locator("a.pic-link").get_attribute("href") or "")
        return
    play.click()
    expect(image).to_have_attribute("src", re.compile("/320.webp"))
    expect(play).to_have_text("Stop")
    play.click()
    expect(image).to_have_attribute("src", re.compile("/still.webp"))


@ways(*WAYS, UPGRADED)
def test_a_new_face(somebody: Arrive, town: Town, files: dict[str, Path], look: Look) -> None:
    name = town.people(1)[0]
    ada = somebody(name)
    for what, file in (("avatar", "boat.jpg"), ("header", "quay.png")):
        ada.go("/settings/profile")
        form = ada.page.locator(f"form[action='/settings/profile/{what}'][data-crop]")
        form.locator("input[type=file]").set_input_files(files[file])
        if is_scripted(ada.page):
            expect(form.locator("canvas")).to_be_visible()
            form.locator("canvas").press("ArrowRight")
            eventually(
                lambda form=form: form.locator("input[type=file]").evaluate("f => f.files[0].type") == "image/jpeg"
            )
        form.get_by_role("button", name="Save this picture").click()
        expect(ada.page.locator(".notice.success").first).to_contain_text("Your picture is saved.")
    look(ada.page, "with pictures")
    ada.go(f"/@{name}")
    assert loaded(ada.page.locator(".profile img.avatar")) > 0
    assert loaded(ada.page.locator("img.profile-header")) > 0
    look(ada.page, "with pictures")
    ada.go("/settings/profile")
    ada.page.get_by_role("button", name="Take it away").first.click()
    expect(ada.page.get_by_text("The picture is taken away.")).to_be_visible()
    ada.go(f"/@{name}")
    expect(ada.page.locator(".profile span.avatar")).to_have_count(1)


@ways(Way(javascript=False), UPGRADED)
def test_whom_a_picture_is_not_for_has_no_use_of_its_address(
    somebody: Arrive, town: Town, files: dict[str, Path]
) -> None:
    """A follower's address of a picture for followers: dead for strangers who change it, and once they are blocked."""
    author, reader, stranger = town.people(3)
    ada, ben = somebody(author), somebody(reader)
    ben.follow(author)
    write(ada, "For followers", "followers", files["boat.jpg"])
    ben.comes_to_see("/", "For followers")
    image = ben.post("For followers").locator(".pics img")
    assert loaded(image) > 0
    address = image.get_attribute("src") or ""
    assert status_of(address) == 200
    plain, _, query = address.partition("?")
    assert status_of(plain) == 404
    strangers = somebody(stranger)
    assert strangers.page.request.get(plain).status == 404
    other = re.sub(r"v=\d+", "v=1", query)
    assert strangers.page.request.get(f"{plain}?{other}").status == 404
    ada.go(f"/@{reader}")
    ada.menu(ada.page.locator(".profile-actions"), "Block …")
    ada.press(f"Block @{reader}")
    expect(ada.page.get_by_role("button", name="Unblock")).to_be_visible()
    assert status_of(address) == 404


def status_of(address: str) -> int:
    try:
        return fetch(address)[0]
    except UnicodeDecodeError:
        return 200
