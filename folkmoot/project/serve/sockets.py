"""The addresses a server listens at, opened once by the parent, so that no connection is lost when a worker dies."""

import resource
import socket

from folkmoot.project.datadir import DataTrouble
from folkmoot.project.reading import Bind

_BACKLOG = 1024
_MANY = 100_000


def listen(bind: Bind, workers: int) -> list[list[socket.socket]]:
    """The listening sockets of each worker; ``localhost`` is 127.0.0.1 and, where the machine has it, ::1.

    Each worker has its own, and the system deals connections out: from a shared one, the first to wake takes them all.
    """
    addresses = [bind]
    if bind.host == "localhost":
        addresses = [bind._replace(host=host) for host in ("127.0.0.1", "::1") if host != "::1" or _has_ipv6_loopback()]
    for address in addresses:
        _open(address, shared=0).close()  # sharing would let a second server of the same user in
    return [[_open(address, shared=1) for address in addresses] for _ in range(workers)]


def allow_many() -> None:
    """Let this process have as many connections as the system grants it, a hundred thousand at most."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _MANY if hard == resource.RLIM_INFINITY else min(_MANY, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _open(bind: Bind, *, shared: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in bind.host else socket.AF_INET
    opened = socket.socket(family, socket.SOCK_STREAM)
    try:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, shared)
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if family == socket.AF_INET6:
            opened.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, int(bind.host != "::"))
        opened.bind((bind.host, bind.port))
        opened.listen(_BACKLOG)
        opened.settimeout(0)
    except OSError as problem:
        opened.close()
        raise DataTrouble(
            f"Nothing can be served at {bind}: {problem.strerror}. "
            "Choose another address with --bind HOST:PORT "
            "(and FOLKMOOT_MEDIA_BIND for files, FOLKMOOT_STREAM_BIND for streams)."
        ) from problem
    return opened


def _has_ipv6_loopback() -> bool:
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_STREAM) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True
