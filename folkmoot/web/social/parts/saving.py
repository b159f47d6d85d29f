"""What becomes of a post that is being written when it is not published at once: a draft, or a plan for later."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from datetime import time as clock
from typing import TYPE_CHECKING, Self

from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.core.errors import Invalid
from folkmoot.core.ids import id_in
from folkmoot.web import words

if TYPE_CHECKING:
    from django.http import QueryDict

    from folkmoot.posts.actions import Draft
    from folkmoot.posts.queries.saved import Form

NOT_KEPT = ("csrfmiddlewaretoken", "next", "live", "keep", "do", "draft", "draft_version")
_OF_FILES = ("alt-", "focus-", "rec-")  # kept with the pictures and recordings themselves


@dataclass(frozen=True)
class SavingPart:
    """Which draft the form stands for, and when it is to be published."""

    draft: int | None = field(default=None, repr=False)
    version: int = field(default=0, repr=False)
    hand: str = field(default="", repr=False)
    day: str = ""
    time: str = ""

    @classmethod
    def sent(cls, form: "QueryDict") -> Self:
        """What came back from a browser."""
        return cls(
            draft=id_in(form.get("draft", "")),
            version=id_in(form.get("draft_version", "")) or 0,
            hand=form.get("key", "")[:60],
            day=form.get("due_day", "")[:20],
            time=form.get("due_time", "")[:20],
        )

    def added(self, draft: "Draft") -> "Draft":
        """The draft, which lets go of what was saved of it once it is published."""
        return replace(draft, saved_as=self.draft, hand=self.hand)

    @property
    def due_at(self) -> datetime | None:
        """When it is to be published; None for at once."""
        return moment(self.day, self.time) if self.day or self.time else None


def moment(day: str, time: str) -> datetime:
    """A day and a time by the member's own clock; a time that clocks skip is as much later as they skip."""
    try:
        typed = datetime.combine(date.fromisoformat(day), clock.fromisoformat(time).replace(tzinfo=None))
        return typed.replace(tzinfo=timezone.get_current_timezone()).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Invalid("due", _("Choose both a day and a time.")) from None


def will_be_published(due_at: "datetime") -> str:
    """When a post will appear, as the member's own clock shows it."""
    return _("It will be published on %(moment)s.") % {"moment": words.full(due_at)}


def kept_form(form: "QueryDict") -> "Form":
    """What of a form is kept: all that was typed and chosen, and nothing about the page that it stood on."""
    return {
        name: [str(value) for value in values]
        for name, values in form.lists()
        if name not in NOT_KEPT and not name.startswith(_OF_FILES)
    }
