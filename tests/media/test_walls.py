"""The walls around the child: what a library that was taken over could reach from inside. Nothing."""

import ctypes
import io
import json
import os
import resource
import runpy
import socket
import struct
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from folkmoot.media.workshop import child, making, opening, order, walls
from folkmoot.media.workshop.walls import Kernel
from tests.media import pictures as made

BURGLAR = """
PYTHONS_OWN = "LC_CTYPE"
import json, os, socket, sys, ctypes, resource
from folkmoot.media.workshop import child

def tried(name, attempt):
    try:
        return [name, repr(attempt())]
    except BaseException as problem:
        return [name, None]

def raw(number, *arguments):
    answer = ctypes.CDLL(None).syscall(number, *arguments)
    if answer < 0:
        raise OSError
    return answer

def tcp():
    socket.create_connection(("127.0.0.1", PORT), 1)

def unix():
    socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)

def connected():
    raw(42, 0, b"", 0)

def fork():
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    return pid

def work(kind, data):
    stolen = [
        tried("database", lambda: open(DATABASE, "rb").read(16)),
        tried("key", lambda: open(KEY).read()),
        tried("passwd", lambda: open("/etc/passwd").read()),
        tried("own program", lambda: open(child.__file__).read()),
        tried("list", lambda: os.listdir("/")),
        tried("write outside", lambda: open(OUTSIDE, "w").write("x")),
        tried("write in tmp", lambda: open(TEMPORARY, "w").write("x")),
        tried("remove", lambda: os.remove(OUTSIDE + ".there")),
        tried("tcp", tcp),
        tried("unix", unix),
        tried("pair", socket.socketpair),
        tried("fork", fork),
        tried("shell", lambda: os.posix_spawn("/bin/true", ["true"], {})),
        tried("kill", lambda: os.kill(os.getppid(), 0)),
        tried("parent memory", lambda: open(f"/proc/{os.getppid()}/environ", "rb").read()),
        tried("more memory", lambda: resource.setrlimit(resource.RLIMIT_DATA, (1 << 40, 1 << 40))),
        tried("io_uring", lambda: raw(425, 1, ctypes.create_string_buffer(200))),
        tried("memfd", lambda: os.memfd_create("x")),
        tried("openat2", lambda: raw(437, -100, b"/etc/passwd", ctypes.create_string_buffer(24), 24)),
        tried("bpf", lambda: raw(321 if os.uname().machine == "x86_64" else 280, 0, 0, 0)),
        tried("300 MB", lambda: len(bytearray(300 << 20))),
        ["environment", {name: word for name, word in os.environ.items() if name != PYTHONS_OWN} or None],
        ["descriptors", [fd for fd in range(3, 4096) if alive(fd) and fd != child._status()] or None],
    ]
    sys.stdout.write(json.dumps(stolen) + "\\n")
    sys.stdout.flush()
    os._exit(0)

def alive(fd):
    try:
        os.fstat(fd) if os.lseek(fd, 0, 1) >= 0 else None
        return True
    except OSError as problem:
        return problem.errno == 29

child.main(["child", "png"], work)
"""


def _file(path: Path) -> io.FileIO:
    return io.FileIO(path, "w+")


def _burgled(tmp_path: Path, port: int) -> dict[str, Any]:
    outside = tmp_path / "outside"
    Path(f"{outside}.there").write_text("stays")
    known = {
        "PORT": port,
        "DATABASE": str(settings.DATA_DIR / "folkmoot.sqlite3"),
        "KEY": str(settings.DATA_DIR / "secret.key"),
        "OUTSIDE": str(outside),
        "TEMPORARY": str(tmp_path / "temporary"),
    }
    program = "\n".join(f"{name} = {value!r}" for name, value in known.items()) + BURGLAR
    with io.FileIO(os.devnull) as nothing, _file(tmp_path / "answer") as answer, _file(tmp_path / "log") as log:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(order, "CHILD", ("-I", "-c", program))
            code = order._run("png", nothing, answer, log)
        answer.seek(0)
        log.seek(0)
        assert code == 0, log.read().decode()
        return dict(json.loads(answer.read()))


def test_a_burglar_finds_nothing(tmp_path: Path) -> None:
    """The data directory is there, a server listens, the parent has an environment: the child reaches none of it."""
    (settings.DATA_DIR / "folkmoot.sqlite3").touch()
    os.environ["FOLKMOOT_TEST_SECRET"] = "hunter2"
    try:
        with socket.create_server(("127.0.0.1", 0)) as server:
            stolen = _burgled(tmp_path, server.getsockname()[1])
    finally:
        del os.environ["FOLKMOOT_TEST_SECRET"]
    assert len(stolen) >= 23
    assert {name: loot for name, loot in stolen.items() if loot is not None} == {}
    assert not (tmp_path / "outside").exists()
    assert (tmp_path / "outside.there").exists()
    assert not (tmp_path / "temporary").exists()


def test_without_walls_the_burglar_would_find_it_all(tmp_path: Path) -> None:
    """The attempts are real ones: outside they succeed."""
    temporary = str(tmp_path / "temporary")
    open_doors = "from folkmoot.media.workshop import walls; walls.put_up = lambda *_: 0\n"
    known = f"PORT, DATABASE, KEY, OUTSIDE, TEMPORARY = 1, '/etc/hosts', '/etc/hosts', '/nowhere/x', {temporary!r}\n"
    program = open_doors + known + BURGLAR
    found = subprocess.run(
        [sys.executable, "-c", program], stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=True
    )
    stolen = dict(json.loads(found.stdout))
    reached = {name for name, loot in stolen.items() if loot is not None}
    files = {"database", "passwd", "own program", "list", "write in tmp"}
    assert reached >= files | {"unix", "pair", "fork", "shell", "kill", "environment", "300 MB"}
    assert (tmp_path / "temporary").exists()


class FakeKernel(Kernel):
    """Notes what it is asked for; ``landlock`` is the version it has, 0 for none."""

    def __init__(self, landlock: int) -> None:
        self.landlock = landlock
        self.asked: list[tuple[Any, ...]] = []
        self.program = b""

    def call(self, number: int, *arguments: Any) -> int:
        self.asked.append(("call", number, *arguments))
        if number == 444 and not self.landlock:
            raise OSError(38, "Function not implemented")
        if number == 444 and arguments[0] is None:
            return self.landlock
        if number == 444:
            return os.open(os.devnull, os.O_RDONLY)
        if number in {317, 277}:
            length, address = struct.unpack("HxxxxxxP", arguments[2])
            self.program = ctypes.string_at(address, length * 8)
        return 0

    def control(self, option: int, value: int) -> int:
        self.asked.append(("control", option, value))
        return 0

    def keep_memory_together(self) -> None:
        self.asked.append(("together",))

    def limit(self, what: int, most: int) -> None:
        self.asked.append(("limit", what, most))


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests' own process has threads; the child has none when its walls go up."""
    monkeypatch.setattr(walls.os, "listdir", lambda _path: ["1"])


@pytest.mark.parametrize("machine", walls.MACHINES)
def test_walls_go_up_in_order(alone: None, machine: str) -> None:
    kernel = FakeKernel(7)
    assert walls.put_up(kernel, machine) == 7
    kinds = [(step[0], step[1] if len(step) > 1 else 0) for step in kernel.asked]
    assert (
        kinds.index(("control", 38))
        < kinds.index(("call", 446))
        < kinds.index(("call", walls.MACHINES[machine].seccomp))
    )
    assert {step[1]: step[2] for step in kernel.asked if step[0] == "limit"} == walls.LIMITS
    assert walls.LIMITS[resource.RLIMIT_DATA] <= 256 << 20
    assert ("control", 1, 9) in kernel.asked, "it dies with its parent"


@pytest.mark.parametrize(("version", "size"), [(1, 8), (3, 8), (4, 16), (5, 16), (6, 24), (9, 24)])
def test_landlock_is_asked_for_what_it_knows(alone: None, version: int, size: int) -> None:
    kernel = FakeKernel(version)
    assert walls.put_up(kernel, "x86_64") == version
    rules = next(step for step in kernel.asked if step[:2] == ("call", 444) and step[2] is not None)
    assert rules[3:] == (size, 0)
    assert len(rules[2]) == size
    assert struct.unpack("=Q", rules[2][:8])[0] & 0b111 == 0b111, "executing, writing, reading"


def test_without_landlock_all_other_walls_stand(alone: None) -> None:
    kernel = FakeKernel(0)
    assert walls.put_up(kernel, "x86_64") == 0
    assert ("call", 446) not in [step[:2] for step in kernel.asked]
    assert kernel.program
    assert len([step for step in kernel.asked if step[0] == "limit"]) == len(walls.LIMITS)


def test_landlock_holds_one_thread_alone_so_there_must_be_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walls.os, "listdir", lambda _path: ["1", "2"])
    with pytest.raises(RuntimeError, match="another one"):
        walls.put_up(FakeKernel(7), "x86_64")


def _runs(program: bytes, number: int, arch: int, argument: int = 0) -> int:
    """What a filter answers to a system call: a small machine of our own for the small language."""
    steps = [struct.unpack("=HBBI", program[at : at + 8]) for at in range(0, len(program), 8)]
    data, place, held = {0: number, 4: arch, 16: argument}, 0, 0
    while True:
        code, yes, no, value = steps[place]
        place += 1
        if code == 0x06:
            return int(value)
        if code == 0x20:
            held = data[value]
            continue
        holds = {0x15: held == value, 0x35: held >= value, 0x45: bool(held & value)}[code]
        place += yes if holds else no


@pytest.mark.parametrize("machine", walls.MACHINES)
def test_the_filter_lets_computing_through_and_nothing_else(alone: None, machine: str) -> None:
    kernel, known = FakeKernel(7), walls.MACHINES[machine]
    walls.put_up(kernel, machine)
    for number in range(600):
        answer = _runs(kernel.program, number, known.arch)
        if number in known.needed:
            assert answer == 0x7FFF0000, number
        else:
            assert answer == (0x00050000 | (38 if number == known.clone3 else 1)), number
    assert _runs(kernel.program, known.clone, known.arch, 0x10000) == 0x7FFF0000, "threads"
    assert _runs(kernel.program, known.clone, known.arch, 0x11) == 0x00050001, "processes"
    assert _runs(kernel.program, known.needed[0], 0x40000003) == 0x80000000, "another processor's numbers"
    assert _runs(kernel.program, 0x40000000 + known.needed[0], known.arch) == 0x80000000


def test_the_kernel_says_what_went_wrong() -> None:
    kernel = Kernel()
    assert kernel.control(3, 0) in {0, 1, 2}, "PR_GET_DUMPABLE"
    with pytest.raises(OSError, match="Bad file descriptor"):
        kernel.call(3 if walls.here() == "x86_64" else 57, 999_999)
    with pytest.raises(OSError, match="Invalid argument"):
        kernel.control(99_999, 0)


def test_the_kernel_limits_and_gathers() -> None:
    kernel = Kernel()
    kernel.keep_memory_together()
    most = resource.getrlimit(resource.RLIMIT_NPROC)[1]
    kernel.limit(resource.RLIMIT_NPROC, most)
    assert resource.getrlimit(resource.RLIMIT_NPROC) == (most, most)


class _Standard:
    """A standard stream with a buffer behind it."""

    def __init__(self, data: bytes = b"") -> None:
        self.buffer = io.BytesIO(data)


def _answered(monkeypatch: pytest.MonkeyPatch, kind: str, data: bytes) -> tuple[dict[str, Any], bytes]:
    """The child's own program, run here without its walls."""
    out = _Standard()
    monkeypatch.setattr(walls, "put_up", lambda _kernel, _machine: 7)
    monkeypatch.setattr(os, "_exit", lambda _code: None)
    monkeypatch.setattr(sys, "argv", ["child", kind])
    monkeypatch.setattr(sys, "stdin", _Standard(data))
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.delitem(sys.modules, "folkmoot.media.workshop.child", raising=False)
    runpy.run_module("folkmoot.media.workshop.child", run_name="__main__")
    line, _, files = out.buffer.getvalue().partition(b"\n")
    return json.loads(line), files


@pytest.mark.parametrize("kind", made.GOOD)
def test_the_childs_program(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    said, files = _answered(monkeypatch, kind, made.GOOD[kind]())
    assert (said["width"], said["height"], said["widths"]) == (900, 600, [320, 640, 900])
    assert sum(said["files"].values()) == len(files)
    assert said["landlock"] == 7
    assert said["seconds"] > 0


def test_the_childs_program_with_what_moves(monkeypatch: pytest.MonkeyPatch) -> None:
    said, _ = _answered(monkeypatch, "gif", made.moving("gif"))
    assert set(said["files"]) == {"320", "400", "still"}


def test_the_childs_program_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    cases = [(b"\x89PNG", "damaged"), (made.png(50_000, 9, b""), "sides"), (made.png(9_999, 9_999, b""), "pixels")]
    for data, why in cases:
        said, files = _answered(monkeypatch, "png", data)
        assert (said["refused"], files) == (why, b"")
    assert _answered(monkeypatch, "gif", made.gif_of(501))[0]["refused"] == "frames"
    assert _answered(monkeypatch, "gif", b"GIF89a")[0]["refused"] == "damaged"


@pytest.mark.parametrize(
    "trouble", [MemoryError(), RuntimeError("Memory allocation error (2.0)"), OSError("out of memory")]
)
def test_want_of_memory_is_told_apart(trouble: Exception) -> None:
    def work(_kind: str, _data: bytes) -> making.Made:
        raise trouble

    (line,) = child.answer("png", b"", work, 0)
    assert json.loads(line)["refused"] == "memory"


def test_rows_with_something_between_them() -> None:
    assert opening._rows(b"abc..def..", 5, 3, 2) == b"abcdef"
    assert opening._rows(b"abcdef", 3, 3, 2) == b"abcdef"


def test_colours_by_way_of_every_profile() -> None:
    for data in (made.with_everything("jpeg"), made.with_everything("heic")):
        kind = "jpeg" if data.startswith(b"\xff") else "heic"
        opening.load(kind)
        assert child.make(kind, data).widths[-1] == 900
    inks = made.saved(made.halves(9, 9).convert("CMYK"), "jpeg")
    broken = made.saved(made.halves(9, 9), "jpeg", icc_profile=b"x" * 200)
    for data in (inks, broken):
        assert child.make("jpeg", data).widths == [9]
    assert child.make("png", made.saved(made.halves(9, 9).convert("RGBA"), "png")).widths == [9]
