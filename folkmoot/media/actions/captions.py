"""Captions: the words of a recording, for whoever cannot hear it or does not know its language."""

import re

from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.core.errors import Invalid, NotFound
from folkmoot.core.events import publish
from folkmoot.core.html import clean
from folkmoot.media.actions.webvtt import cleaned
from folkmoot.media.addresses import caption_name, place
from folkmoot.media.events import RecordingChanged
from folkmoot.media.models import Caption, Recording
from folkmoot.media.storage import store

BYTES_MOST = 500_000
LANGUAGES_MOST = 20  # of one recording
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?")


def add_caption(actor_id: int, recording_id: int, language: str, data: bytes) -> None:
    """Add captions (WebVTT) to one's own recording, in the place of those it has in this language."""
    if not _LANGUAGE.fullmatch(language):
        raise Invalid("language", _("Choose the language from the list."))
    if len(data) > BYTES_MOST:
        raise Invalid("captions", _("A file of captions has at most 500 KB."))
    try:
        text = cleaned(clean(data.decode("utf-8-sig"))).encode()
    except ValueError as wrong:
        message = _("This is not a file of captions we can read. Please save it as WebVTT (.vtt) and try again.")
        raise Invalid("captions", message) from wrong
    with transaction.atomic():
        recording = _own(actor_id, recording_id)
        others = Caption.objects.filter(recording=recording).exclude(language=language)
        if others.count() >= LANGUAGES_MOST:
            raise Invalid("captions", _("A recording has captions in at most 20 languages."))
        Caption.objects.update_or_create(recording=recording, language=language, defaults={"bytes": len(text)})
        store().keep(place(recording.id, recording.name), {caption_name(language): text})
        publish(RecordingChanged(recording_id))


def remove_caption(actor_id: int, recording_id: int, language: str) -> None:
    """Take captions away from one's own recording."""
    with transaction.atomic():
        recording = _own(actor_id, recording_id)
        if not Caption.objects.filter(recording=recording, language=language).delete()[0]:
            raise NotFound
        publish(RecordingChanged(recording_id))


def _own(actor_id: int, recording_id: int) -> Recording:
    """The recording, held until the transaction ends: one writer of its captions at a time."""
    found = Recording.objects.select_for_update().filter(id=recording_id, owner_id=actor_id).first()
    if found is None:
        raise NotFound
    return found
