"""Looking at a page of another site: what it says about itself, what it says as oEmbed, and its picture."""

import io
import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from folkmoot.core.errors import FolkmootError
from folkmoot.core.http import Limits, Unreachable, fetch
from folkmoot.core.pages import PageFacts, decoded, facts_in, one_line, whole_address
from folkmoot.media.actions import take_for_community

PAGE = Limits(cut=True)
PICTURE = Limits(bytes=5_000_000)
OEMBED = Limits(bytes=65_536)
_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_OK = 200
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})?")
_FRAME = re.compile(r"""<iframe\b[^>]{0,500}?\ssrc\s{0,3}=\s{0,3}["'](https://[^"'\s<>]{1,2000})["']""", re.IGNORECASE)
_PLAYS = frozenset({"video", "rich"})  # the kinds of oEmbed that bring something to play


@dataclass(frozen=True)
class Told:
    """What a page says about itself, as it is kept; or the ``problem``, for operators."""

    title: str = ""
    description: str = ""
    site: str = ""
    author: str = ""
    language: str = ""
    player_url: str = ""
    picture_id: int | None = None
    problem: str = ""


def look_at(address: str) -> Told:
    """Look at a page, through the one safe client; a page that tells nothing is a problem too."""
    try:
        answer = fetch(address, limits=PAGE, accept="text/html,application/xhtml+xml")
    except Unreachable as trouble:
        return Told(problem=one_line(str(trouble), 200))
    kind = answer.headers.get("content-type", "")
    if answer.status != _OK or _plain(kind) not in _PAGES:
        return Told(problem=one_line(f"answered {answer.status} {_plain(kind)}", 200))
    facts = facts_in(decoded(answer.body, kind))
    return _told(facts, _oembed(facts, answer.url), answer.url)


def _told(facts: PageFacts, more: dict[str, str], base: str) -> Told:
    title = one_line(facts.first("og:title", "twitter:title") or facts.title or more["title"], 300)
    if not title:
        return Told(problem="the page has no title")
    said = facts.first("og:description", "twitter:description", "description")
    language = _LANGUAGE.match(facts.language.strip())
    return Told(
        title=title,
        description=one_line(said, 600),
        site=one_line(facts.first("og:site_name") or more["provider_name"], 100),
        author=one_line(more["author_name"] or _name(facts), 100),
        language=language[0] if language else "",
        player_url=_player(facts, more, base),
        picture_id=_picture(facts, more, base),
    )


def _name(facts: PageFacts) -> str:
    """Who wrote it; some pages give an address in the place of a name."""
    found = facts.first("author", "article:author")
    return "" if "://" in found else found


def _player(facts: PageFacts, more: dict[str, str], base: str) -> str:
    """The page that plays what the page is about, in a frame; only an encrypted one."""
    video = facts.first("og:video:secure_url", "og:video:url", "og:video") if _is_page_of_video(facts) else ""
    found = whole_address(facts.first("twitter:player") or video or more["player"], base)
    return found if found.startswith("https://") else ""


def _is_page_of_video(facts: PageFacts) -> bool:
    return _plain(facts.first("og:video:type")) in _PAGES


def _picture(facts: PageFacts, more: dict[str, str], base: str) -> int | None:
    """The page's picture, made anew behind the walls; none is no trouble."""
    found = facts.first("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src")
    address = whole_address(found or more["thumbnail_url"], base)
    if not address:
        return None
    try:
        answer = fetch(address, limits=PICTURE, accept="image/*")
        return take_for_community(io.BytesIO(answer.body)) if answer.status == _OK else None
    except (Unreachable, FolkmootError):
        return None


def _oembed(facts: PageFacts, base: str) -> dict[str, str]:
    """What the site tells as oEmbed; of the HTML it offers only the address of the frame is taken, none of the rest."""
    found: Any = None
    address = whole_address(facts.oembed, base) if facts.oembed else ""
    if address and _is_same_site(address, base):
        try:
            found = json.loads(fetch(address, limits=OEMBED, accept="application/json").body)
        except (Unreachable, ValueError, RecursionError):
            found = None
    told = found if isinstance(found, dict) else {}
    texts = {name: str(told.get(name) or "") for name in ("title", "author_name", "provider_name", "thumbnail_url")}
    frame = _FRAME.search(str(told.get("html") or "")) if told.get("type") in _PLAYS else None
    return {**texts, "player": frame[1] if frame else ""}


def _is_same_site(one: str, other: str) -> bool:
    """Whether two addresses are of one host or one is below the other."""
    hosts = [(urlsplit(each).hostname or "").removeprefix("www.") for each in (one, other)]
    return hosts[0] == hosts[1] or hosts[0].endswith(f".{hosts[1]}") or hosts[1].endswith(f".{hosts[0]}")


def _plain(content_type: str) -> str:
    return content_type.partition(";")[0].strip().lower()
