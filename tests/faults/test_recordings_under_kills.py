"""Uploads and the making of recordings on a real server whose processes die half-way: they go on, or say why not."""

import http.client
import json
import os
import signal
from base64 import b64encode
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest

from tests import databases
from tests.faults.programs import FORM_TOKEN
from tests.faults.test_random_kills import SERVE, inside
from tests.media.recordings import Film, film
from tests.servers import Server, eventually, start_server

pytestmark = [pytest.mark.both_databases, pytest.mark.enable_socket]
LONG = Film("mov", "mpeg4", (1280, 720), 12.0)  # long enough to be found at work


@dataclass
class Uploader:
    """A member who uploads with tus and asks with a program."""

    folder: Path
    env: dict[str, str]
    session: str
    token: str
    server: Server

    def ask(
        self, method: str, path: str, body: bytes = b"", **headers: str
    ) -> tuple[int, http.client.HTTPMessage, str]:
        """What the server says; whoever speaks tus comes from a page, all others are programs."""
        ours = {"Authorization": f"Bearer {self.token}"}
        if path.startswith("/uploads"):
            ours = {"Cookie": f"session={self.session}; csrf={FORM_TOKEN}", "X-CSRFToken": FORM_TOKEN}
            ours |= {"Tus-Resumable": "1.0.0"}
        line = http.client.HTTPConnection(urlsplit(self.server.url).netloc, timeout=60)
        line.request(method, path, body or None, {**ours, **{k.replace("_", "-"): v for k, v in headers.items()}})
        answer = line.getresponse()
        return answer.status, answer.headers, answer.read().decode()

    def begin(self, data: bytes) -> str:
        named = f"filename {b64encode(b'quay.mov').decode()}"
        status, headers, text = self.ask("POST", "/uploads", Upload_Length=str(len(data)), Upload_Metadata=named)
        assert status == 201, text
        return str(headers["Location"])

    def send(self, where: str, piece: bytes, offset: int) -> str:
        kind = "application/offset+octet-stream"
        status, headers, text = self.ask("PATCH", where, piece, Content_Type=kind, Upload_Offset=str(offset))
        assert status == 204, text
        return str(headers.get("Folkmoot-Recording", ""))

    def state(self, recording: str) -> tuple[int, str]:
        """200 when it can be played, 206 until then, 422 with a sentence when it never will be."""
        status, _, text = self.ask("GET", f"/api/v1/media/{recording}")
        return status, text

    def child(self, but: int) -> psutil.Process | None:
        """Whoever makes a recording at this moment."""
        for process in psutil.Process(self.server.process.pid).children(recursive=True):
            try:
                words = process.cmdline()
            except psutil.Error:
                continue
            if (
                process.pid != but
                and "folkmoot.media.studio.program" in words
                and json.loads(words[-1])["task"] == "video"
            ):
                return process
        return None

    def held(self, recording: str, but: int = 0) -> psutil.Process:
        """The child (another one than ``but``) stopped in the middle of its work, however fast this machine is."""
        found: list[psutil.Process] = []
        eventually(lambda: (child := self.child(but)) and found.append(child) is None)
        found[0].suspend()
        assert self.state(recording)[0] == 206, "nothing is said that is not so"
        return found[0]

    def ends(self, recording: str) -> tuple[int, str]:
        """What becomes of it."""
        eventually(lambda: self.state(recording)[0] != 206, 180.0)
        return self.state(recording)


@pytest.fixture(scope="module")
def uploader(tmp_path_factory: pytest.TempPathFactory) -> Generator[Uploader]:
    folder = tmp_path_factory.mktemp("community")
    env = {"FOLKMOOT_DATABASE_URL": databases.new_database()} if databases.chosen() == "postgres" else {}
    env |= {"FOLKMOOT_WEB_WORKERS": "1"}
    (member,) = inside(folder, env, "make", "1")
    found = Uploader(folder, env, member["session"], member["token"], start_server(folder, command=SERVE, **env))
    yield found
    found.server.stop()


def test_an_upload_goes_on_after_a_restart_of_the_server(uploader: Uploader) -> None:
    data = film(Film())
    where, half = uploader.begin(data), len(data) // 2
    assert uploader.send(where, data[:half], 0) == ""
    uploader.server.stop(signal.SIGKILL)  # without a farewell, as when the machine loses its power
    uploader.server = start_server(uploader.folder, command=SERVE, **uploader.env)
    _, headers, _ = uploader.ask("HEAD", where)
    assert (headers["Upload-Offset"], headers["Upload-Length"]) == (str(half), str(len(data)))
    recording = uploader.send(where, data[half:], half)
    assert recording
    status, text = uploader.ends(recording)
    assert status == 200, text
    assert json.loads(text)["type"] == "video"


def test_a_making_begins_anew_when_the_worker_dies(uploader: Uploader) -> None:
    data = film(LONG)
    recording = uploader.send(uploader.begin(data), data, 0)
    child = uploader.held(recording)
    (worker,) = uploader.server.children("jobs")
    os.kill(worker.pid, signal.SIGKILL)
    again = uploader.held(recording, but=child.pid)
    child.resume()
    eventually(lambda: not _works(child))
    again.resume()
    assert uploader.ends(recording)[0] == 200, "nothing is lost"


def _works(child: psutil.Process) -> bool:
    """Whether it is neither gone nor waiting to be buried."""
    try:
        return child.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_a_making_whose_child_dies_says_so(uploader: Uploader) -> None:
    data = film(LONG)
    recording = uploader.send(uploader.begin(data), data, 0)
    os.kill(uploader.held(recording).pid, signal.SIGKILL)
    status, text = uploader.ends(recording)
    assert status == 422
    assert len(json.loads(text)["error"].split()) > 4, "a sentence for whoever waits"
