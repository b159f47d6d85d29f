"""Videos, music and voice, gone through by hand: adding, describing, watching, and music that goes on."""

import re
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from scripts.browser import chromium
from tests.journeys.conftest import PHONE, Way, ways
from tests.journeys.town import Somebody, Town
from tests.recordings import VTT, filmed, tone
from tests.servers import eventually

type Arrive = Callable[..., Somebody]
LASTING = 90.0  # seconds of a sound that still plays when somebody is through with all that is done meanwhile
SOME_SECONDS = re.compile(r"0:(0[2-9]|[1-5]\d)")  # what ticks may have gone on before anybody looks


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Recordings on somebody's disk, captions for one, and something that is none."""
    folder = tmp_path_factory.mktemp("recorder")
    (folder / "words.mp3").write_bytes(b"no music at all")
    (folder / "harbour.vtt").write_bytes(VTT)
    return {
        "harbour.mp4": filmed(folder / "harbour.mp4"),
        "bell.wav": tone(folder / "bell.wav", 6.0),
        "horn.wav": tone(folder / "horn.wav", 6.0, 220.0),
        "tide.wav": tone(folder / "tide.wav", LASTING),
        "wind.wav": tone(folder / "wind.wav", LASTING, 220.0),
        "words.mp3": folder / "words.mp3",
        "harbour.vtt": folder / "harbour.vtt",
    }


def is_scripted(page: Page) -> bool:
    return bool(page.locator("main").evaluate("() => 'htmx' in window"))


def add(person: Somebody, *some: Path) -> Locator:
    """Add recordings to the form of this page; without JavaScript they come with the next press."""
    person.page.locator(".composer input[name=recording]").set_input_files(some)
    if not is_scripted(person.page):
        person.page.locator(".composer .send").click()
    items = person.page.locator(".draft-rec[data-id]")
    expect(items).to_have_count(len(some))
    return items


def publish(person: Somebody, text: str) -> Locator:
    person.page.locator(".composer .send").click()
    expect(person.page.locator(".notice.success").first).to_be_visible()
    return person.post(text)


def write(person: Somebody, text: str, *some: Path) -> Locator:
    person.go("/")
    person.page.locator(".composer textarea[name=text]").fill(text)
    add(person, *some)
    return publish(person, text)


def played(person: Somebody, text: str, what: str) -> Locator:
    """What plays in a post, as soon as it is ready; without JavaScript one looks again."""
    found = person.post(text).locator(what)

    def there() -> bool:
        if not is_scripted(person.page):
            person.page.reload()
        return found.count() > 0

    eventually(there, 60)
    return found


@ways(Way(javascript=False), Way(viewport=PHONE))
def test_a_video(somebody: Arrive, town: Town, files: dict[str, Path], look: Any) -> None:
    """Added, described and captioned, published before it is ready; then it plays where it stands."""
    ada = somebody(town.people(1)[0])
    ada.go("/")
    ada.page.locator(".composer textarea[name=text]").fill("From the quay")
    item = add(ada, files["harbour.mp4"])
    item.locator("[name^=rec-title]").fill("The harbour")
    item.locator("[name^=rec-alt]").fill("Boats come in, a bell rings")
    item.locator("summary").click()
    item.locator("[name^=captions-language]").select_option("en")
    item.locator("input[type=file]").set_input_files(files["harbour.vtt"])
    if is_scripted(ada.page):
        expect(item.locator(".caption-list li")).to_have_count(1)
    card = publish(ada, "From the quay")
    video = played(ada, "From the quay", "video")
    expect(video).to_have_attribute("aria-label", "The harbour")
    expect(video.locator("track")).to_have_attribute("srclang", "en")
    expect(card.locator(".film-name")).to_have_text("The harbour")
    if is_scripted(ada.page):
        video.evaluate("video => { video.muted = true; video.play() }")
        eventually(lambda: video.evaluate("video => video.currentTime > 0 && video.videoWidth > 0"))
        cues = "v => { v.textTracks[0].mode = 'showing'; return v.textTracks[0].cues?.length }"
        eventually(lambda: video.evaluate(cues) == 1)
    look(ada.page)


@ways(Way(javascript=False))
def test_a_file_that_is_no_recording_loses_nothing(somebody: Arrive, town: Town, files: dict[str, Path]) -> None:
    ada = somebody(town.people(1)[0])
    ada.go("/")
    ada.page.locator(".composer textarea[name=text]").fill("Words that stay")
    ada.page.locator(".composer input[name=recording]").set_input_files(files["words.mp3"])
    if not is_scripted(ada.page):
        ada.page.locator(".composer .send").click()
    expect(ada.page.locator(".composer p.error")).to_contain_text("not a file we can play")
    expect(ada.page.locator(".composer textarea[name=text]")).to_have_value("Words that stay")


@ways(Way(javascript=False))
def test_recordings_are_moved_and_left_out(somebody: Arrive, town: Town, files: dict[str, Path]) -> None:
    ada = somebody(town.people(1)[0])
    ada.go("/")
    items = add(ada, files["bell.wav"], files["horn.wav"])
    before = [item.get_attribute("data-id") or "" for item in items.all()]
    items.nth(0).get_by_role("button", name="Later").click()
    expect(items.nth(1)).to_have_attribute("data-id", before[0])
    items.nth(0).get_by_role("button", name="Leave out").click()
    expect(items).to_have_count(1)
    expect(items.first).to_have_attribute("data-id", before[0])


@ways(Way(viewport=PHONE))
def test_music_goes_on_while_one_moves(somebody: Arrive, town: Town, files: dict[str, Path], axe: Any) -> None:
    ada = somebody(town.people(1)[0])
    write(ada, "Two tracks", files["tide.wav"], files["wind.wav"])
    sounds = played(ada, "Two tracks", ".sound[data-live]")
    expect(sounds).to_have_count(2)
    player = ada.page.locator("#player")
    expect(player).to_be_hidden()
    sounds.first.get_by_role("button", name="Play").click()
    expect(player).to_be_visible()
    expect(sounds.first.get_by_role("button", name="Pause")).to_be_visible()
    ada.page.evaluate("() => { window.stayed = true }")
    moves(player)
    ada.page.locator("nav a[href='/notifications']:visible").first.click()
    expect(ada.page.locator("h1")).to_have_text("Notifications")
    assert ada.page.url.endswith("/notifications")
    moves(player)
    axe(ada.page)
    ada.page.go_back()
    expect(ada.post("Two tracks")).to_be_visible()
    expect(ada.post("Two tracks").locator(".sound").first.get_by_role("button", name="Pause")).to_be_visible()
    assert ada.page.evaluate("() => window.stayed"), "the page was never left"
    player.get_by_role("button", name="Next track").click()
    expect(ada.post("Two tracks").locator(".sound").nth(1).get_by_role("button", name="Pause")).to_be_visible()
    player.get_by_role("button", name="Pause").click()
    ada.page.locator("nav a[href='/notifications']:visible").first.click()
    expect(ada.page.locator("h1")).to_have_text("Notifications")
    assert not ada.page.evaluate("() => window.stayed"), "when nothing plays, a link is a link"


def moves(player: Locator) -> None:
    """Time goes on in the player."""
    place = player.locator("[data-player=seek]")
    before = float(place.input_value())
    eventually(lambda: float(place.input_value()) > before)


@ways()
def test_the_place_is_chosen_with_keys(somebody: Arrive, town: Town, files: dict[str, Path]) -> None:
    ada = somebody(town.people(1)[0])
    write(ada, "One track", files["bell.wav"])
    sound = played(ada, "One track", ".sound[data-live]")
    sound.get_by_role("button", name="Play").press("Enter")
    sound.get_by_role("button", name="Pause").press("Enter")
    place = sound.get_by_role("slider")
    place.press("End")
    expect(ada.page.locator("[data-player=time]")).to_have_text("0:06 / 0:06")
    place.press("Home")
    expect(ada.page.locator("[data-player=time]")).to_have_text("0:00 / 0:06")
    ada.page.get_by_role("button", name="Close the player").click()
    expect(ada.page.locator("#player")).to_be_hidden()


@ways()
def test_without_a_script_sounds_have_the_browsers_player(
    person: Callable[..., Page], somebody: Arrive, town: Town, files: dict[str, Path]
) -> None:
    ada = somebody(town.people(1)[0])
    write(ada, "For all", files["bell.wav"])
    played(ada, "For all", ".sound[data-live]")
    visitor = person(javascript=False)
    visitor.goto(f"{town.url}/@{ada.name}")
    expect(visitor.locator(".sound audio[controls]")).to_be_visible()
    expect(visitor.locator(".sound-tools")).to_be_hidden()


@ways()
def test_an_upload_goes_on_after_a_broken_line(somebody: Arrive, town: Town, tmp_path: Path) -> None:
    """The line breaks, the page is left, and the file is chosen once more: only the rest is sent."""
    ada = somebody(town.people(1)[0])
    long = tone(tmp_path / "long.wav", 200.0)
    pieces: list[str] = []
    ada.page.on(
        "request", lambda each: pieces.append(each.headers["upload-offset"]) if each.method == "PATCH" else None
    )
    ada.go("/")
    ada.page.route("**/uploads/*", lambda route: route.abort() if len(pieces) == 2 else route.continue_())
    ada.page.locator(".composer input[name=recording]").set_input_files(long)
    expect(ada.page.locator(".draft-rec .state")).to_contain_text("It goes on in a moment")
    ada.page.reload()  # before the line is whole again: the page that is left would go on by itself
    ada.page.unroute("**/uploads/*")
    ada.page.reload()
    expect(ada.page.locator(".draft-rec")).to_contain_text("Choose it once more")
    arrived = len(pieces)
    ada.page.locator(".composer input[name=recording]").set_input_files(long)
    expect(ada.page.locator(".draft-rec[data-id]")).to_have_count(1)
    assert pieces[0] == "0"
    assert "0" not in pieces[arrived:]
    ada.page.reload()
    expect(ada.page.locator(".draft-rec[data-id]")).to_have_count(1)
    ada.page.get_by_role("button", name="Leave out").click()
    ada.page.get_by_role("button", name="Undo").first.click()
    expect(ada.page.locator(".draft-rec[data-id]")).to_have_count(1)


@pytest.fixture
def microphone(browser: Browser) -> Generator[Browser]:
    """A Chromium whose microphone hums."""
    flags = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", "--no-sandbox"]
    loud = browser.browser_type.launch(executable_path=chromium(), args=flags)
    yield loud
    loud.close()


def test_a_voice(microphone: Browser, new_town: Town, axe: Any) -> None:
    page = microphone.new_context(permissions=["microphone"]).new_page()
    page.set_default_timeout(20_000)
    ada = Somebody(new_town, page, new_town.people(1)[0]).sign_in()
    page.locator(".composer textarea[name=text]").fill("Hear me")
    page.get_by_role("button", name="Record your voice").click()
    expect(page.locator(".voice [data-voice=time]")).to_have_text(SOME_SECONDS)
    page.get_by_role("button", name="Stop recording").click()
    axe(page)
    page.get_by_role("button", name="Listen").click()
    page.get_by_role("button", name="Add to the post").click()
    expect(page.locator(".draft-rec[data-id]")).to_have_count(1)
    publish(ada, "Hear me")
    sound = played(ada, "Hear me", ".sound[data-live]")
    expect(sound.locator(".sound-length")).to_have_text(re.compile(r"0:(0[1-9]|[1-5]\d)"))


def test_a_voice_is_thrown_away(microphone: Browser, new_town: Town) -> None:
    page = microphone.new_context(permissions=["microphone"]).new_page()
    Somebody(new_town, page, new_town.people(1)[0]).sign_in()
    page.get_by_role("button", name="Record your voice").click()
    expect(page.locator(".voice")).to_be_visible()
    page.get_by_role("button", name="Throw away").click()
    expect(page.locator(".voice")).to_have_count(0)
    expect(page.locator(".draft-rec")).to_have_count(0)
