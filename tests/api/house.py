"""A house with one of everything, and whoever comes with something wrong: the ground of ``test_bad_*``."""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.core.cache import cache
from django.db import transaction

from folkmoot.accounts.models import Account
from folkmoot.accounts.queries import SCOPES
from folkmoot.core import limits
from tests.api.belongings import belongings, kind_at
from tests.api.test_description import DESCRIPTION
from tests.doors import Answer, Door

ALL = " ".join(SCOPES)
FORMS = ("application/json", "application/x-www-form-urlencoded", "multipart/form-data")
OPERATIONS = [
    (f"{method.upper()} {path}", name, kind)
    for path, methods in DESCRIPTION["paths"].items()
    for method, operation in methods.items()
    for name, kind in operation.get("requestBody", {"content": {FORMS[2]: {"schema": {"properties": {}}}}})["content"][
        FORMS[2]
    ]["schema"]["properties"].items()
]


def kind_of(schema: dict[str, Any]) -> str:
    """What is read at a place of the description."""
    items = schema.get("items", {})
    if items:
        return "rows" if items.get("type") == "object" else "ids" if "pattern" in items else "texts"
    if "contentMediaType" in schema:
        return "file"
    named = {"enum": "word", "pattern": "id"}
    return next(
        (kind for sign, kind in named.items() if sign in schema),
        {"string": "text"}.get(schema.get("type", ""), schema.get("type", "")),
    )


BESIDE_A_FILE = "_description"  # of a picture: nobody reads it unless there is one
SAID = {
    operation: {
        name: kind_of(schema)
        for each, name, schema in OPERATIONS
        if each == operation and not name.endswith(BESIDE_A_FILE)
    }
    for operation, *_ in OPERATIONS
}
# What these are about is not there for everybody: who is not let in yet, what a token has
ABOUT_ONESELF = frozenset({"POST /api/v1/emails/confirmations", "PUT /api/v1/push/subscription"})
OF_STAFF = frozenset(operation for operation in SAID if "/admin/" in operation)  # others are not let in
SENDING = sorted(SAID.keys() - ABOUT_ONESELF - OF_STAFF)


class House:
    """Alice with one of everything, for whoever asks at an address with her ids; nothing that is done there stays."""

    def __init__(self, owner: Account, other: Account) -> None:
        self.ids = belongings(owner, other)

    def url(self, path: str, some_id: object = None) -> str:
        """An address with the id of the right thing in it, or another one."""
        first = self.ids[kind_at(path)] if some_id is None and ":id" in path else some_id
        return path.replace(":id", str(first), 1).replace(":id", "1").replace(":name", _name(path))

    def of(self, operation: str) -> tuple[str, str]:
        """An operation of the description as it is asked for."""
        method, _, path = address(operation).partition(" ")
        return method, self.url(path)


def address(operation: str) -> str:
    """The route of an operation of the description."""
    return re.sub(r"\{([a-z]+)(_\d)?\}", r":\1", operation)


def ask(door: Door, method: str, url: str, body: Any = None, form: str = FORMS[0]) -> Answer:
    """One request of which nothing stays."""
    content, kind = written(body, form) if body is not None else (b"", "")
    answer = raw(door, method, url, content, kind)
    assert answer.status_code < 500, (method, url, answer.text)
    return answer


def raw(door: Door, method: str, url: str, content: bytes, form: str) -> Answer:
    """The same with these very bytes."""
    cache.clear()
    limits.forget_all()
    with transaction.atomic():
        answer = door.request(method, url, content, headers={"Content-Type": form})
        transaction.set_rollback(True)
    return answer


def is_told(answer: Answer, *statuses: int) -> bool:
    """Whether it is an error with one of these statuses, as Mastodon's are."""
    found = answer.json()
    return answer.status_code in statuses and isinstance(found, dict) and isinstance(found.get("error"), str)


def written(body: Any, form: str) -> tuple[bytes, str]:
    """A body in one of the forms."""
    if form == FORMS[0]:
        return json.dumps(body).encode(), form
    pairs = list(_pairs(body))
    if form == FORMS[1]:
        return urlencode(pairs).encode(), form
    parts = [f'--moot\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in pairs]
    return ("".join(parts) + "--moot--\r\n").encode(), f"{form}; boundary=moot"


def _pairs(body: dict[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    for name, value in body.items():
        key = f"{before}[{name}]" if before else name
        match value:
            case dict():
                yield from _pairs(value, key)
            case list():
                yield from ((f"{key}[]", str(each)) for each in value)
            case _:
                yield key, str(value)


def _name(path: str) -> str:
    return "🎉".encode().decode("latin-1") if re.search("/(un)?react(ions)?/", path) else "garden"
