"""What a person would type: a plausible value for every field, by its name and kind."""

import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from folkmoot.web.entrance.factors.totp import SECONDS
from tests.crawl.markup import Control, Element
from tests.pictures import drawn
from tests.recordings import VTT

PASSWORD = "correct horse battery moot"
NEW_PASSWORD = "a lantern below the stairs"
TYPED: dict[str, Any] = {
    "text": "The tide is out at seven, #seaside",
    "warning": "About the sea",
    "explanation": "This calls for drowning all who sing by the river.",
    "comment": "This advertises something nobody asked for.",
    "reason": "It advertises, and the rules say no.",
    "reasons": "We read it once more, and it is about giving away, which the rules allow.",
    "question": "To whom did you give them?",
    "how": "By phone, number 4711",
    "note": "We know nobody of that name, sorry.",
    "bio": "I mend boats by the harbour.",
    "description": "Everybody who sings by the river.",
    "hint": "Newcomers most of all.",
    "rules": "Be kind.\nNo advertising.\nSing.",
    "contact": "harbour@example.org",
    "responsible": "The harbour master",
    "data_place": "Under the pier",
    "minimum_age": "16",
    "notice_days": "7",
    "log_days": "9",
    "deletion_days": "11",
    "inactive_months": "24",
    "effective_on": f"{datetime.now(UTC) + timedelta(days=40):%Y-%m-%d}",
    "colour": "#8a3fa0",
    "name": "Harbour people",
    "tag_name": "seaside",
    "more": "seaside",
    "q": "hal",
    "username": "nora",
    "whom": "hal",
    "email": "nora@example.org",
    "your_name": "Nora Neighbour",
    "your_email": "nora@example.net",
    "login": "hal",
    "password": PASSWORD,
    "password1": NEW_PASSWORD,
    "oldpassword": PASSWORD,
    "players": "tube.example\nplay.example",
    "files_gb": "41",
    "files_mb_each": "512",
    "uses": "3",
    "domain": "spam.example",
    "days": "5",
    "least_likes": "3",
    "least_boosts": "4",
    "ends_on": "2031-05-04",
    "weight": "2",
    "due_day": f"{datetime.now(UTC) + timedelta(days=30):%Y-%m-%d}",
    "due_time": "18:30",
    "begins": "09:30",
    "ends": "17:30",
    "quiet_from": "22:30",
    "quiet_until": "06:30",
    "away_from": f"{datetime.now(UTC) + timedelta(days=40):%Y-%m-%d}",
    "away_until": f"{datetime.now(UTC) + timedelta(days=50):%Y-%m-%d}",
    "shows_at": f"{datetime.now(UTC) + timedelta(days=1):%Y-%m-%dT%H:%M}",
    "starts_at": f"{datetime.now(UTC) + timedelta(days=2):%Y-%m-%dT%H:%M}",
    "ends_at": f"{datetime.now(UTC) + timedelta(days=3):%Y-%m-%dT%H:%M}",
    "poll_option": ["Shanties", "Rounds"],  # the test client sends one after the other
}
AT = {
    (
        "staff_settings",
        "language",
    ): "en",  # else it goes on under other names: tests/languages
    ("staff_emoji", "name"): "seaside",
    ("staff_members", "since"): "2001-05-04",
    ("staff_members", "until"): f"{datetime.now(UTC) + timedelta(days=2):%Y-%m-%d}",
    ("staff_members", "inviter"): "olivia",
    ("notice", "addresses"): f"{settings.FOLKMOOT.origin}/@hal",
    ("settings_tags", "name"): "seaside",
    **{(page, "in_home"): "on" for page in ("settings_new_filter", "settings_filter")},  # works nowhere else
    ("account_reset_password", "email"): "hal@example.org",
    ("account_email_verification_sent", "email"): "noah@example.org",
}
RECKONED = {  # not kept as they are typed: a moment when it is over, a place in a picture, or nothing
    *("poll_lasts", "lasts", "focus", "weekdays"),
    *("q", "login", "code", "instead", "whom"),
    *("your_name", "your_email"),  # which lie sealed
    *("state", "inviter"),  # whom staff look for
}
AS_IT_IS = {"settings_posting", "quoting"}  # to choose again what is chosen already changes nothing
LINES = {"name": "Boat", "value": "The grey one"}


def variants(control: Control, page: str, own: dict[str, str]) -> Iterator[dict[str, str]]:
    """What to send: everything filled in anew, then once more for each other choice of a short list.

    ``own`` goes before what anybody would type; ``AT`` before both, where a page asks for something else by that name
    (and ``own`` once more before it, where that is something else for each: under the name of the page, too).
    """
    at = {e["name"]: own.get(f"{page} {e['name']}") or AT.get((page, e["name"])) for e in control.fields}
    values = {e["name"]: at[e["name"]] or _value(e, control, own) for e in control.fields}
    filled = {name: value for name, value in values.items() if value is not None}
    yield control.fixed | filled
    for name, values in _choices(control).items():
        if (page, name) == ("staff_settings", "language"):
            continue
        if page in AS_IT_IS:
            values = [value for value in values if value != _chosen(control, name)]  # noqa: PLW2901 - fewer of them
        for value in values:
            if value != filled.get(name) and 1 < len(values) < 8:
                yield control.fixed | filled | {name: value}


def empty(control: Control) -> dict[str, str] | None:
    """The same with nothing typed where something is required; None when nothing is."""
    required = {e["name"] for e in control.fields if "required" in e and e.tag != "select" and e["type"] != "radio"}
    return (control.fixed | dict.fromkeys(required, "")) if required else None


def typed(data: dict[str, str], control: Control) -> list[str]:
    """The words that must be found again in what was stored."""
    free = {e["name"] for e in control.fields if e.tag == "textarea" or e["type"] in {"text", "email", "search", ""}}
    return [
        line
        for name, value in data.items()
        if name in free and re.sub(r"-\d+$", "", name) not in RECKONED and "readonly" not in name
        for line in (value if isinstance(value, list) else value.removeprefix("list:").splitlines())
        if line
    ]


def _value(element: Element, control: Control, own: dict[str, str]) -> str | None:
    name, kind = element["name"], element["type"]
    if kind == "file":
        return _file(element)  # type: ignore[return-value]  # the test client sends it as a browser does
    if kind == "checkbox":
        stays = "required" in element or name == "posts"  # a decision about posts is about one of them at least
        return None if "checked" in element and not stays else element["value"] or "on"
    if kind == "radio" or element.tag == "select":
        return _other(_choices(control)[name], _chosen(control, name))
    if name.startswith("due_") and "required" not in element:
        return ""  # at once
    if name == "code" and (secret := _secret(control.form)):
        return str(format_hotp_value(hotp_value(secret, int(time.time()) // SECONDS)))
    line, _underscore, number = name.partition("_")
    return own.get(name) or TYPED.get(name) or f"{LINES.get(line, 'Something')} {number}".strip()


def _secret(form: Element) -> str:
    """What the page around a form tells an app that makes codes."""
    page = form
    while page.parent:
        page = page.parent
    told = next((link["href"] for link in page.all("a") if link["href"].startswith("otpauth:")), "")
    return dict(parse_qsl(urlsplit(told).query)).get("secret", "")


def _file(element: Element) -> SimpleUploadedFile | None:
    """What is chosen from one's disk; a picture that may be left away is left away."""
    if element["accept"].startswith("image/png"):
        return SimpleUploadedFile("harbour.png", drawn(64, 64, kind="PNG"), "image/png")
    if "text/vtt" in element["accept"]:
        return SimpleUploadedFile("bells.vtt", VTT, "text/vtt")
    return SimpleUploadedFile("harbour.jpg", drawn(320, 240), "image/jpeg") if "required" in element else None


def _choices(control: Control) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in control.fields:
        if element["type"] == "radio":
            found.setdefault(element["name"], []).append(element["value"])
        elif element.tag == "select":
            found[element["name"]] = [option["value"] for option in element.all("option")]
    return found


def _chosen(control: Control, name: str) -> str:
    radios = [e for e in control.fields if e["name"] == name and "checked" in e]
    options = [o for e in control.fields if e["name"] == name for o in e.all("option") if "selected" in o]
    return next((e["value"] for e in (*radios, *options)), "")


def _other(values: list[str], chosen: str) -> str:
    return next((value for value in values if value != chosen), chosen)
