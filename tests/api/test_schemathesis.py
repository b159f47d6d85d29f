"""The whole API, hounded by schemathesis as its own description says: no request may end in an error of ours."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode

from folkmoot.accounts.actions import create_token
from folkmoot.accounts.models import Account
from folkmoot.accounts.queries import SCOPES
from folkmoot.api import errors
from folkmoot.api.parameters import Parameters
from folkmoot.project.cast import Cast
from tests import doors
from tests.api.belongings import BEGINNINGS, belongings
from tests.api.test_description import DESCRIPTION, read_at
from tests.posts.writing import say

SCHEMA = schemathesis.openapi.from_dict(DESCRIPTION)
GROUPS = sorted({operation["tags"][0] for path in DESCRIPTION["paths"].values() for operation in path.values()})
EXAMPLES = 10  # of each operation; half with a token of all scopes, half as a visitor or with made-up values
GOOD = (GenerationMode.POSITIVE,) * 2 + (GenerationMode.NEGATIVE,)
_KINDS = ("text", "flag", "id", "ids", "texts", "rows", "file")
_BARE = frozenset({304, 307})  # nothing to read


class World:
    """Somebody with one of everything, and what somebody else wrote; whatever is asked is taken back afterwards."""

    def __init__(self, me: Account, other: Account) -> None:
        self.token = create_token(me, " ".join(SCOPES), 1)
        self.mine = belongings(me, other)
        self.others = {"post": say(other, "Hello @bob #garden"), "account": other.id}

    def known(self, path: str) -> Iterator[int]:
        """The ids that may stand in an address."""
        kind = next((kind for start, kind in BEGINNINGS if path.startswith(f"{start}{{id}}")), "nothing")
        yield self.mine[kind]
        yield self.others.get(kind, self.mine["post"])


@pytest.fixture
def world(cast: Cast) -> World:
    return World(cast.bob, cast.alice)


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The names that endpoints read at the top of what is sent."""
    names: set[str] = set()

    def watched(how: str) -> Any:
        real = getattr(Parameters, how)

        def read(self: Parameters, name: str) -> Any:
            names.add(name)
            return real(self, name)

        return read

    for how in _KINDS:
        monkeypatch.setattr(Parameters, how, watched(how))
    return names


@pytest.mark.parametrize("group", GROUPS)
def test_nothing_breaks(world: World, seen: set[str], group: str, caplog: pytest.LogCaptureFixture) -> None:
    operations = [each.ok() for each in SCHEMA.get_all_operations()]
    for operation in operations:
        if operation.definition.raw["tags"] == [group]:
            seen.clear()
            _hound(operation, world)
            described = {re.sub(r"\[\]$|^.*\.", "", name) for name in read_at(operation.label)}
            assert seen <= described, (operation.label, "python -m scripts.describe_api")
    assert not [record for record in caplog.records if record.name == errors.__name__]


def _hound(operation: Any, world: World) -> None:
    ids = list(world.known(operation.path))

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=st.sampled_from(GOOD).flatmap(lambda mode: operation.as_strategy(generation_mode=mode)), data=st.data())
    def ask(case: Any, data: Any) -> None:
        if "id" in (case.path_parameters or {}) and data.draw(st.booleans()):
            case.path_parameters["id"] = str(data.draw(st.sampled_from(ids)))
        if isinstance(case.body, dict):
            _mend(case.body, world, data)
        _check(case, {"Authorization": f"Bearer {world.token}"} if data.draw(st.integers(0, 4)) else {})

    ask()


def _mend(body: dict[str, Any], world: World, data: Any) -> None:
    """Ids in a body stand for something half of the time, and there is a text."""
    ids = [*world.mine.values(), *world.others.values()]
    for name in body:
        if (name.endswith(("_id", "_ids")) or name == "id") and data.draw(st.booleans()):
            some_id = str(data.draw(st.sampled_from(ids)))
            body[name] = [some_id] if name.endswith("ids") else some_id


def _check(case: Any, headers: dict[str, str]) -> None:
    from django.db import transaction

    with transaction.atomic():
        answer = case.call(headers=headers)
        transaction.set_rollback(True)
    assert answer.status_code < 500, (case.as_curl_command(headers), answer.text)
    if answer.status_code not in _BARE and case.path != "/health":  # which is a word, as Mastodon's
        assert answer.headers["content-type"][0].startswith("application/json"), case.as_curl_command(headers)
    if answer.status_code >= 400:
        assert isinstance(answer.json()["error"], str)
    is_known = str(answer.status_code) in case.operation.definition.raw["responses"]
    assert is_known or answer.status_code in {202, 206} | _BARE, (case.as_curl_command(headers), answer.status_code)


def _application(environ: dict[str, Any], start_response: Any) -> Any:
    """The site as schemathesis asks it; the test's own connection stays open."""
    from folkmoot.project.wsgi import application

    here = {"HTTP_HOST": "localhost:8000", "REMOTE_ADDR": "127.0.0.1", "wsgi.url_scheme": "http"}
    with doors._open_connection():
        return list(application({**environ, **here}, start_response))


SCHEMA.app = _application
