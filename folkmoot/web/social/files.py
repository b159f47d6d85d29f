"""The files of a form: pictures and recordings that came with it, and what it says about those that are there."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

from folkmoot.web.social import uploads
from folkmoot.web.social.parts import recordings

if TYPE_CHECKING:
    from folkmoot.web.requests import MemberRequest
    from folkmoot.web.social.composer import Composer


class Brought(NamedTuple):
    """What a form without JavaScript brought along, and what is wrong with the rest, by field."""

    pictures: tuple[int, ...]
    recordings: tuple[int, ...]
    problems: Mapping[str, str]

    @property
    def anything(self) -> bool:
        """Whether there is anything to show or to say."""
        return bool(self.pictures or self.recordings or self.problems)


def taken_in(request: "MemberRequest") -> Brought:
    """Take in the files that came with a form."""
    shown, unseen = uploads.taken_in(request)
    played, unheard = recordings.taken_in(request)
    problems = {"pictures": unseen, "recordings": unheard}
    return Brought(tuple(shown), played, {name: problem for name, problem in problems.items() if problem})


def with_brought(form: "Composer", brought: Brought) -> "Composer":
    """The form with them."""
    played = replace(form.recordings, ids=(*form.recordings.ids, *brought.recordings))
    return replace(form, pictures=(*form.pictures, *brought.pictures), recordings=played)


def note(brought: Brought) -> str:
    """What to do with them next."""
    if brought.recordings:
        return _("Your recordings are here. Say what is to be heard and seen, then publish.")
    return _("Your pictures are here. Say what they show, then publish.")


def described(request: "MemberRequest", form: "Composer") -> dict[int, str]:
    """Keep what the form says about its files; what is wrong with it, by file."""
    return uploads.described(request, form.pictures) | recordings.described(request, form.recordings.ids)


def thrown_away(request: "MemberRequest") -> None:
    """Throw away what the form was to leave out."""
    uploads.thrown_away(request)
    recordings.thrown_away(request)
