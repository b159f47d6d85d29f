"""Which language a page speaks, and whose clock it shows."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone, translation
from django.utils.translation import gettext

from folkmoot.accounts.actions import choose_language
from folkmoot.accounts.models import Account
from folkmoot.core.errors import Invalid, NotAllowed
from folkmoot.instance.actions import begin_open, change_settings
from folkmoot.instance.queries import Manner, manner
from folkmoot.posts.actions import Draft, publish_post
from folkmoot.posts.models import Post
from tests.happened import Happened
from tests.web.pages import Page

type Clients = Callable[..., Client]

pytestmark = pytest.mark.usefixtures("here")
NOON = datetime(2026, 3, 5, 12, 7, tzinfo=UTC)


@pytest.fixture
def here(db: None) -> None:
    """A community that is open to everybody."""
    begin_open()
    change_settings(None, {"name": "Hillside Choir", "sign_up": "open", "visitors": "posts"})


def ar(text: str) -> str:
    with translation.override("ar"):
        return gettext(text)


def spoken(answer: Any) -> tuple[str, str]:
    """Language and direction of a page; the header says the same."""
    html = Page(answer).html
    assert answer.headers["Content-Language"] == html["lang"]
    return str(html["lang"]), str(html["dir"])


class TestVisitors:
    @pytest.mark.parametrize(
        ("asked", "language"),
        [
            ("", "en"),
            ("ar", "ar"),
            ("ar-EG", "ar"),
            ("AR-eg,en;q=0.5", "ar"),
            ("fr,ar;q=0.5", "ar"),
            ("fr;q=0.9,de", "en"),
            ("en-GB,ar;q=0.9", "en"),
            ("ar;q=0", "en"),
            ("*", "en"),
            ("a" * 5000, "en"),
            ("../../etc,ar\x00", "en"),
        ],
    )
    def test_the_browser_asks(self, client: Client, asked: str, language: str) -> None:
        answer = client.get("/sign-in", headers={"Accept-Language": asked})
        assert spoken(answer) == (language, {"en": "ltr", "ar": "rtl"}[language])
        assert {"Accept-Language", "Cookie"} <= {each.strip() for each in answer.headers["Vary"].split(",")}

    def test_who_asks_for_nothing_we_know_gets_the_communitys(self, client: Client) -> None:
        change_settings(None, {"language": "ar"})
        assert spoken(client.get("/sign-in", headers={"Accept-Language": "fr"})) == ("ar", "rtl")
        assert spoken(client.get("/sign-in", headers={"Accept-Language": "en"})) == ("en", "ltr")

    def test_a_choice_is_kept_in_the_browser_and_leads_back(self, client: Client) -> None:
        answer = client.post("/language", {"language": "ar"}, headers={"Referer": "http://testserver/sign-up?a=b"})
        assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-up?a=b")
        cookie = client.cookies["language"]
        assert (cookie.value, cookie["samesite"], cookie["httponly"]) == ("ar", "Lax", True)
        assert spoken(client.get("/sign-in", headers={"Accept-Language": "en"})) == ("ar", "rtl")

    @pytest.mark.parametrize("language", ["", "fr", "ar\r\nSet-Cookie: a=b", "<script>"])
    def test_a_language_we_do_not_speak(self, client: Client, language: str) -> None:
        assert client.post("/language", {"language": language}).status_code == 422
        assert "language" not in client.cookies

    def test_it_leads_to_no_other_site(self, client: Client) -> None:
        answer = client.post("/language", {"language": "ar", "next": "https://evil.example/"})
        assert answer.headers["Location"] == "/"

    def test_a_forged_cookie_is_nothing(self, client: Client) -> None:
        client.cookies["language"] = "../../../etc/passwd"
        assert spoken(client.get("/sign-in")) == ("en", "ltr")

    def test_each_language_is_offered_by_its_own_name(self, client: Client) -> None:
        source = client.get("/sign-in").content.decode()
        assert '<button class="plain small" name="language" value="ar" lang="ar">العربية</button>' in source
        assert 'lang="en" aria-current="true">English</button>' in source

    def test_errors_speak_it_too(self, client: Client) -> None:
        answer = client.get("/nowhere", headers={"Accept-Language": "ar"})
        assert answer.status_code == 404
        assert ar("There is nothing here") in answer.content.decode()

    def test_forms_do_too_with_djangos_own_words(self, client: Client) -> None:
        answer = client.post("/sign-in", {"login": "bob", "password": "wrong"}, headers={"Accept-Language": "ar"})
        assert (
            ar("That address or user name and password do not belong together.")
            in Page(answer).errors + Page(answer).notices
        )
        answer = client.post("/sign-up", {}, headers={"Accept-Language": "ar"})
        assert "هذا الحقل مطلوب." in Page(answer).errors

    def test_also_while_the_database_is_away(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        def gone() -> None:
            raise OperationalError("gone")

        from django.core.cache import cache

        cache.clear()
        monkeypatch.setattr("folkmoot.instance.queries.community", gone)
        monkeypatch.setattr("folkmoot.web.chrome.community", gone)
        client.raise_request_exception = False
        answer = client.get("/community", headers={"Accept-Language": "ar"})
        assert answer.status_code == 503
        assert ar("We are out of breath") in answer.content.decode()
        assert manner() == Manner("en", "UTC")


class TestMembers:
    def test_their_choice_goes_before_the_browser(self, cast: Any, client_of: Clients) -> None:
        choose_language(cast.bob, "ar", "")
        client = client_of(cast.bob)
        client.cookies["language"] = "en"
        answer = client.get("/settings/profile", headers={"Accept-Language": "en"})
        assert spoken(answer) == ("ar", "rtl")
        assert 'action="/language"' not in answer.content.decode()

    def test_without_one_it_is_as_for_visitors(self, cast: Any, client_of: Clients) -> None:
        assert spoken(client_of(cast.bob).get("/", headers={"Accept-Language": "ar"})) == ("ar", "rtl")

    def test_the_settings_page_keeps_both(self, cast: Any, client_of: Clients) -> None:
        client = client_of(cast.bob)
        answer = client.post("/settings/language", {"language": "ar", "time_zone": "Africa/Cairo"})
        assert answer.status_code == 303
        cast.bob.refresh_from_db()
        assert (cast.bob.language, cast.bob.time_zone) == ("ar", "Africa/Cairo")
        shown = client.get("/settings/language")
        assert spoken(shown) == ("ar", "rtl")
        assert ar("That is how we speak from now on.") in Page(shown).notices
        source = shown.content.decode()
        assert '<option value="ar" selected>' in source
        assert '<option value="Africa/Cairo" selected>القاهرة</option>' in source

    @pytest.mark.parametrize("typed", [{"language": "fr"}, {"time_zone": "Mars/Phobos"}, {"time_zone": "../UTC"}])
    def test_what_is_not_offered_is_refused(self, cast: Any, client_of: Clients, typed: dict[str, str]) -> None:
        answer = client_of(cast.bob).post("/settings/language", typed)
        assert answer.status_code == 422
        assert Page(answer).errors
        cast.bob.refresh_from_db()
        assert (cast.bob.language, cast.bob.time_zone) == ("", "")

    def test_whoever_signs_up_keeps_the_language_of_the_form(self, client: Client) -> None:
        form = {"username": "zoe", "email": "zoe@example.org", "password1": "a lantern below the stairs"}
        client.post("/sign-up", form, headers={"Accept-Language": "ar"})
        assert Account.objects.get(username="zoe").language == "ar"


class TestTheAction:
    def test_it_is_kept_and_told(self, cast: Any, happened: Happened) -> None:
        assert choose_language(cast.bob, "ar", "Asia/Amman").language == "ar"
        assert happened() == [("LanguageChosen", {"account_id": cast.bob.id})]

    @pytest.mark.parametrize(("language", "zone", "field"), [("xx", "", "language"), ("", "Nowhere", "time_zone")])
    def test_unknown_ones_name_the_field(self, cast: Any, language: str, zone: str, field: str) -> None:
        with pytest.raises(Invalid) as problem:
            choose_language(cast.bob, language, zone)
        assert problem.value.field == field

    def test_whoever_is_suspended_changes_nothing(self, cast: Any) -> None:
        with pytest.raises(NotAllowed):
            choose_language(cast.gina, "ar", "")


class TestClocks:
    def zoned(self, client: Client, post_id: int) -> str:
        return client.get(f"/@bob/{post_id}").content.decode()

    @pytest.fixture
    def post(self, cast: Any) -> int:
        post_id = publish_post(cast.bob, Draft("Noon", "public"))
        Post.objects.filter(id=post_id).update(original_at=NOON)
        return post_id

    def test_a_members_zone_goes_before_the_communitys(self, cast: Any, client_of: Clients, post: int) -> None:
        client, visitor = client_of(cast.bob), Client()
        assert "5 March 2026, 12:07" in self.zoned(visitor, post)
        change_settings(None, {"time_zone": "Asia/Tokyo"})
        assert "5 March 2026, 21:07" in self.zoned(visitor, post)
        assert "5 March 2026, 21:07" in self.zoned(client, post)
        choose_language(cast.bob, "", "America/New_York")
        source = self.zoned(client, post)
        assert "5 March 2026, 07:07" in source
        assert 'datetime="2026-03-05T12:07:00+00:00"' in source  # for programs it stays what it is
        assert "5 March 2026, 21:07" in self.zoned(visitor, post)

    def test_arabic_writes_it_its_own_way(self, cast: Any, client_of: Clients, post: int) -> None:
        choose_language(cast.bob, "ar", "Africa/Cairo")
        assert "5 مارس 2026، 2:07 م" in self.zoned(client_of(cast.bob), post)

    def test_nothing_stays_behind_in_the_thread(self, cast: Any, client_of: Clients) -> None:
        choose_language(cast.bob, "ar", "Africa/Cairo")
        client_of(cast.bob).get("/")
        assert translation.get_language() == "en"
        assert timezone.get_current_timezone_name() == "UTC"


class TestTheOwner:
    def test_sets_what_everybody_else_gets(self, cast: Any, client_of: Clients) -> None:
        client = client_of(cast.olivia)
        shown = Page(client.get("/staff/settings"))
        form = shown.form().fields | {"language": "ar", "time_zone": "Asia/Amman", "sign_up": "open"}
        assert client.post("/staff/settings", {**form, "visitors": "posts"}).status_code == 303
        assert manner() == Manner("ar", "Asia/Amman")
        assert spoken(Client().get("/sign-in")) == ("ar", "rtl")


class TestNotices:
    """What is said before the site itself is asked."""

    @pytest.mark.parametrize(
        ("asked", "start"), [("ar-SA", b'<html lang="ar" dir="rtl">'), ("fr", b'<html lang="en" dir="ltr">')]
    )
    def test_an_unknown_host_is_told_in_the_browsers_language(self, asked: str, start: bytes) -> None:
        from django.conf import settings

        from folkmoot.project.door import Door

        door = Door(lambda _environ, _answer: [b""], settings.FOLKMOOT)
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": "/",
            "HTTP_HOST": "elsewhere.example",
            "wsgi.url_scheme": "https",
            "HTTP_ACCEPT_LANGUAGE": asked,
        }
        (page,) = door(environ, lambda *_: None)
        assert start in page
        assert translation.get_language() == "en"
