"""The poll of a post that is being written."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from django.http import QueryDict

    from folkmoot.posts.actions import Draft


@dataclass(frozen=True)
class PollPart:
    """The options as they were typed."""

    options: tuple[str, ...] = ()

    @classmethod
    def sent(cls, form: "QueryDict") -> Self:
        """What came back from a browser."""
        del form
        return cls()

    def added(self, draft: "Draft") -> "Draft":
        """The draft with the poll, if one was begun."""
        return draft
