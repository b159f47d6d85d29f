"""What nobody should send, every form it could be sent by, and what must never be kept of it."""

import json
import re
from typing import Any
from urllib.parse import urlencode

from django.apps import apps
from django.db import models
from django.test import Client

from folkmoot.accounts.actions import create_token
from folkmoot.posts.actions import Draft, publish_post
from folkmoot.project.cast import PASSWORD, Cast
from tests.doors import Door, client_of
from tests.faults import disputed

FORM = "application/x-www-form-urlencoded"
DECEITFUL = re.compile("[\0\ud800-\udfff\u202a-\u202e\u2066-\u2069\u200b\ufeff]")
NASTY = {
    "nothing": "",
    "NUL": "Before\0after",
    "bidi override": "Pay \u202emoc.live\u202c now",
    "bidi isolate": "Pay \u2067moc.live\u2069 now",
    "zero-width joiners": "He\u200dll\u200bo" + "\u200d" * 50,
    "5,000 combining marks": "Z" + "\u0301\u0489" * 2_500,
    "newlines of all kinds": "a\r\nb\rc\u2028d\u0085e\x0bf",
    "over-long": "x" * 30_000,
    "over-long word": "@" + "a" * 9_000 + "#" + "b" * 9_000,
    "SQL and HTML": "'; DROP TABLE post; -- <script>alert(1)</script>{{ 7*7 }}%s%(x)s",
    "number": "9" * 40,
    "negative": "-1",
    "first day": "0001-01-01",
    "last day": "9999-12-31",
    "digits of another script": "\u0661\u0662\u0663",
    "astral": "\U0001f468\u200d\U0001f469\u200d\U0001f467 \U000e0041",
}
RAW = {  # bytes that are no text, percent-encoded as a form sends them
    "lone surrogate": "%ED%A0%80",
    "half a character": "%F0%9F%98",
    "no UTF-8": "%FF%FE%00",
}


def doors(cast: Cast) -> list[tuple[str, Any, str, dict[str, str]]]:
    """Every form there is: a name, who sends it, where to, and what makes sense in it."""
    post = publish_post(cast.bob, Draft("Something to answer", "public"))
    words = {"text": "Hello", "scope": "public", "warning": "", "language": "en", "key": "k", "place": "home"}
    place = {"reply_to": "", "conversation": "", "next": "/"}
    profile = {"name": "Alice", "bio": "Sings.", "name_0": "Web", "value_0": "https://example.org"}
    community = {"name": "Choir", "description": "We sing", "sign_up": "open", "visitors": "posts"}
    return [
        ("post", cast.alice, "/posts", words | place),
        ("visitor's post", None, "/posts", words | place),
        ("profile", cast.alice, "/settings/profile", profile | {"locked": "on", "discoverable": "on"}),
        ("appearance", cast.alice, "/settings/appearance", {"theme": "dark"}),
        ("password", cast.hal, "/settings/password", {"oldpassword": PASSWORD, "password1": "another long one"}),
        ("report", cast.alice, "/report", {"account": str(cast.bob.id), "post": str(post), "comment": "Not nice"}),
        ("mute", cast.alice, f"/accounts/{cast.bob.id}/mute", {"for": "day", "next": "/"}),
        ("follow", cast.hal, f"/accounts/{cast.bob.id}/follow", {"next": "/", "_method": "POST"}),
        ("like", cast.hal, f"/posts/{post}/like", {"next": "/", "_method": "POST"}),
        ("read marks", cast.bob, "/notifications/read", {"up_to": "1"}),
        ("sign-up", None, "/sign-up", {"username": "zoe", "email": "zoe@example.org", "password1": "a long secret"}),
        ("sign-in", None, "/sign-in", {"login": "bob", "password": PASSWORD}),
        ("reset", None, "/password/reset", {"email": "bob@example.org"}),
        ("mail again", None, "/confirm-email", {"email": "bob@example.org"}),
        ("settings", cast.olivia, "/staff/settings", community | {"contact": "a@example.org"}),
        ("invitation", cast.olivia, "/staff/invitations", {"uses": "1", "days": "7"}),
        ("decline", cast.frank, f"/staff/applications/{cast.ivy.login_id}/decline", {"note": "Sorry"}),
        *disputed.doors(cast),
    ]


NAMES = ["post", "visitor's post", "profile", "appearance", "password", "report", "mute", "follow", "like"]
NAMES += ["read marks", "sign-up", "sign-in", "reset", "mail again", "settings", "invitation", "decline"]
NAMES += disputed.NAMES


def kept_deceit() -> list[str]:
    """Where the database holds a character that only deceives or breaks things."""
    found = []
    for model in apps.get_models():
        if not model.__module__.startswith("folkmoot."):
            continue
        texts = [
            f.attname
            for f in model._meta.concrete_fields
            if isinstance(f, models.CharField | models.TextField | models.JSONField)
        ]
        for row in model.objects.values(*texts) if texts else ():
            found += [f"{model.__name__}.{name}" for name, value in row.items() if DECEITFUL.search(text(value))]
    return sorted(set(found))


def fingerprint() -> dict[str, int]:
    """How many rows there are of everything."""
    return {m.__name__: m.objects.count() for m in apps.get_models() if m.__module__.startswith("folkmoot.")}


def text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def browser_of(who: Any) -> Client:
    return client_of(who.login if who else None)


def strict(who: Any) -> Client:
    client = Client(enforce_csrf_checks=True)
    if who:
        client.force_login(who.login)
    return client


def program(who: Any) -> Door:
    return Door(create_token(who, "read write follow", 1))


def send(door: Door, values: dict[str, str], way: str) -> Any:
    if way == "json":
        return door.post("/api/v1/statuses", body=values)
    if way == "form":
        return door.post("/api/v1/statuses", values)
    return door.post(f"/api/v1/statuses?{urlencode(values)}")


def without_numbers(answer: Any) -> str:
    return re.sub(r'value="[\w-]{64}"|\d{5,}', "", answer.content.decode())
