"""A real server that speaks S3, started for the tests that need one: rclone serving an empty folder."""

import contextlib
import itertools
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

from tests.servers import eventually, free_ports

_numbers = itertools.count(1)
KEY, SECRET, BUCKET = "harbour", "a-lantern-below-the-stairs", "files"


@dataclass
class Bucket:
    """One running server and the folder where its objects lie."""

    url: str
    folder: Path
    process: subprocess.Popen[bytes]

    @property
    def settings(self) -> dict[str, str]:
        """Those of a community whose files all begin with a prefix that nobody has used before."""
        prefix = f"moot-{next(_numbers)}"
        found = {"s3_bucket": BUCKET, "s3_endpoint": self.url, "s3_key": KEY, "s3_secret": SECRET}
        return found | {"s3_prefix": prefix}

    def files(self, prefix: str) -> list[str]:
        """What lies in the bucket."""
        place = self.folder / BUCKET / prefix
        return sorted(str(path.relative_to(place)) for path in place.rglob("*") if path.is_file())


@contextlib.contextmanager
def serving() -> Generator[Bucket]:
    port = free_ports()
    with tempfile.TemporaryDirectory(prefix="folkmoot-bucket-") as folder:
        (Path(folder) / BUCKET).mkdir()
        options = [f"--addr=127.0.0.1:{port}", f"--auth-key={KEY},{SECRET}", "--config=/dev/null", "--quiet"]
        program = Path(sys.executable).with_name("rclone")
        command = [program, "serve", "s3", folder, *options]
        process = subprocess.Popen(command, env={"HOME": folder, "PATH": os.defpath}, stderr=subprocess.DEVNULL)
        try:
            eventually(lambda: _answers(port))
            yield Bucket(f"http://127.0.0.1:{port}", Path(folder), process)
        finally:
            process.terminate()
            process.wait(20)


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True
