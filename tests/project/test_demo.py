"""``folkmoot demo``: made once, in a directory of its own, for this machine only."""

import argparse
import http.client
import re
import time
from collections.abc import Generator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from folkmoot.accounts.models import Account
from folkmoot.core.errors import NotAllowed
from folkmoot.instance.actions import finish_setup
from folkmoot.project import demo, serve, tables
from folkmoot.project.demo import command
from folkmoot.project.demo.making import make
from folkmoot.project.demo.storybook import Line, Person, Story
from folkmoot.project.reading import Bind
from tests.servers import COMMAND, Server, fetch, folkmoot, start_server

DEMO = (*COMMAND, "demo")
RUNNING = pytest.mark.enable_socket
LONG = 180.0  # seconds: a machine that is busy with other tests takes a while to fill a street
SMALL = Story(
    community={"name": "Short Lane"},
    rules=["Wipe your feet."],
    shown=("ada",),
    people=(Person("ada", "Ada", "The only house.", role="owner"), Person("bee", "Bee", "Visits.", role="moderator")),
    threads=(Line("ada", "Is anybody there?", days_ago=2, answers=(Line("bee", "Yes."),)),),
)


@pytest.fixture
def own(tmp_path: Path, settings: Any) -> Path:
    """A fresh data directory, as every command finds it."""
    settings.DATA_DIR = tmp_path
    (tmp_path / "secret.key").write_text("x" * 50)
    return tmp_path


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was served, without serving."""
    times: list[str] = []
    monkeypatch.setattr(serve, "serve", lambda: times.append("yes"))
    monkeypatch.setattr(command, "bring_up_to_date", lambda: None)
    monkeypatch.setattr(command, "read", lambda: SMALL)
    return times


@pytest.mark.django_db
def test_it_is_made_once_and_then_served(own: Path, served: list[str], capsys: Any) -> None:
    demo.run(argparse.Namespace())
    words = capsys.readouterr().out
    assert re.search(r"^  ada@demo\.example  \S{12}$", words, re.MULTILINE)
    assert "bee@" not in words, "only those who are shown have a password"
    steps = re.search(r"^  ada: ((?:[\w-]{14}(?:  )?){5})$", words, re.MULTILINE)
    assert steps, words
    client = Client()
    client.post("/sign-in", {"login": "ada", "password": re.search(r"example  (\S{12})$", words, re.MULTILINE)[1]})
    client.post("/sign-in/step", {"code": steps[1].split()[0]})
    assert client.get("/staff/settings").status_code == 200, "what it prints opens the pages of staff"
    demo.run(argparse.Namespace())
    assert capsys.readouterr().out == "The demo community starts again, with the passwords it showed at first.\n"
    assert served == ["yes", "yes"]
    assert Account.objects.count() == 2


@pytest.mark.django_db
def test_it_listens_on_this_machine_only(own: Path, served: list[str], settings: Any) -> None:
    settings.FOLKMOOT = settings.FOLKMOOT.model_copy(update={"bind": Bind("192.0.2.1", 8000)})
    with pytest.raises(NotAllowed, match="this machine only"):
        demo.run(argparse.Namespace())
    assert not Account.objects.exists()
    assert [path.name for path in own.iterdir()] == ["secret.key"]
    assert not served


@pytest.mark.django_db
def test_making_that_was_broken_off_starts_anew(own: Path, served: list[str]) -> None:
    """The mark is there and pictures lie about, but no community was set up."""
    command.claim(own)
    (own / "media" / "07").mkdir(parents=True)
    demo.run(argparse.Namespace())
    assert Account.objects.count() == 2
    assert not (own / "media" / "07").exists(), "pictures of the first try are gone"
    assert served == ["yes"]


@pytest.mark.django_db
def test_what_fails_in_the_middle_leaves_nothing_behind(own: Path) -> None:
    stranger = Line("nobody", "I do not live here.", days_ago=1)
    with pytest.raises(KeyError):
        make(Story(**{**vars(SMALL), "threads": (*SMALL.threads, stranger)}), command.timezone.now())
    assert not Account.objects.exists()


@pytest.mark.django_db
def test_it_does_not_move_in_with_others(own: Path, served: list[str]) -> None:
    (own / "folkmoot.sqlite3").touch()
    with pytest.raises(NotAllowed, match="something that is not the demo"):
        demo.run(argparse.Namespace())
    assert sorted(path.name for path in own.iterdir()) == ["folkmoot.sqlite3", "secret.key"]
    assert not served


@pytest.mark.django_db
def test_it_does_not_move_into_a_database_with_people_in_it(own: Path, cast: Any, served: list[str]) -> None:
    finish_setup()
    with pytest.raises(NotAllowed, match="Name an empty directory"):
        demo.run(argparse.Namespace())
    assert not (own / command.MARK).exists()
    assert Account.objects.count() == len(cast.everybody())


@pytest.mark.django_db
def test_a_fresh_directory_is_claimed_and_known_again(own: Path) -> None:
    command.claim(own)
    assert (own / command.MARK).read_text().startswith("This directory holds the demo")
    (own / "whatever").touch()
    command.claim(own)


def test_asking_does_not_make_a_database(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    missing = argparse.Namespace(vendor="sqlite", settings_dict={"NAME": own / "no.sqlite3"})
    monkeypatch.setattr(tables, "connection", missing)
    command.claim(own)
    assert sorted(path.name for path in own.iterdir()) == [command.MARK, "secret.key"]


@pytest.fixture(scope="module")
def street(tmp_path_factory: pytest.TempPathFactory) -> Generator[Server]:
    """The command as it is typed, with the whole street."""
    server = start_server(tmp_path_factory.mktemp("street") / "demo", command=DEMO, patience=LONG)
    yield server
    server.stop()


@RUNNING
def test_it_prints_passwords_and_answers(street: Server) -> None:
    emails = re.findall(r"^  (\w+)@demo\.example +\S{12}$", street.log, re.MULTILINE)
    assert emails == ["maria", "tomas", "ines", "leila"]
    status, page = fetch(f"{street.url}/")
    assert status == 200
    assert "Willow Street" in page


@RUNNING
def test_its_pages_show_people_and_pictures(street: Server) -> None:
    status, page = fetch(f"{street.url}/@dilys")
    assert status == 200
    assert "Biscuit" in page
    found = re.search(r"/media/[\w-]+/320\.webp", page)
    assert found, "the profile shows its picture"
    assert _picture(street, found.group()) == (200, "image/webp")


@RUNNING
def test_it_is_known_again_after_a_stop(street: Server) -> None:
    assert street.stop() == 0
    again = start_server(street.data_dir, command=DEMO, patience=LONG)
    try:
        assert "The demo community starts again" in again.log
        assert "Biscuit" in fetch(f"{again.url}/@dilys")[1]
    finally:
        again.stop()


@RUNNING
def test_a_directory_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "novel.txt").write_text("Chapter one")
    answer = folkmoot("demo", data_dir=tmp_path)
    assert answer.returncode == 1
    assert "Name an empty directory" in answer.stderr
    assert not list(tmp_path.glob("*.sqlite3"))


def _picture(street: Server, path: str) -> tuple[int, str | None]:
    """Status and kind of a file at the file service, which may take a moment longer to start than the pages."""
    origin = urlsplit(street.stream_url)
    for _ in range(100):
        line = http.client.HTTPConnection("127.0.0.1", origin.port or 0, timeout=10)
        try:
            line.request("GET", path, headers={"Host": f"localhost:{origin.port}"})
            answer = line.getresponse()
        except ConnectionRefusedError:
            time.sleep(0.1)
        else:
            return answer.status, answer.getheader("Content-Type")
        finally:
            line.close()
    raise AssertionError("the file service does not answer")
