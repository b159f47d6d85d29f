"""One ZIP, written straight to the disk, a piece at a time."""

import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from django.core.serializers.json import DjangoJSONEncoder

_STORED = (".webp", ".mp4", ".m4a")  # compressed already


class Archive:
    """A ZIP under way; ``breathe`` is called between pieces, and may end it all by raising."""

    def __init__(self, path: Path, breathe: Callable[[], None]) -> None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        self._zip = zipfile.ZipFile(path, "x", zipfile.ZIP_DEFLATED, allowZip64=True)
        self.breathe = breathe
        path.chmod(0o600)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    @contextmanager
    def file(self, name: str) -> Iterator[IO[bytes]]:
        """A file in the archive, to be written into."""
        info = zipfile.ZipInfo(name)
        info.compress_type = zipfile.ZIP_STORED if name.endswith(_STORED) else zipfile.ZIP_DEFLATED
        with self._zip.open(info, "w", force_zip64=True) as file:
            yield file

    def text(self, name: str, pieces: Iterable[str]) -> None:
        """A file of text."""
        with self.file(name) as file:
            for piece in pieces:
                file.write(piece.encode(errors="replace"))
                self.breathe()

    def json(self, name: str, value: object) -> None:
        """A small file of JSON."""
        self.text(name, [written(value, indent=2) + "\n"])

    def rows(self, name: str, rows: Iterable[object], before: str = "[", after: str = "]") -> int:
        """A list of JSON, of any length, one item in each line; how many they were."""
        number = 0
        with self.file(name) as file:
            file.write(before.encode())
            for row in rows:
                file.write((",\n" if number else "\n").encode() + written(row).encode(errors="replace"))
                number += 1
            file.write(f"\n{after}\n".encode())
        self.breathe()
        return number


def written(value: object, indent: int | None = None) -> str:
    """A value as JSON that people can read in their own script."""
    return json.dumps(value, cls=_Encoder, ensure_ascii=False, indent=indent)


class _Encoder(DjangoJSONEncoder):
    """Whatever a database may hold."""

    def default(self, o: Any) -> Any:
        """Bytes as hexadecimal digits."""
        return bytes(o).hex() if isinstance(o, bytes | memoryview) else super().default(o)
