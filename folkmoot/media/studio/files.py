"""Reading and writing by descriptors alone: behind the walls nothing can be opened."""

import os

_FROM_START, _FROM_HERE = 0, 1


class Reader:
    """A file that is read from a place of its own, whoever else uses the descriptor."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        self.place = 0

    def read(self, size: int) -> bytes:
        """The next bytes; none at the end."""
        found = os.pread(self.descriptor, size, self.place)
        self.place += len(found)
        return found

    def seek(self, offset: int, whence: int = _FROM_START) -> int:
        """Go on elsewhere."""
        self.place = max(0, offset + _origin(self.descriptor, self.place, whence))
        return self.place

    def tell(self) -> int:
        """Where it stands."""
        return self.place

    def close(self) -> None:
        """The descriptor is its owner's to close."""


class Writer(Reader):
    """The same, for what is made; ``end`` is how far it reaches, whatever was there before."""

    def __init__(self, descriptor: int) -> None:
        super().__init__(descriptor)
        self.end = 0

    def write(self, data: bytes) -> int:
        """Write all of it here."""
        os.lseek(self.descriptor, self.place, os.SEEK_SET)
        left = memoryview(data)
        while left:
            left = left[os.write(self.descriptor, left) :]
        self.place += len(data)
        self.end = max(self.end, self.place)
        return len(data)


def size(descriptor: int) -> int:
    """How many bytes there are."""
    return os.lseek(descriptor, 0, os.SEEK_END)


def _origin(descriptor: int, place: int, whence: int) -> int:
    if whence == _FROM_START:
        return 0
    return place if whence == _FROM_HERE else size(descriptor)
