"""Where programs wait until they are let in: they take nobody's place, and nothing of theirs piles up."""

from folkmoot.api.streaming.streams import Refused
from folkmoot.project.files_and_streams.streaming.connection import Connection

SILENT_MOST = 1_000  # lines that have not said what they want
ASKING_MOST = 2_000  # lines whose token is being looked at


class Entrance:
    """Those who are not in yet."""

    def __init__(self) -> None:
        self.silent: dict[Connection, None] = {}  # in the order in which they came
        self.asking: set[Connection] = set()

    def come(self, line: Connection) -> None:
        """Somebody is at the door: when too many stand there and say nothing, the first of them goes."""
        if len(self.silent) >= SILENT_MOST:
            first = next(iter(self.silent))
            del self.silent[first]
            first.transport.abort()
        self.silent[line] = None

    def ask(self, line: Connection) -> None:
        """They said what they want."""
        self.silent.pop(line, None)
        if len(self.asking) >= ASKING_MOST:
            raise Refused(503, "Too many are asking")
        self.asking.add(line)

    def leave(self, line: Connection) -> None:
        """They are in, or gone."""
        self.silent.pop(line, None)
        self.asking.discard(line)

    def everybody(self) -> tuple[Connection, ...]:
        """All who wait."""
        return (*self.silent, *self.asking)
