"""Memory that a page took for a moment goes back to the machine."""

import ctypes
import multiprocessing
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from folkmoot.project.serve import memory
from tests.servers import eventually


def held() -> int:
    """What this process has for itself, in megabytes."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("RssAnon:")) >> 10


def hold_and_let_go(give_back: Callable[[], None]) -> None:
    """Leave 40 MB of holes between pieces that stay, find them held still, and wait until they are not."""
    pieces = [bytearray(60_000) for _ in range(700)]
    kept = pieces[::20]
    full = held()
    pieces.clear()
    assert held() > full - 20, "the C library gave it back by itself: nothing is shown here"
    memory._EVERY = 0.05
    give_back()
    eventually(lambda: held() < full - 30)
    assert len(kept) == 35


@pytest.mark.parametrize("give_back", [memory.give_back, memory.hold_little])
def test_what_lies_between_is_given_back(give_back: Callable[[], None]) -> None:
    """Once before the processes part, and then again and again in each."""
    child = multiprocessing.get_context("fork").Process(target=hold_and_let_go, args=(give_back,))
    child.start()
    child.join(60)
    assert child.exitcode == 0


def code(library: str) -> int:
    """How much of a library's code lies in the memory of this process, in kilobytes."""
    found, counts = 0, False
    for line in Path("/proc/self/smaps").read_text().splitlines():
        if "-" in line.partition(" ")[0]:
            counts = " r-xp " in line and library in line
        elif counts and line.startswith("Rss:"):
            found += int(line.split()[1])
    return found


def let_go_of_code() -> None:
    """It is away, and comes again when it runs."""
    secret = Fernet(Fernet.generate_key())
    sealed = secret.encrypt(b"a lantern below the stairs")
    assert code("_rust") > 0
    memory.give_back()
    assert code("_rust") == 0
    assert secret.decrypt(sealed) == b"a lantern below the stairs"
    assert code("_rust") > 0


def test_code_that_only_starting_ran_is_let_go_of() -> None:
    child = multiprocessing.get_context("fork").Process(target=let_go_of_code)
    child.start()
    child.join(60)
    assert child.exitcode == 0


def test_nothing_but_code_from_files_is_let_go_of(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What was written to, or lies in no file, would be lost."""
    maps = [
        "1000-3000 r-xp 00001000 fe:00 77 /usr/lib/libone.so",
        "3000-4000 r--p 00003000 fe:00 77 /usr/lib/libone.so",
        "4000-5000 rw-p 00004000 fe:00 77 /usr/lib/libone.so",
        "5000-6000 rwxp 00000000 fe:00 78 /usr/lib/libtwo.so",
        "6000-7000 r-xs 00000000 fe:00 79 /usr/lib/libthree.so",
        "7000-8000 r-xp 00000000 00:00 0 [vdso]",
        "8000-9000 r-xp 00000000 00:00 0",
    ]
    (tmp_path / "maps").write_text("\n".join(maps))
    monkeypatch.setattr(memory, "_MAPS", tmp_path / "maps")
    assert memory._code() == [(0x1000, 0x2000)]
    monkeypatch.setattr(memory, "_MAPS", tmp_path / "none")
    assert memory._code() == []


def test_another_c_library_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not every one can: a community runs there all the same."""
    monkeypatch.setattr(memory, "_MAPS", Path("/none"))
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: object())
    monkeypatch.setattr(memory.threading, "Thread", None)
    memory.give_back()
    memory.hold_little()


class Library:
    """A C library that notes what it is told."""

    def __init__(self) -> None:
        self.told: list[tuple[int, int]] = []

    def malloc_trim(self, _pad: int) -> None:
        """Nothing is held here."""

    def mallopt(self, name: int, value: int) -> None:
        self.told.append((name, value))


def test_no_more_is_kept_at_hand_than_at_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else it would be twice the largest piece that was ever let go."""
    library = Library()
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: library)
    monkeypatch.setattr(memory, "_EVERY", 3_600.0)
    memory.hold_little()
    assert library.told == [(-1, 128 << 10), (-3, 128 << 10)]  # M_TRIM_THRESHOLD, M_MMAP_THRESHOLD of malloc.h


def test_it_is_given_back_again_and_again(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[int] = []

    def trim(pad: int) -> None:
        given.append(pad)
        if len(given) == 3:
            raise InterruptedError

    monkeypatch.setattr(memory, "_EVERY", 0.0)
    with pytest.raises(InterruptedError):
        memory._each_second(trim)
    assert given == [0, 0, 0]
