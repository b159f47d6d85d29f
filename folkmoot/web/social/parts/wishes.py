"""What the author of a post wishes: who may answer and quote it, which circle it is for, what it quotes."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from django.http import QueryDict

    from folkmoot.posts.actions import Draft


@dataclass(frozen=True)
class WishesPart:
    """The choices as they were made."""

    reply_policy: str = "everyone"
    quote_policy: str = "anyone"
    quote_of: int | None = None

    @classmethod
    def sent(cls, form: "QueryDict") -> Self:
        """What came back from a browser."""
        del form
        return cls()

    def added(self, draft: "Draft") -> "Draft":
        """The draft with these wishes."""
        return draft
