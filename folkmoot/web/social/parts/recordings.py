"""The videos and sounds of a post that is being written."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from django.http import QueryDict

    from folkmoot.posts.actions import Draft


@dataclass(frozen=True)
class RecordingsPart:
    """The recordings that are there already."""

    ids: tuple[int, ...] = ()

    @classmethod
    def sent(cls, form: "QueryDict") -> Self:
        """What came back from a browser."""
        del form
        return cls()

    def added(self, draft: "Draft") -> "Draft":
        """The draft with these recordings."""
        return draft
