"""A post as it is handed in, and what may be in it."""

import re
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.core import html
from folkmoot.core.errors import Invalid
from folkmoot.posts.actions.polls import NewPoll, checked_poll
from folkmoot.posts.interaction import QUOTE_POLICIES, REPLY_POLICIES, WRITABLE

TEXT_MOST = 5_000  # characters; a link counts 23
WARNING_MOST = 500
MENTIONS_MOST = 50
TAGS_MOST = 50
PICTURES_MOST = 40
RECORDINGS_MOST = 20
KEY_MOST = 200
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?")


@dataclass(frozen=True)
class Draft:
    """A post as it is handed in by a form or a program."""

    text: str
    scope: str
    warning: str = ""
    language: str = ""
    reply_to: int | None = None
    addressed: tuple[int, ...] = ()  # accounts it is for besides those it names: the others of a conversation
    circle: int | None = None  # for the scope "list": whose people it is for, as they are now
    idempotency_key: str = ""
    pictures: tuple[int, ...] = ()  # uploads of the author's own, in the order in which they are shown
    recordings: tuple[int, ...] = ()
    poll: NewPoll | None = None
    quote_of: int | None = None
    reply_policy: str = "everyone"
    quote_policy: str = ""  # empty: as the author has set it for all
    app: int | None = None  # the program that it was written with, if that is one that was registered here
    saved_as: int | None = None  # the draft that goes away with it
    hand: str = ""  # the key of the form that it was written in


def checked(draft: Draft) -> Draft:
    """The draft with its words in order; ``Invalid`` names the field that has to be mended."""
    text = html.clean(draft.text).strip()
    warning = html.clean(draft.warning).replace("\n", " ").strip()
    if not (text or draft.pictures or draft.recordings or draft.poll or draft.quote_of):
        raise Invalid("text", _("Write something first: a post cannot be empty."))
    check_words(text, warning, draft.language)
    pictures, recordings = check_few(draft.pictures, draft.recordings)
    _check_choices(draft)
    if len(draft.idempotency_key) > KEY_MOST:
        raise Invalid("idempotency_key", _("The key of a request has at most 200 characters."))
    return replace(
        draft,
        text=text,
        warning=warning,
        pictures=pictures,
        recordings=recordings,
        poll=checked_poll(draft.poll),
    )


def check_words(text: str, warning: str, language: str) -> None:
    """Refuse words that are too long or name too much: of a new post as of an edited one."""
    _within("text", html.length(text), TEXT_MOST)
    _within("warning", len(warning), WARNING_MOST)
    if language and not _LANGUAGE.fullmatch(language):
        raise Invalid("language", _("Choose the language from the list."))
    if len(html.mentions_in(text)) > MENTIONS_MOST:
        raise Invalid("text", _("A post can name at most 50 people."))
    if len(html.tags_in(text)) > TAGS_MOST:
        raise Invalid("text", _("A post can carry at most 50 hashtags."))


def check_few(pictures: tuple[int, ...], recordings: tuple[int, ...]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Each picture and recording once; refuse more than a post can show and play."""
    return (
        _few(pictures, PICTURES_MOST, "pictures", _("A post can show at most 40 pictures.")),
        _few(recordings, RECORDINGS_MOST, "recordings", _("A post can play at most 20 recordings.")),
    )


def _check_choices(draft: Draft) -> None:
    if draft.scope not in WRITABLE or not _has_people(draft):
        raise Invalid("scope", _("Choose who the post is for."))
    if draft.reply_policy not in REPLY_POLICIES:
        raise Invalid("reply_policy", _("Choose who may answer."))
    if draft.quote_policy not in ("", *QUOTE_POLICIES):
        raise Invalid("quote_policy", _("Choose who may quote the post."))


def _has_people(draft: Draft) -> bool:
    """A circle goes with the scope "list" and with no other; an answer may do without one of its own."""
    if draft.scope != "list":
        return draft.circle is None
    return draft.circle is not None or draft.reply_to is not None


def _few(ids: tuple[int, ...], most: int, field: str, sentence: str) -> tuple[int, ...]:
    chosen = tuple(dict.fromkeys(ids))
    if len(chosen) > most:
        raise Invalid(field, sentence)
    return chosen


def _within(field: str, length: int, most: int) -> None:
    if length > most:
        message = ngettext(
            "At most %(most)s characters fit here; take out %(over)s character.",
            "At most %(most)s characters fit here; take out %(over)s characters.",
            length - most,
        )
        raise Invalid(field, message % {"most": f"{most:,}", "over": f"{length - most:,}"})
