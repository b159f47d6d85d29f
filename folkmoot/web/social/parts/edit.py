"""The form that a post is changed in: what the post says, and what was typed when the form comes back."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Self

from folkmoot.media.actions.keep import ALT_MOST
from folkmoot.media.queries import RecordingView, unused
from folkmoot.posts.actions import Edit
from folkmoot.posts.actions.drafts import TEXT_MOST, WARNING_MOST
from folkmoot.web import pictures
from folkmoot.web.social.languages import choices
from folkmoot.web.social.parts.poll import PollPart
from folkmoot.web.social.uploads import Field, sent_ids

if TYPE_CHECKING:
    from django.http import QueryDict

    from folkmoot.posts.hydrate import Body

_MOMENT_MOST = 40


@dataclass(frozen=True)
class EditForm:
    """One form for the changes to a post."""

    post_id: int
    text: str
    warning: str
    language: str
    since: str  # when the version was written that is being changed
    pictures: tuple[int, ...]
    recordings: tuple[int, ...]
    alts: Mapping[int, str]
    poll: PollPart
    errors: Mapping[str, str] = field(default_factory=dict)
    note: str = ""

    place = "edit"
    most = TEXT_MOST
    warning_most = WARNING_MOST
    alt_most = ALT_MOST

    @classmethod
    def of(cls, body: "Body") -> Self:
        """The post as it stands."""
        return cls(
            post_id=body.key.id,
            text=body.text,
            warning=body.warning,
            language=body.language,
            since=(body.edited_at or body.created_at).isoformat(),
            pictures=tuple(each.id for each in body.pictures),
            recordings=tuple(each.id for each in body.recordings),
            alts={each.id: each.alt for each in body.pictures} | {each.id: each.alt for each in body.recordings},
            poll=PollPart.of(body.poll, 0),
        )

    @classmethod
    def sent(cls, form: "QueryDict", body: "Body") -> Self:
        """What came back from a browser."""
        shown, played = sent_ids(form, "pictures"), sent_ids(form, "recordings")
        return cls(
            post_id=body.key.id,
            text=form.get("text", ""),
            warning=form.get("warning", ""),
            language=form.get("language", ""),
            since=form.get("since", "")[:_MOMENT_MOST],
            pictures=shown,
            recordings=played,
            alts={i: _lines(form.get(f"alt-{i}", "")) for i in (*shown, *played) if f"alt-{i}" in form},
            poll=PollPart.sent(form),
        )

    def edit(self) -> Edit:
        """The post as the domain is to make it."""
        return Edit(
            text=self.text,
            warning=self.warning,
            language=self.language,
            pictures=self.pictures,
            recordings=self.recordings,
            alts=self.alts,
            poll=self.poll.asked,
            since=_moment(self.since),
        )

    def with_pictures(self, ids: list[int]) -> Self:
        """The same with new uploads behind the pictures that are there."""
        return replace(self, pictures=(*self.pictures, *ids))

    def fields(self, body: "Body", viewer: int) -> tuple[Field, ...]:
        """The pictures in the form, those of the post and new ones."""
        known = {each.id: each for each in (*body.pictures, *unused(viewer, self.pictures))}
        there = [known[some_id] for some_id in self.pictures if some_id in known]
        return tuple(Field(pictures.own(each, viewer), self.alts.get(each.id, each.alt), "") for each in there)

    def played(self, body: "Body") -> tuple[tuple[RecordingView, str], ...]:
        """The recordings of the post that are to stay, with what is typed about them; one can be taken out."""
        there = [each for each in body.recordings if each.id in self.recordings]
        return tuple((each, self.alts.get(each.id, each.alt)) for each in there)

    @property
    def languages(self) -> tuple[tuple[str, str, str], ...]:
        """What it can be written in."""
        return choices(self.language)


def _lines(typed: str) -> str:
    return typed.replace("\r\n", "\n")


def _moment(typed: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(typed)
    except ValueError:
        return None
    return found if found.tzinfo else None
