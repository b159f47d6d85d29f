"""The command line: one sentence when something is wrong, and commands beside a running server."""

import hashlib
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tests.laid import laid
from tests.servers import fetch, folkmoot, running

pytestmark = pytest.mark.both_databases
on_sqlite = pytest.mark.only("sqlite")  # looks into the file
BOB = ("--username", "bob", "--email", "bob@example.org", "--password", "a long enough phrase")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A data directory whose tables are there, as after a first start."""
    return laid(tmp_path)


def rows(folder: Path, text: str) -> list[tuple]:
    with sqlite3.connect(folder / "folkmoot.sqlite3") as database:
        return database.execute(text).fetchall()


@on_sqlite
def test_an_account_is_made_in_a_directory_that_was_not_there(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    made = folkmoot("account", "create", *BOB, data_dir=folder)
    assert (made.returncode, made.stderr) == (0, "")
    assert "@bob can sign in as bob@example.org now (member)." in made.stdout
    assert rows(folder, "SELECT username, active FROM accounts_account") == [("bob", 1)]
    assert folder.stat().st_mode & 0o777 == 0o700
    tables = "SELECT sql FROM sqlite_master ORDER BY name"
    assert rows(folder, tables) == rows(laid(folder.parent / "laid"), tables)


def test_the_option_is_stronger_than_the_environment(tmp_path: Path) -> None:
    made = folkmoot("account", "create", "--data", str(tmp_path / "option"), *BOB, data_dir=tmp_path / "environment")
    assert made.returncode == 0
    assert not (tmp_path / "environment").exists()


@on_sqlite
def test_a_password_can_come_from_standard_input(home: Path) -> None:
    made = folkmoot("account", "create", *BOB[:-1], "-", data_dir=home, given="a long enough phrase\n")
    assert made.returncode == 0, made.stderr
    assert rows(home, "SELECT password FROM accounts_login")[0][0].startswith("argon2")


@on_sqlite
@pytest.mark.parametrize(
    "wrong",
    [
        ("--username", "not a name", *BOB[2:]),
        (*BOB[:2], "--email", "nowhere", *BOB[4:]),
    ],
)
def test_what_will_not_do_is_told_in_one_sentence(home: Path, wrong: tuple[str, ...]) -> None:
    refused = folkmoot("account", "create", *wrong, data_dir=home)
    assert refused.returncode == 1
    assert len(refused.stderr.strip().splitlines()) == 1
    assert "Traceback" not in refused.stderr
    assert rows(home, "SELECT count(*) FROM accounts_account") == [(0,)]


@on_sqlite
def test_a_name_is_given_once(home: Path) -> None:
    folkmoot("account", "create", *BOB, data_dir=home)
    again = folkmoot("account", "create", *BOB, data_dir=home)
    assert again.returncode == 1
    assert "Traceback" not in again.stderr
    assert rows(home, "SELECT count(*) FROM accounts_login") == [(1,)]


@on_sqlite
def test_a_token_is_printed_alone_and_kept_as_a_digest(home: Path) -> None:
    folkmoot("account", "create", *BOB, data_dir=home)
    made = folkmoot("token", "create", "--username", "bob", "--scopes", "read write", "--days", "3", data_dir=home)
    assert made.returncode == 0, made.stderr
    token = made.stdout.removesuffix("\n")
    assert " " not in token
    assert "\n" not in token
    digest = hashlib.sha256(token.encode()).hexdigest()
    assert rows(home, "SELECT digest, scopes FROM accounts_token") == [(digest, "read write")]
    assert rows(home, "SELECT count(*) FROM audit_entry WHERE verb = 'token.create'") == [(1,)]


@pytest.mark.parametrize("wrong", [("--scopes", "everything"), ("--days", "0"), ("--days", "99999")])
def test_a_token_that_cannot_be_is_refused_in_words(home: Path, wrong: tuple[str, ...]) -> None:
    folkmoot("account", "create", *BOB, data_dir=home)
    refused = folkmoot("token", "create", "--username", "bob", *wrong, data_dir=home)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert len(refused.stderr.strip().splitlines()) == 1


def test_a_token_needs_somebody_to_speak_for(home: Path) -> None:
    refused = folkmoot("token", "create", "--username", "nobody", data_dir=home)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "Traceback" not in refused.stderr


def test_all_wrong_settings_are_told_before_anything_is_made(tmp_path: Path) -> None:
    wrong = {"FOLKMOOT_ORIGIN": "nonsense", "FOLKMOOT_WEB_WORKERS": "0", "FOLKMOOT_LOG_LEVEL": "loud"}
    refused = folkmoot("serve", data_dir=tmp_path / "new", **wrong)
    assert refused.returncode == 1
    assert len(refused.stderr.strip().splitlines()) == 3
    assert all(name in refused.stderr for name in wrong)
    assert not (tmp_path / "new").exists()


def test_a_directory_that_cannot_be_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    refused = folkmoot("serve", data_dir=tmp_path / "file")
    assert refused.returncode == 1
    assert refused.stderr.startswith("The data directory")
    assert "Traceback" not in refused.stderr


def test_a_database_that_cannot_be_reached_is_told_in_a_sentence(tmp_path: Path) -> None:
    url = "postgres://nobody:secret@127.0.0.1:1/none"
    refused = folkmoot("account", "create", *BOB, data_dir=tmp_path, FOLKMOOT_DATABASE_URL=url)
    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr
    assert "secret" not in refused.stderr


def test_commands_work_beside_a_running_server(home: Path) -> None:
    with running(home) as server:
        made = folkmoot("account", "create", *BOB, "--role", "owner", data_dir=home)
        assert made.returncode == 0, made.stderr
        assert fetch(f"{server.url}/health")[0] < 500
    with running(home) as again:
        assert not again.setup_link  # it has an owner now


@on_sqlite
def test_the_doctor_sees_nothing_wrong_with_a_community_that_ran(home: Path) -> None:
    folkmoot("account", "create", *BOB, data_dir=home)
    report = folkmoot("doctor", data_dir=home)
    assert report.returncode == 0, report.stdout + report.stderr
    assert "ok    SQLite says about its file: ok" in report.stdout
    assert "ok    0 migrations are missing" in report.stdout
    assert "note  no mail server is set" in report.stdout


@on_sqlite
def test_the_doctor_makes_nothing(tmp_path: Path) -> None:
    report = folkmoot("doctor", data_dir=tmp_path / "none")
    assert report.returncode == 1
    assert "does not exist" in report.stdout
    assert not (tmp_path / "none").exists()


def test_the_doctor_names_what_is_wrong(home: Path) -> None:
    folkmoot("account", "create", *BOB, data_dir=home)
    (home / "host").write_text("social.example.org\n")
    home.chmod(0o755)
    report = folkmoot("doctor", data_dir=home, FOLKMOOT_ORIGIN="http://other.example.org", FOLKMOOT_TRUSTED_PROXY="x")
    assert report.returncode == 1
    for text in (
        "wrong this community lives at social.example.org, but FOLKMOOT_ORIGIN says other.example.org",
        "wrong FOLKMOOT_ORIGIN must begin with https://",
        "note  FOLKMOOT_TRUSTED_PROXY is set, but there is no such setting",
        "chmod 700",
    ):
        assert text in report.stdout, report.stdout


@on_sqlite
def test_the_doctor_reads_a_broken_database_to_the_end(home: Path) -> None:
    folkmoot("account", "create", *BOB, data_dir=home)
    (home / "folkmoot.sqlite3").write_bytes(b"this is not a database" * 1000)
    report = folkmoot("doctor", data_dir=home)
    assert report.returncode == 1
    assert "wrong database:" in report.stdout
    assert "Traceback" not in report.stderr


def test_developers_reach_django(tmp_path: Path) -> None:
    checked = folkmoot("django", "migrate", "--verbosity", "0", data_dir=tmp_path)
    assert checked.returncode == 0, checked.stderr


def test_the_doctor_says_when_the_kernel_has_no_landlock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures are prepared all the same, behind the other walls."""
    from folkmoot.media.workshop import order
    from folkmoot.project.cli import doctor

    without = "from folkmoot.media.workshop import child, walls; import sys; walls._refuse_paths = lambda _kernel: 0; "
    (found,) = doctor._pictures()
    assert (found.state, "landlock" in found.text) == ("ok", True), "this machine has it"
    monkeypatch.setattr(order, "CHILD", ("-I", "-c", without + "child.main(sys.argv, child.make)"))
    (found,) = doctor._pictures()
    assert (found.state, "no landlock" in found.text) == ("note", True)
    monkeypatch.setattr(order, "CHILD", ("-I", "-c", "raise SystemExit('no libvips')"))
    (found,) = doctor._careful(doctor._pictures)
    assert (found.state, "cannot be prepared" in found.text) == ("wrong", True)


@pytest.mark.parametrize(
    ("set_up", "state", "words"),
    [
        ({}, "note", "no mail server is set"),
        ({"smtp_url": "smtp://mail.example.org"}, "note", "FOLKMOOT_MAIL_FROM is not set"),
        ({"smtp_url": "smtp://mail.example.org", "mail_from": "moot@example.org"}, "ok", "from moot@example.org"),
    ],
)
def test_the_doctor_says_how_mail_goes_out(settings: Any, set_up: dict[str, str], state: str, words: str) -> None:
    from folkmoot.project.cli import doctor

    settings.FOLKMOOT = settings.FOLKMOOT.model_copy(update=set_up)
    (found,) = doctor._mail()
    assert (found.state, words in found.text) == (state, True)


def test_the_doctor_speaks_of_an_owner_who_is_alone(home: Path) -> None:
    folkmoot("account", "create", *BOB, "--role", "owner", data_dir=home)
    assert "note  there is one owner alone" in folkmoot("doctor", data_dir=home).stdout
    ada = ("--username", "ada", "--email", "ada@example.org", "--password", "quite another phrase")
    folkmoot("account", "create", *ada, "--role", "owner", data_dir=home)
    assert "owner" not in folkmoot("doctor", data_dir=home).stdout


def test_roles_are_given_and_taken_and_lost_factors_reset(home: Path) -> None:
    folkmoot("account", "create", *BOB, "--role", "owner", data_dir=home)
    ada = ("--username", "ada", "--email", "ada@example.org", "--password", "quite another phrase")
    assert folkmoot("account", "create", *ada, data_dir=home).returncode == 0
    for role in ("moderator", "auditor", "member"):
        given = folkmoot("account", "role", "--username", "@Ada", "--role", role, data_dir=home)
        assert (given.returncode, given.stdout) == (0, f"@ada is {role} now.\n"), given.stderr
    refused = folkmoot("account", "role", "--username", "bob", "--role", "member", data_dir=home)
    assert refused.returncode == 1
    assert "owner" in refused.stderr
    reset = folkmoot("account", "reset-factors", "--username", "bob", data_dir=home)
    assert "has no second factor any more (there were 0)" in reset.stdout
