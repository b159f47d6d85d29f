"""The videos and sounds of a post that is being written: taken in, described, put in order, thrown away."""

import contextlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple, Self

from django.utils.translation import gettext as _

from folkmoot.core.errors import Invalid, NotFound, TooMany
from folkmoot.core.ids import id_in
from folkmoot.media.actions import add_caption, describe_recording, discard_recording, remove_caption, take_recording
from folkmoot.media.actions.captions import BYTES_MOST
from folkmoot.media.actions.keep import ALT_MOST
from folkmoot.media.actions.recordings import TITLE_MOST
from folkmoot.media.queries import RecordingView, unused_recordings
from folkmoot.posts.actions.drafts import RECORDINGS_MOST
from folkmoot.posts.actions.reach import require_recordings
from folkmoot.web.social import players
from folkmoot.web.social.languages import LANGUAGES, choices
from folkmoot.web.social.players import Player
from folkmoot.web.social.uploads import sent_ids

if TYPE_CHECKING:
    from django.http import QueryDict

    from folkmoot.posts.actions import Draft
    from folkmoot.web.requests import MemberRequest


class Words(NamedTuple):
    """What is said about a recording."""

    alt: str
    title: str
    artist: str


class Field(NamedTuple):
    """One recording in a form: how it is shown, what was typed about it, and what is wrong with that."""

    shown: Player
    words: Words
    languages: tuple[tuple[str, str, str], ...]
    error: str = ""

    @property
    def id(self) -> int:
        """Its id."""
        return self.shown.recording.id

    def label_of(self, language: str) -> str:
        """What the language of some captions calls itself."""
        return LANGUAGES.get(language, language)


@dataclass(frozen=True)
class RecordingsPart:
    """The recordings that are there already."""

    ids: tuple[int, ...] = ()
    fields: tuple[Field, ...] = field(default=(), repr=False)  # as they are shown in the form

    most = RECORDINGS_MOST

    @classmethod
    def sent(cls, form: "QueryDict") -> Self:
        """What came back from a browser."""
        return cls(sent_ids(form, "recordings"))

    def added(self, draft: "Draft") -> "Draft":
        """The draft with these recordings."""
        return replace(draft, recordings=self.ids)

    def filled(self, request: "MemberRequest", wrong: Mapping[int, str]) -> Self:
        """With the fields of those that are still there; what is ``wrong`` with one stands beside it, as typed."""
        found = unused_recordings(request.viewer, self.ids)
        shown = tuple(field_of(each, request, wrong.get(each.id, "")) for each in found)
        return replace(self, ids=tuple(each.id for each in shown), fields=shown)


def field_of(recording: RecordingView, request: "MemberRequest", error: str = "") -> Field:
    """One recording in a form for its owner."""
    kept = Words(recording.alt, recording.title, recording.artist)
    words = _typed(request.POST, recording.id) if error else None
    languages = choices(request.account.language)
    return Field(players.own(recording, request.viewer), words or kept, languages, error)


def taken_in(request: "MemberRequest") -> tuple[tuple[int, ...], str]:
    """Take in what a form without JavaScript brought: the ids, and in one sentence what was wrong with the rest."""
    ids: list[int] = []
    for upload in request.FILES.getlist("recording")[:RECORDINGS_MOST]:
        name = (upload.name or "")[:80]
        try:
            require_recordings(request.account)
            ids.append(take_recording(request.viewer, upload, name))
        except (Invalid, TooMany) as error:
            return tuple(ids), _("“%(file)s” was not added. %(problem)s") % {"file": name, "problem": error.message}
    return tuple(ids), ""


def described(request: "MemberRequest", ids: Iterable[int]) -> dict[int, str]:
    """Keep what the form says about recordings that are not used yet; what is wrong with it, by recording."""
    named = [each for each in ids if f"rec-alt-{each}" in request.POST]
    wrong = {}
    for recording in unused_recordings(request.viewer, named):
        try:
            describe(request, recording)
        except Invalid as error:
            wrong[recording.id] = error.message
    return wrong


def describe(request: "MemberRequest", recording: RecordingView) -> None:
    """Keep the words and the captions that a form brings for one recording; ``Invalid`` when they will not do."""
    words = _typed(request.POST, recording.id)
    if words and words != (recording.alt, recording.title, recording.artist):
        describe_recording(request.viewer, recording.id, *words)
    captions = request.FILES.get(f"captions-{recording.id}")
    if captions:
        language = request.POST.get(f"captions-language-{recording.id}", "")
        add_caption(request.viewer, recording.id, language, captions.read(BYTES_MOST + 1))


def thrown_away(request: "MemberRequest") -> None:
    """Throw away the recording, or the captions of one, that the form was to leave out."""
    what, _colon, rest = request.POST.get("do", "").partition(":")
    which, _colon, language = rest.partition(":")
    recording_id = id_in(which)
    if recording_id is None:
        return
    with contextlib.suppress(NotFound):
        if what == "remove":
            discard_recording(request.viewer, recording_id)
        elif what == "uncaption":
            remove_caption(request.viewer, recording_id, language)


def _typed(form: "QueryDict", some_id: int) -> Words | None:
    names = [f"rec-{name}-{some_id}" for name in Words._fields]
    if names[0] not in form:
        return None
    alt, title, artist = (form.get(name, "").strip().replace("\r\n", "\n") for name in names)
    return Words(alt[: 2 * ALT_MOST], title[: 2 * TITLE_MOST], artist[: 2 * TITLE_MOST])
