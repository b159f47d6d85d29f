"""Why a recording cannot be played, in words for whoever uploaded it."""

from django.utils.translation import gettext_lazy as _


def problem_sentence(word: str) -> str:
    """The sentence behind a word of ``Recording.problem``."""
    return str(_SENTENCES.get(word, _SENTENCES["damaged"]))


_SENTENCES = {
    "damaged": _("This file cannot be played: it seems to be damaged. Please save it anew and try again."),
    "nothing": _("There is neither a picture nor a sound in this file."),
    "codec": _("This file holds a kind of video or sound that we cannot read. Please save it as MP4 or MP3."),
    "cut": _("This file ends before its end: a part of it is missing. Please upload it once more."),
    "long": _("A recording can last three hours at most. Please shorten it and try again."),
    "short": _("There is nothing to play in this file: it lasts no time at all."),
    "pixels": _("The picture of this video is too large. 4K (4096 by 2304 pixels) is the most."),
    "sound": _("We cannot read the sound of this file. Please save it in stereo and try again."),
    "memory": _("This file takes too much to open. Please save it smaller and try again."),
    "time": _("This file takes too long to prepare. Please shorten it or save it smaller, and try again."),
    "large": _("What became of this file is too large to keep. Please shorten it and try again."),
    "trouble": _("This file could not be prepared, several times. Please tell the people who run this community."),
}
