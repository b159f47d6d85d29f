"""Why a recording cannot be played, in words for whoever uploaded it."""

from django.utils.translation import gettext as _


def problem_sentence(word: str) -> str:
    """The sentence behind a word of ``Recording.problem``."""
    return _SENTENCES.get(word, _damaged)()


def _damaged() -> str:
    return _("This file cannot be played: it seems to be damaged. Please save it anew and try again.")


_SENTENCES = {
    "damaged": _damaged,
    "nothing": lambda: _("There is neither a picture nor a sound in this file."),
    "codec": lambda: _("This file holds a kind of video or sound that we cannot read. Please save it as MP4 or MP3."),
    "cut": lambda: _("This file ends before its end: a part of it is missing. Please upload it once more."),
    "long": lambda: _("A recording can last three hours at most. Please shorten it and try again."),
    "short": lambda: _("There is nothing to play in this file: it lasts no time at all."),
    "pixels": lambda: _("The picture of this video is too large. 4K (4096 by 2304 pixels) is the most."),
    "sound": lambda: _("The sound of this file is of a kind that we cannot read. Please save it in stereo and try again."),
    "memory": lambda: _("This file takes too much to open. Please save it smaller and try again."),
    "time": lambda: _("This file takes too long to prepare. Please shorten it or save it smaller, and try again."),
    "large": lambda: _("What became of this file is too large to keep. Please shorten it and try again."),
    "trouble": lambda: _("The community could not prepare this file, several times. Please tell the people who run it."),
}
