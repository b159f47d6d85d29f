"""Looking at pages of other sites: what they tell, and all they may try."""

import gzip
import json
from typing import Any

import pytest

from folkmoot.media.models import Picture
from folkmoot.posts.tasks import looking
from folkmoot.posts.tasks.looking import Told, look_at
from tests.core.strange_server import answer
from tests.pictures import drawn, moving
from tests.posts.sites import Site, site

__all__ = ["site"]
pytestmark = pytest.mark.django_db

VIDEO_TYPE = '<meta property="og:video:type" content="'
HEAD = """<title>Plain title</title><meta property="og:title" content="The heron">
<meta property="og:description" content="Stands &amp; waits"><meta property="og:site_name" content="Bird news">
<meta name="author" content="Ada">"""


def test_a_page_with_everything(site: Site) -> None:
    site.shows("/heron.jpg", drawn(1600, 900))
    address = site.says("/heron", f'{HEAD}<meta property="og:image" content="/heron.jpg">')
    told = look_at(address)
    picture = Picture.objects.get()
    assert told == Told("The heron", "Stands & waits", "Bird news", "Ada", picture_id=picture.id)
    assert (picture.owner_id, picture.widths, picture.width, picture.height) == (0, "320 640", 640, 360)
    assert all("User-Agent: Folkmoot/" in asked for asked in site.asked)


@pytest.mark.parametrize(
    ("head", "title", "description"),
    [
        ("<title>Only this</title>", "Only this", ""),
        ('<meta name="twitter:title" content="T"><meta name="twitter:description" content="D">', "T", "D"),
        ('<title>T</title><meta name="description" content="D">', "T", "D"),
        ("<title>pay\u202egpj\u202c\0</title>", "paygpj", ""),
        (f"<title>{'x' * 900}</title>", "x" * 299 + "…", ""),
        (f"<title>{'e' + chr(0x301) * 300}</title>", "é" + "\u0301" * 8, ""),
    ],
)
def test_what_little_there_is(site: Site, head: str, title: str, description: str) -> None:
    told = look_at(site.says("/", head))
    assert (told.title, told.description, told.problem) == (title, description, "")


@pytest.mark.parametrize(
    ("said", "language"), [("de", "de"), ("de-AT", "de-AT"), ("x", ""), ("", ""), ("english<script>", "")]
)
def test_the_language(site: Site, said: str, language: str) -> None:
    site.answers["/"] = answer(f'<html lang="{said}"><title>T</title>'.encode(), Content_Type="text/html")
    assert look_at(site.at("/")).language == language


@pytest.mark.parametrize(
    ("kind", "status", "body"),
    [
        ("application/pdf", "200 OK", b"<title>T</title>"),
        ("image/png", "200 OK", b"<title>T</title>"),
        ("", "200 OK", b"<title>T</title>"),
        ("text/html", "404 Not Found", b"<title>T</title>"),
        ("text/html", "500 Oops", b"<title>T</title>"),
        ("text/html", "204 No Content", b""),
        ("text/html", "200 OK", b"no title at all"),
        ("text/html", "200 OK", b"<title> \xe2\x80\x8b </title>"),
    ],
)
def test_pages_that_tell_nothing(site: Site, kind: str, status: str, body: bytes) -> None:
    site.answers["/"] = answer(body, status, Content_Type=kind)
    told = look_at(site.at("/"))
    assert told.problem
    assert told == Told(problem=told.problem)


def test_the_charset_of_the_page(site: Site) -> None:
    site.answers["/"] = answer("<title>Привет</title>".encode("koi8-r"), Content_Type="text/html; charset=koi8-r")
    assert look_at(site.at("/")).title == "Привет"


def test_only_the_first_megabyte_is_read(site: Site) -> None:
    site.answers["/"] = answer(b"<title>T</title>" + b" " * (1 << 21), Content_Type="text/html")
    assert look_at(site.at("/")).title == "T"


def test_a_bomb_is_read_as_far_as_a_page(site: Site) -> None:
    packed = gzip.compress(b"<title>T</title>" + b"<div>" * 20_000_000)
    site.answers["/"] = answer(packed, Content_Type="text/html", Content_Encoding="gzip")
    assert look_at(site.at("/")).title == "T"


def test_a_slow_drip_ends(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    monkeypatch.setattr(looking, "PAGE", replace(looking.PAGE, seconds=0.5))
    site.answers["/"] = site.drip(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<title>T</title>", b" ")
    assert "longer" in look_at(site.at("/")).problem


@pytest.mark.parametrize(
    "target",
    ["http://169.254.169.254/latest/meta-data", "http://[::1]/", "http://10.0.0.1/", "file:///etc/passwd", "//0/"],
)
def test_redirects_lead_to_no_inner_place(site: Site, target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from folkmoot.core import http

    real, closed = http._require_public, replace(looking.PAGE, loopback=False)

    def require(host: str, limits: Any) -> None:
        """The first step only is let through to loopback."""
        real(host, limits if len(site.asked) == 0 else closed)

    monkeypatch.setattr(http, "_require_public", require)
    site.answers["/"] = answer(b"", "302 Found", Location=target)
    told = look_at(site.at("/"))
    assert told.problem
    assert len(site.asked) == 1


def test_a_redirected_page_is_read_where_it_is(site: Site) -> None:
    site.answers["/short"] = answer(b"", "301 Moved", Location="/deep/page")
    site.says("/deep/page", '<title>T</title><meta property="og:image" content="a.jpg">')
    site.shows("/deep/a.jpg", drawn())
    assert look_at(site.at("/short")).picture_id


@pytest.mark.parametrize(
    "image",
    ["javascript:alert(1)", "data:image/png;base64,x", "http://169.254.169.254/a.png", "http://user:pw@news.test/"],
)
def test_pictures_are_asked_for_on_the_web_only(site: Site, image: str) -> None:
    told = look_at(site.says("/", f'<title>T</title><meta property="og:image" content="{image}">'))
    assert (told.title, told.picture_id) == ("T", None)
    assert len(site.asked) == 1


@pytest.mark.parametrize(
    "bad",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<html>no picture</html>",
        b"",
        drawn()[:200],
        b"\xff\xd8\xff" + bytes(5_100_000),
    ],
)
def test_what_is_no_good_picture_is_left_out(site: Site, bad: bytes) -> None:
    site.shows("/a.jpg", bad)
    told = look_at(site.says("/", '<title>T</title><meta property="og:image" content="/a.jpg">'))
    assert (told.title, told.picture_id, Picture.objects.count()) == ("T", None, 0)


def test_a_picture_that_is_not_there(site: Site) -> None:
    site.answers["/a.jpg"] = answer(drawn(), "404 Not Found")
    assert look_at(site.says("/", '<title>T</title><meta property="og:image" content="/a.jpg">')).picture_id is None


def test_a_moving_picture_keeps_its_still(site: Site) -> None:
    site.shows("/a.gif", moving())
    assert look_at(site.says("/", '<title>T</title><meta property="og:image" content="/a.gif">')).picture_id
    assert Picture.objects.get().moving


class TestPlayers:
    @pytest.mark.parametrize(
        ("head", "player"),
        [
            ('<meta name="twitter:player" content="https://play.test/1">', "https://play.test/1"),
            (
                f'<meta property="og:video:url" content="https://play.test/2">{VIDEO_TYPE}text/html">',
                "https://play.test/2",
            ),
            (
                f'<meta property="og:video" content="https://play.test/a.mp4">{VIDEO_TYPE}video/mp4">',
                "",
            ),
            ('<meta name="twitter:player" content="http://play.test/1">', ""),
            ('<meta name="twitter:player" content="javascript:alert(1)">', ""),
            ('<meta name="twitter:player" content="data:text/html,<script>alert(1)</script>">', ""),
            ('<meta name="twitter:player" content="https://u:p@play.test/">', ""),
            ('<meta name="twitter:player" content="/relative">', ""),
        ],
    )
    def test_only_an_encrypted_page(self, site: Site, head: str, player: str) -> None:
        assert look_at(site.says("/", f"<title>T</title>{head}")).player_url == player


class TestOEmbed:
    def told(self, site: Site, more: Any, link: str = "/oembed") -> Told:
        body = more if isinstance(more, bytes) else json.dumps(more).encode()
        site.answers["/oembed"] = answer(body, Content_Type="application/json")
        link_tag = f'<link rel="alternate" type="application/json+oembed" href="{link}">'
        return look_at(site.says("/", link_tag))

    def test_fills_what_the_page_leaves_out(self, site: Site) -> None:
        site.shows("/t.jpg", drawn())
        more = {
            "type": "video",
            "title": "A song",
            "author_name": "Bob",
            "provider_name": "Tube",
            "thumbnail_url": site.at("/t.jpg"),
            "html": '<script>alert(1)</script><iframe width="1" src="https://play.test/e/1?a=b" onload="x"></iframe>',
        }
        told = self.told(site, more)
        assert (told.title, told.author, told.site) == ("A song", "Bob", "Tube")
        assert told.player_url == "https://play.test/e/1?a=b"
        assert told.picture_id

    @pytest.mark.parametrize(
        ("kind", "html"),
        [
            ("link", '<iframe src="https://play.test/"></iframe>'),
            ("rich", '<iframe src="javascript:alert(1)"></iframe>'),
            ("rich", '<iframe src="http://play.test/"></iframe>'),
            ("video", '<script src="https://play.test/"></script>'),
            ("video", None),
            ("video", "<iframe " * 100_000),
        ],
    )
    def test_what_it_offers_to_insert_is_not_taken(self, site: Site, kind: str, html: str | None) -> None:
        assert self.told(site, {"type": kind, "title": "T", "html": html and html[:60_000]}).player_url == ""

    @pytest.mark.parametrize("more", [b"[" * 60_000, b"nonsense", b"[1]", b"null", b"\xff", b"x" * 70_000])
    def test_nonsense_is_nothing(self, site: Site, more: bytes) -> None:
        assert self.told(site, more).problem == "the page has no title"

    @pytest.mark.parametrize("link", ["http://elsewhere.test/oembed", "http://evilnews.test/o", "javascript:alert(1)"])
    def test_other_sites_are_not_asked(self, site: Site, link: str) -> None:
        assert self.told(site, {"title": "T"}, link).problem
        assert site.times("/oembed") == 0

    @pytest.mark.parametrize("host", ["www.news.test", "m.news.test", "news.test"])
    def test_the_same_site_is(self, site: Site, host: str) -> None:
        assert self.told(site, {"title": "T"}, site.at("/oembed", host)).title == "T"


def test_an_author_that_is_an_address_is_no_name(site: Site) -> None:
    head = '<title>T</title><meta property="article:author" content="https://face.test/ada">'
    assert look_at(site.says("/", head)).author == ""
