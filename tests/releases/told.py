"""What a server tells a member of its demo: the same before and after an upgrade, whatever the pages look like.

Read as programs and browsers read it, so that the release before this one can be asked in the same way.
"""

import html
import json
import re
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from typing import Any

OWNER = "maria"
SHOWN = ("maria", "tomas", "ines", "leila")
PASSWORD = "a lantern below the stairs"
PATIENCE = 60.0  # seconds: the machine may be busy
_MOST_PAGES = 40
_HERE = re.compile(r"http://localhost:\d+")  # pages and files, whatever their ports

POST = (
    *("id", "created_at", "edited_at", "visibility", "spoiler_text", "sensitive", "language", "content", "pinned"),
    *("in_reply_to_id", "replies_count", "reblogs_count", "favourites_count"),
    *("favourited", "reblogged", "bookmarked"),
)
PICTURE = ("id", "type", "description", "blurhash", "meta")
ACCOUNT = (
    *("id", "acct", "display_name", "note", "fields", "locked", "created_at", "last_status_at", "avatar", "header"),
    *("followers_count", "following_count", "statuses_count"),
)
LISTS = ("/notifications", "/bookmarks", "/likes", "/direct", "/follow-requests", "/members")


@dataclass
class Member:
    """Somebody who asks a server: with a token as a program, with a password as a browser."""

    url: str
    name: str
    token: str
    jar: CookieJar = field(default_factory=CookieJar)
    browser: urllib.request.OpenerDirector = field(init=False)

    def __post_init__(self) -> None:
        self.browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def sign_in(self, password: str) -> "Member":
        """As on the page; cookies do the rest."""
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.page("/sign-in"))
        assert token
        form = {"csrfmiddlewaretoken": token[1], "login": self.name, "password": password}
        self.browser.open(f"{self.url}/sign-in", urllib.parse.urlencode(form).encode(), PATIENCE).close()
        assert 'name="password"' not in self.page("/"), f"{self.name} could not sign in"
        return self

    def page(self, path: str) -> str:
        with self.browser.open(self.url + path, timeout=PATIENCE) as answer:
            return str(answer.read().decode())

    def asks(self, path: str) -> Any:
        """What the API says, with this server's own address left out."""
        request = urllib.request.Request(self.url + path, headers={"Authorization": f"Bearer {self.token}"})
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return json.loads(_HERE.sub("", answer.read().decode()))

    def home(self, most: int) -> list[dict[str, Any]]:
        """The home timeline from its top, as far as asked for."""
        found: list[dict[str, Any]] = []
        path = "/api/v1/timelines/home?limit=40"
        while (part := self.asks(path)) and len(found) < most:
            found += map(post, part)
            path = f"/api/v1/timelines/home?limit=40&max_id={part[-1]['id']}"
        return found

    def links(self, path: str) -> list[str]:
        """The addresses on the first page of a list, and on the home page from where the second would begin.

        The address of a second page is relative, and asked of the home page here. So was the release that is kept,
        and both have to be asked in the same way; when the next one is kept, ``urljoin`` can take its place.
        """
        found: set[str] = set()
        following: str | None = path
        for _ in range(_MOST_PAGES):
            if following is None:
                break
            page = self.page(following)
            main = page.partition("<main")[2].partition("</main>")[0]
            found |= set(re.findall(r'href="(/@[^"?#]+|/direct/\d+)"', main))
            older = re.search(r'rel="next"[^>]* href="([^"]+)"|hx-get="([^"]+max_id=[^"]+)"', main)
            following = html.unescape(older[1] or older[2]) if older else None
        return sorted(found)


def told(member: Member, other: list[Member]) -> dict[str, Any]:
    """All that is compared: posts, people, lists, and what is new."""
    home = member.home(10_000)
    names = sorted({each["acct"] for each in _accounts(home)})
    return {
        "home": home,
        "others": {each.name: each.home(40) for each in other},
        "accounts": {name: account(member.asks(f"/api/v1/accounts/lookup?acct={name}")) for name in names},
        "lists": {path: member.links(path) for path in LISTS}
        | {f"/@{name}/{who}": member.links(f"/@{name}/{who}") for name in SHOWN for who in ("followers", "following")},
        "unread": {each.name: json.loads(each.page("/notifications/unread")) for each in (member, *other)},
    }


def post(said: dict[str, Any]) -> dict[str, Any]:
    """What stays the same of a status; later releases may say more."""
    if said["reblog"]:
        return {"id": said["id"], "acct": said["account"]["acct"], "reblog": post(said["reblog"])}
    return {
        **{name: said[name] for name in POST if name in said},
        "acct": said["account"]["acct"],
        "mentions": sorted(each["acct"] for each in said["mentions"]),
        "tags": sorted(each["name"] for each in said["tags"]),
        "pictures": [{name: each[name] for name in PICTURE} | _paths(each) for each in said["media_attachments"]],
    }


def account(said: dict[str, Any]) -> dict[str, Any]:
    """What stays the same of an account; the names of static files change with what is in them."""
    return {name: re.sub(r"^/static/.*", "/static/", v) if isinstance(v := said[name], str) else v for name in ACCOUNT}


def _accounts(home: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return home + [each["reblog"] for each in home if "reblog" in each]


def _paths(picture: dict[str, Any]) -> dict[str, str]:
    """Addresses without what is signed for one reader and one day."""
    return {name: urllib.parse.urlsplit(picture[name]).path for name in ("url", "preview_url")}
