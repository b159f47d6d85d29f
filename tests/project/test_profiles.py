"""The test profile: begun on purpose, on this machine only, for ever, and not a bit of it elsewhere."""

import json
import os
import re
import sqlite3
import urllib.request
from collections.abc import Generator
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode

import pytest
from django.db import OperationalError

from folkmoot.instance.models import Setting
from folkmoot.instance.queries import community, is_for_tests
from folkmoot.project import profiles, tables
from folkmoot.project.cli.doctor import _data_directory
from folkmoot.project.datadir import DataTrouble
from folkmoot.project.environment import Environment
from folkmoot.project.serve.welcome import welcome
from tests.laid import laid
from tests.servers import COMMAND, Server, database_of, fetch, folkmoot, start_server

SERVE = (*COMMAND, "serve", "--profile", "test")
SLOW = {"FOLKMOOT_WEB_WORKERS": "1", "FOLKMOOT_SIGN_UPS_PER_HOUR": "1", "FOLKMOOT_POSTS_PER_5_MINUTES": "1"}
SUITE = """
[[accounts]]
id = 1
username = "admin"
email = "admin@localhost"
password = "short"
role = "owner"

[[apps]]
id = 70
client_id = "suite-client"
client_secret = "suite-secret"
name = "A suite"
scopes = "read write"
redirect_uris = "urn:ietf:wg:oauth:2.0:oob"

[[tokens]]
id = 80
token = "suite-token"
scopes = "read write"
account = 1
app = 70
"""


def environment(folder: Path, **more: Any) -> Environment:
    return Environment(data_dir=folder, **more)


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    (tmp_path / "secret.key").write_text("x" * 50)
    return tmp_path


class TestTheDirectory:
    def test_it_is_marked_once_and_for_ever(self, fresh: Path) -> None:
        assert not profiles.is_test(fresh)
        profiles.enter(environment(fresh), "test")
        assert profiles.is_test(fresh)
        (fresh / "folkmoot.sqlite3").touch()
        profiles.enter(environment(fresh), "test")
        with pytest.raises(DataTrouble, match=r"stays that for ever.*--profile test"):
            profiles.enter(environment(fresh), None)

    @pytest.mark.parametrize("what", ["folkmoot.sqlite3", "host", "demo", "media"])
    def test_an_ordinary_one_never_becomes_one(self, fresh: Path, what: str) -> None:
        (fresh / what).touch()
        with pytest.raises(DataTrouble, match="begun as an ordinary directory"):
            profiles.enter(environment(fresh), "test")
        assert not profiles.is_test(fresh)
        profiles.enter(environment(fresh), None)

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("bind", "0.0.0.0:8000"),
            ("bind", "192.0.2.1:8000"),
            ("bind", "[::]:8000"),
            ("media_bind", "0.0.0.0:8001"),
            ("origin", "https://moot.example"),
            ("allowed_hosts", "moot.example"),
            ("trusted_proxies", "192.0.2.0/24"),
        ],
    )
    def test_this_machine_is_all_that_reaches_it(self, fresh: Path, name: str, value: str) -> None:
        with pytest.raises(DataTrouble, match=rf"this machine only.*\({profiles.variable(name)}"):
            profiles.enter(environment(fresh, **{name: value}), "test")
        assert not profiles.is_test(fresh)

    @pytest.mark.parametrize("bind", ["localhost:3000", "127.0.0.1:3000", "[::1]:3000"])
    def test_every_name_of_this_machine_will_do(self, fresh: Path, bind: str) -> None:
        profiles.enter(environment(fresh, bind=bind), "test")
        assert profiles.is_test(fresh)


@pytest.mark.django_db
class TestTheDatabase:
    def test_an_empty_one_goes_with_either(self, settings: Any) -> None:
        for settings.TEST_PROFILE in (False, True):
            profiles.agree()

    def test_one_with_people_is_not_for_tests(self, cast: Any, settings: Any) -> None:
        profiles.agree()
        settings.TEST_PROFILE = True
        with pytest.raises(DataTrouble, match="holds a community that was not begun for tests"):
            profiles.agree()

    def test_one_for_tests_is_not_for_people(self, settings: Any, cast: Any) -> None:
        settings.TEST_PROFILE = True
        profiles.open_doors()
        profiles.agree()
        settings.TEST_PROFILE = False
        with pytest.raises(DataTrouble, match="database was begun for tests"):
            profiles.agree()

    def test_a_directory_that_would_begin_beside_people_is_left_as_it_was(
        self, settings: Any, cast: Any, fresh: Path
    ) -> None:
        settings.TEST_PROFILE, settings.DATA_DIR = True, fresh
        profiles.enter(environment(fresh), "test")
        with pytest.raises(DataTrouble, match="name an empty one"):
            profiles.agree()
        assert [path.name for path in fresh.iterdir()] == ["secret.key"]
        profiles.enter(environment(fresh), None)

    def test_one_that_was_served_before_keeps_its_mark(self, settings: Any, cast: Any, fresh: Path) -> None:
        """Pointing it at the wrong database by mistake makes no ordinary directory of it."""
        settings.TEST_PROFILE, settings.DATA_DIR = True, fresh
        profiles.enter(environment(fresh), "test")
        (fresh / "host").touch()
        with pytest.raises(DataTrouble, match="name an empty one"):
            profiles.agree()
        assert profiles.is_test(fresh)

    def test_nothing_begins_beside_a_database_that_does_not_answer(
        self, settings: Any, fresh: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def broken() -> bool:
            raise OperationalError("no route to it")

        monkeypatch.setattr(tables, "has_accounts", broken)
        settings.TEST_PROFILE, settings.DATA_DIR = True, fresh
        profiles.enter(environment(fresh), "test")
        with pytest.raises(OperationalError):
            profiles.agree()
        assert not profiles.is_test(fresh)

    def test_it_begins_open_and_what_is_changed_then_stays(self, settings: Any) -> None:
        profiles.open_doors()
        assert not is_for_tests()
        settings.TEST_PROFILE = True
        profiles.open_doors()
        here = community()
        assert (here.sign_up, here.visitors, here.is_set_up) == ("open", "posts", True)
        Setting.objects.filter(name="name").update(value="Mine")
        profiles.open_doors()
        assert community().name == "Mine"

    def test_who_starts_it_is_told(self, settings: Any, tmp_path: Path) -> None:
        assert "for tests" not in welcome()
        settings.TEST_PROFILE, settings.DATA_DIR = True, tmp_path
        assert "It is for tests: whoever asks comes in" in welcome()
        assert "it was begun for tests" in " ".join(found.text for found in _data_directory())


@pytest.mark.parametrize(
    "name", ["FOLKMOOT_PROFILE", "FOLKMOOT_TEST_PROFILE", "FOLKMOOT_TEST", "TEST_PROFILE", "FOLKMOOT_PASSWORD_GRANT"]
)
def test_no_variable_turns_it_on(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret.key").write_text("x" * 50)
    text = "from django.conf import settings; print(settings.TEST_PROFILE, bool(settings.AUTH_PASSWORD_VALIDATORS))"
    said = folkmoot("django", "shell", "--no-imports", "--command", text, data_dir=tmp_path, **{name: "test"})
    assert said.stdout.strip() == "False True", said.stderr


@pytest.mark.both_databases
def test_fixtures_are_for_test_directories_alone(tmp_path: Path) -> None:
    file = tmp_path / "suite.toml"
    file.write_text(SUITE)
    folder = tmp_path / "ordinary"
    refused = folkmoot("fixture", "load", str(file), data_dir=folder)
    assert (refused.returncode, "was not begun for tests" in refused.stderr) == (1, True)
    assert not folder.exists()
    folkmoot(
        *("account", "create", "--username", "bob", "--email", "b@example.org", "--password", "a long enough phrase"),
        data_dir=folder,
    )
    for more in ((), ("--data", str(folder))):
        refused = folkmoot("fixture", "load", str(file), *more, data_dir=folder)
        assert (refused.returncode, "was not begun for tests" in refused.stderr) == (1, True)
    refused = folkmoot("serve", "--profile", "test", data_dir=folder)
    assert (refused.returncode, "begun as an ordinary directory" in refused.stderr) == (1, True)


@pytest.mark.only("postgres")
@pytest.mark.both_databases
def test_serving_for_tests_beside_people_leaves_no_trace(tmp_path: Path) -> None:
    made = ("account", "create", "--username", "bob", "--email", "b@example.org", "--password", "a long enough phrase")
    folkmoot(*made, data_dir=laid(tmp_path / "people"))
    elsewhere = tmp_path / "elsewhere"
    refused = folkmoot("serve", "--profile", "test", data_dir=elsewhere, **_database_of_people(tmp_path))
    assert (refused.returncode, "was not begun for tests" in refused.stderr) == (1, True), refused.stderr
    assert [path.name for path in elsewhere.iterdir()] == ["secret.key"]


def _database_of_people(folder: Path) -> dict[str, str]:
    return {"FOLKMOOT_DATABASE_URL": database_of(folder / "people")["FOLKMOOT_DATABASE_URL"]}


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Generator[Server]:
    server = start_server(tmp_path_factory.mktemp("profile") / "data", command=SERVE, **SLOW)
    file = server.data_dir / "suite.toml"
    file.write_text(SUITE)
    loaded = folkmoot("fixture", "load", str(file), data_dir=server.data_dir)
    assert loaded.stdout == "Loaded 1 accounts, 1 apps, 1 tokens.\n", loaded.stderr
    yield server
    server.stop()


@pytest.mark.both_databases
@pytest.mark.enable_socket
class TestRunning:
    def _grant(self, live: Server, password: str) -> tuple[int, Any]:
        sent = f"grant_type=password&username=admin%40localhost&password={password}&scope=read"
        app = "&client_id=suite-client&client_secret=suite-secret"
        status, text = fetch(f"{live.url}/oauth/token", method="POST", body=(sent + app).encode())
        return status, json.loads(text)

    def test_what_the_fixture_names_is_there(self, live: Server) -> None:
        status, text = fetch(f"{live.url}/api/v1/accounts/verify_credentials", Authorization="Bearer suite-token")
        me = json.loads(text)
        assert (status, me["id"], me["username"]) == (200, "1", "admin")
        assert me["url"].startswith("http://localhost:")

    def test_a_password_is_a_way_to_a_token(self, live: Server) -> None:
        assert self._grant(live, "wrong")[0] == 400
        status, said = self._grant(live, "short")
        assert (status, said["scope"]) == (200, "read")

    def test_nothing_is_slowed_down(self, live: Server) -> None:
        for number in range(5):
            sent = f"client_name=Suite{number}&redirect_uris=urn:ietf:wg:oauth:2.0:oob".encode()
            assert fetch(f"{live.url}/api/v1/apps", method="POST", body=sent)[0] == 200
            key = {"Authorization": "Bearer suite-token"}
            assert fetch(f"{live.url}/api/v1/statuses", method="POST", body=b"status=Again", **key)[0] == 200

    def test_nor_do_the_pages_slow_anybody_down(self, live: Server) -> None:
        """One more each than allauth allows, where a table of limits does not name it."""
        for number in range(21):
            sent = {"username": f"new{number}", "email": f"new{number}@localhost", "password1": "x", "agree": "on"}
            assert typed(live, "/sign-up", **sent)[:2] == (200, f"{live.url}/welcome"), number
        for _ in range(6):
            status, _where, text = typed(live, "/sign-in", login="admin@localhost", password="wrong")
            assert (status, "do not belong together" in text) == (422, True)
        status, where, _text = typed(live, "/sign-in", login="admin@localhost", password="short")
        assert (status, where) == (200, f"{live.url}/")

    def test_every_page_says_so(self, live: Server) -> None:
        for path in ("/", "/sign-in", "/sign-up", "/about", "/nowhere"):
            assert '<aside class="for-tests">' in fetch(f"{live.url}{path}")[1], path

    def test_nobody_else_can_serve_it(self, live: Server) -> None:
        refused = folkmoot("serve", data_dir=live.data_dir)
        assert (refused.returncode, "stays that for ever" in refused.stderr) == (1, True)
        refused = folkmoot("demo", data_dir=live.data_dir)
        assert (refused.returncode, "not the demo" in refused.stderr) == (1, True)
        for name in ("FOLKMOOT_BIND", "FOLKMOOT_MEDIA_BIND"):
            for command in (("serve", "--profile", "test"), ("doctor",), ("django", "check")):
                refused = folkmoot(*command, data_dir=live.data_dir, **{name: "0.0.0.0:3000"})
                assert refused.returncode == 1, command
                assert "this machine only" in refused.stderr, command

    @pytest.mark.only("sqlite")
    def test_neither_does_its_database_go_elsewhere(self, live: Server, tmp_path: Path) -> None:
        with sqlite3.connect(live.data_dir / "folkmoot.sqlite3") as source:
            source.execute("VACUUM INTO ?", (str(tmp_path / "folkmoot.sqlite3"),))
        refused = folkmoot("serve", data_dir=tmp_path)
        assert (refused.returncode, "database was begun for tests" in refused.stderr) == (1, True)

    def test_other_names_find_nothing(self, live: Server) -> None:
        status, text = fetch(f"{live.url}/", Host="moot.example")
        assert (status, "for-tests" in text) == (400, False)
        forwarded = {"X_Forwarded_For": "192.0.2.7", "X_Forwarded_Host": "moot.example"}
        assert re.search("for-tests", fetch(f"{live.url}/", **forwarded)[1])


def typed(live: Server, path: str, **fields: str) -> tuple[int, str, str]:
    """What comes of filling in a form as a new visitor: the status, where it led, and the page."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    with opener.open(f"{live.url}{path}") as page:
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.read().decode())
    assert token
    body = urlencode({"csrfmiddlewaretoken": token[1], **fields}).encode()
    try:
        with opener.open(f"{live.url}{path}", data=body) as answer:
            return answer.status, answer.url, answer.read().decode()
    except HTTPError as refused:
        return refused.code, refused.url, refused.read().decode()


def test_the_mark_is_for_its_owner_alone(fresh: Path) -> None:
    before = os.umask(0o077)
    try:
        profiles.enter(environment(fresh), "test")
    finally:
        os.umask(before)
    assert (fresh / profiles.MARK).stat().st_mode & 0o077 == 0
