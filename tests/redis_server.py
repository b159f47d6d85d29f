"""A Redis of our own, on loopback, that keeps nothing; started for the tests that need one."""

import contextlib
import subprocess
import tempfile
from collections.abc import Generator

import redis

from tests.servers import eventually, free_ports


@contextlib.contextmanager
def serving() -> Generator[str]:
    """Its address."""
    port = free_ports()
    with tempfile.TemporaryDirectory(prefix="folkmoot-redis-") as folder:
        command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        try:
            eventually(lambda: _answers(port))
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            process.terminate()
            process.wait(20)


def _answers(port: int) -> bool:
    with contextlib.suppress(redis.ConnectionError):
        return bool(redis.Redis(port=port).ping())
    return False
