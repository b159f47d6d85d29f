"""Where a page of ranked posts ends, so that the next one begins there whatever happens meanwhile."""

import re
from typing import NamedTuple, Self

from django.utils.translation import gettext as _

from folkmoot.core.errors import Invalid
from folkmoot.core.ids import LARGEST_ID

_WRITTEN = re.compile(r"([0-9]{1,19})\.([0-9]{1,19})(?:\.(-?[0-9]{1,19})\.([0-9]{1,19}))?")


class Place(NamedTuple):
    """A point in what was found: ``below`` cuts the newest matches that are ranked, the rest is a place among them."""

    moment: int  # the id of the moment at which somebody began to search
    below: int = LARGEST_ID  # only what stands below this in the index
    score: int | None = None  # of the last post that was shown
    post_id: int = 0  # which that was

    def __str__(self) -> str:
        """As an address carries it."""
        rest = "" if self.score is None else f".{self.score}.{self.post_id}"
        return f"{self.moment}.{self.below}{rest}"

    @classmethod
    def parse(cls, written: str) -> Self:
        """The place that an address names."""
        found = _WRITTEN.fullmatch(written)
        values = [int(value) for value in found.groups() if value] if found else []
        if not values or any(abs(value) > LARGEST_ID for value in values):
            raise Invalid("after", _("These results cannot be continued from there. Search again."))
        return cls(*values)
