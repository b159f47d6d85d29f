"""The walls around whoever opens a stranger's file: no files, no network, no other process, little memory, little time.

Put up by the child itself, from inside and for good, after its libraries are loaded and before it reads a byte of the
file. From then on it can compute, read what it was handed and write to what it was handed. Three locks, one behind the
other: seccomp refuses every system call that computing does not need (so there is no ``open``, no ``socket``, no
``fork``), landlock refuses every path and port should a call slip through, and limits end what takes too much.
"""

import ctypes
import os
import platform
import resource
import signal
import struct
from collections.abc import Mapping
from typing import NamedTuple

MEMORY = 224 << 20  # bytes of data; with the code of the libraries the child stays below 256 MB
SECONDS = 20  # of processor time
OUTPUT = 64 << 20  # bytes
FILES = 16

_EPERM, _ENOSYS = 1, 38
_NO_NEW_PRIVILEGES, _DIE_WITH_PARENT, _DUMPABLE = 38, 1, 4
_LANDLOCK_CREATE, _LANDLOCK_RESTRICT = 444, 446
_FS = {1: 0x1FFF, 2: 0x3FFF, 3: 0x7FFF, 4: 0x7FFF, 5: 0xFFFF}  # what each version of landlock can refuse
_NET, _SCOPE = 0b11, 0b11  # binding and connecting; abstract sockets and signals
_SECCOMP_FILTER, _SECCOMP_ALL_THREADS = 1, 1
_LOAD, _IF_EQUAL, _IF_AT_LEAST, _IF_SET, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _KILL, _REFUSE = 0x7FFF0000, 0x80000000, 0x00050000
_NUMBER_AT, _ARCH_AT, _FIRST_ARGUMENT_AT = 0, 4, 16
_NEW_THREAD = 0x10000
_FOREIGN_NUMBERS = 0x40000000  # x32's, on x86-64
_ONE_ARENA = -8  # M_ARENA_MAX


class Machine(NamedTuple):
    """How a kind of processor numbers its system calls; ``needed`` are those that computing cannot do without."""

    arch: int
    seccomp: int
    clone: int
    clone3: int
    needed: tuple[int, ...]


# read write close fstat lseek pread64 mmap mprotect munmap brk mremap madvise rt_sigaction rt_sigprocmask rt_sigreturn
# sigaltstack futex sched_yield sched_getaffinity nanosleep clock_gettime clock_getres clock_nanosleep gettimeofday
# getpid gettid getrusage getrandom set_robust_list rseq membarrier restart_syscall exit exit_group readv writev dup
# fcntl sysinfo
_X86_64 = (0, 1, 3, 5, 8, 17, 9, 10, 11, 12, 25, 28, 13, 14, 15, 131, 202, 24, 204, 35, 228, 229, 230, 96, 39, 186, 98,
           318, 273, 334, 324, 219, 60, 231, 19, 20, 32, 72, 99)  # fmt: skip
_AARCH64 = (63, 64, 57, 80, 62, 67, 222, 226, 215, 214, 216, 233, 134, 135, 139, 132, 98, 124, 123, 101, 113, 114, 115,
            169, 172, 178, 165, 278, 99, 293, 283, 128, 93, 94, 65, 66, 23, 25, 179)  # fmt: skip
MACHINES = {
    "x86_64": Machine(0xC000003E, 317, 56, 435, _X86_64),
    "aarch64": Machine(0xC00000B7, 277, 220, 435, _AARCH64),
}


class Kernel:
    """Plain calls into the system; what fails is an ``OSError``."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(None, use_errno=True)

    def call(self, number: int, *arguments: object) -> int:
        """One system call by its number."""
        return self._checked(self._library.syscall(number, *arguments))

    def control(self, option: int, value: int) -> int:
        """``prctl``."""
        return self._checked(self._library.prctl(option, value, 0, 0, 0))

    def keep_memory_together(self) -> None:
        """One arena for all threads: each further one takes room that pictures need."""
        self._library.mallopt(_ONE_ARENA, 1)

    def limit(self, what: int, most: int) -> None:
        """``setrlimit``, for good."""
        resource.setrlimit(what, (most, most))

    def _checked(self, answer: int) -> int:
        if answer < 0:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
        return answer


def put_up(kernel: Kernel, machine: str, limits: Mapping[int, int] | None = None) -> int:
    """Put up all walls around this process; the version of landlock that stands among them, 0 when there is none.

    ``limits`` are those of whoever needs others than a picture does.
    """
    if len(os.listdir("/proc/self/task")) > 1:  # noqa: PTH208 - no path is built from it
        raise RuntimeError("landlock holds the calling thread alone, and there is another one")
    kernel.keep_memory_together()
    kernel.control(_DIE_WITH_PARENT, signal.SIGKILL)
    kernel.control(_NO_NEW_PRIVILEGES, 1)
    kernel.control(_DUMPABLE, 0)
    for what, most in (limits or LIMITS).items():
        kernel.limit(what, most)
    version = _refuse_paths(kernel)
    _refuse_calls(kernel, MACHINES[machine])
    return version


LIMITS = {
    resource.RLIMIT_DATA: MEMORY,
    resource.RLIMIT_CPU: SECONDS,
    resource.RLIMIT_FSIZE: OUTPUT,
    resource.RLIMIT_NOFILE: FILES,
    resource.RLIMIT_CORE: 0,
}


def here() -> str:
    """The kind of processor this is."""
    return platform.machine()


def _refuse_paths(kernel: Kernel) -> int:
    """Landlock with no exception at all: every path, every port, every signal to others."""
    try:
        version = kernel.call(_LANDLOCK_CREATE, None, 0, 1)
    except OSError:
        return 0
    rules = _rules(version)
    ruleset = kernel.call(_LANDLOCK_CREATE, rules, len(rules), 0)
    kernel.call(_LANDLOCK_RESTRICT, ruleset, 0)
    os.close(ruleset)
    return version


def _rules(version: int) -> bytes:
    """What is refused, as far as this version knows it."""
    known = [_FS[min(version, max(_FS))]]
    known += [_NET] if version >= 4 else []  # noqa: PLR2004 - the version that brought it
    known += [_SCOPE] if version >= 6 else []  # noqa: PLR2004 - the version that brought it
    return struct.pack(f"={len(known)}Q", *known)


def _refuse_calls(kernel: Kernel, machine: Machine) -> None:
    program = b"".join(_program(machine))
    steps = ctypes.create_string_buffer(program, len(program))
    head = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(steps))
    kernel.call(machine.seccomp, _SECCOMP_FILTER, _SECCOMP_ALL_THREADS, head)


def _program(machine: Machine) -> list[bytes]:
    """What is not allowed is refused as not permitted; new threads are allowed, new processes are not."""
    steps = [_step(_LOAD, _ARCH_AT), _step(_IF_EQUAL, machine.arch, yes=1), _step(_RETURN, _KILL)]
    steps += [_step(_LOAD, _NUMBER_AT)]
    steps += [_step(_IF_AT_LEAST, _FOREIGN_NUMBERS, no=1), _step(_RETURN, _KILL)]
    steps += [_step(_IF_EQUAL, machine.clone3, no=1), _step(_RETURN, _REFUSE | _ENOSYS)]
    for number in machine.needed:
        steps += [_step(_IF_EQUAL, number, no=1), _step(_RETURN, _ALLOW)]
    steps += [_step(_IF_EQUAL, machine.clone, no=3), _step(_LOAD, _FIRST_ARGUMENT_AT)]
    steps += [_step(_IF_SET, _NEW_THREAD, no=1), _step(_RETURN, _ALLOW)]
    return [*steps, _step(_RETURN, _REFUSE | _EPERM)]


def _step(code: int, value: int, *, yes: int = 0, no: int = 0) -> bytes:
    """One instruction; ``yes`` and ``no`` are how many further ones to leave out."""
    return struct.pack("=HBBI", code, yes, no, value)
