"""What the measurements must know of a filled database; kept beside it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class World:
    """Names and addresses in a world."""

    tokens: tuple[tuple[int, str], ...]  # account, token
    followed: Mapping[int, int]  # followers by account, of those with a token
    estranged: tuple[int, ...]  # accounts that block somebody
    thread: str  # the address of the first post of the long thread
    tag: str  # the most common hashtag
    first: str  # the user name of the first account

    def text(self) -> str:
        """As it is kept beside the database."""
        return json.dumps(self.__dict__)

    @classmethod
    def read(cls, text: str) -> "World":
        """From what was kept."""
        facts = json.loads(text)
        facts["tokens"] = tuple((account, token) for account, token in facts["tokens"])
        facts["followed"] = {int(account): count for account, count in facts["followed"].items()}
        return cls(**{**facts, "estranged": tuple(facts["estranged"])})
