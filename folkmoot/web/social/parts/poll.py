"""The poll of a post that is being written."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple, Self

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.posts.actions.polls import OPTION_MOST, OPTIONS_MOST, NewPoll

if TYPE_CHECKING:
    from django.http import QueryDict

    from folkmoot.posts.actions import Draft
    from folkmoot.posts.hydrate import PollView

FIELDS, MORE = 4, 2  # options at first, and how many a press on "more" adds
MINUTE, HOUR, DAY = 60, 3_600, 86_400
SPANS = (5 * MINUTE, 30 * MINUTE, HOUR, 6 * HOUR, 12 * HOUR, DAY, 3 * DAY, 7 * DAY, 14 * DAY, 30 * DAY)
USUAL = DAY
_SHORT, _LONG = 64, 1_000  # characters of a field that are kept as they came


class Span(NamedTuple):
    """How long a poll can run."""

    seconds: int
    label: str


@dataclass(frozen=True)
class PollPart:
    """The options as they were typed."""

    options: tuple[str, ...] = ("",) * FIELDS
    multiple: bool = False
    seconds: int = USUAL  # 0: it ends when it already does

    most = OPTIONS_MOST
    option_most = OPTION_MOST

    @classmethod
    def sent(cls, form: "QueryDict") -> Self:
        """What came back from a browser, with more fields or none where that was asked for."""
        if "poll_option" not in form or form.get("do") == "poll:none":
            return cls()
        options = tuple(each[:_LONG] for each in form.getlist("poll_option")[:OPTIONS_MOST])
        if form.get("do") == "poll:more":
            options += ("",) * min(MORE, OPTIONS_MOST - len(options))
        lasts = form.get("poll_lasts", "")[:_SHORT]
        seconds = int(lasts) if lasts.isascii() and lasts.isdigit() else USUAL
        return cls(options, "poll_multiple" in form, seconds)

    @classmethod
    def of(cls, poll: "PollView | None", seconds: int) -> Self:
        """The fields for a poll that was asked before."""
        if poll is None:
            return cls()
        return cls(poll.options + ("",) * max(0, FIELDS - len(poll.options)), poll.multiple, seconds)

    def added(self, draft: "Draft") -> "Draft":
        """The draft with the poll, if one was begun."""
        return replace(draft, poll=self.asked)

    @property
    def asked(self) -> NewPoll | None:
        """The poll, if one was begun."""
        options = tuple(option for option in self.options if option.strip())
        return NewPoll(options, self.seconds, self.multiple) if options else None

    @property
    def is_begun(self) -> bool:
        """Whether there is anything in it, so that the fields stand open."""
        return self != type(self)()

    @property
    def spans(self) -> tuple[Span, ...]:
        """How long it can run; one that runs already can go on as it does."""
        known = SPANS if self.seconds in (0, *SPANS) else (*SPANS, self.seconds)
        kept = (Span(0, _("As long as it does now")),) if self.seconds == 0 else ()
        return (*kept, *(Span(each, _label(each)) for each in sorted(known)))


def nearest(seconds: float) -> int:
    """The choice that comes closest to how long a poll ran."""
    return min(SPANS, key=lambda span: abs(span - seconds))


def _label(seconds: int) -> str:
    if seconds >= DAY:
        return ngettext("%(count)d day", "%(count)d days", seconds // DAY) % {"count": seconds // DAY}
    if seconds >= HOUR:
        return ngettext("%(count)d hour", "%(count)d hours", seconds // HOUR) % {"count": seconds // HOUR}
    minutes = seconds // MINUTE
    return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
