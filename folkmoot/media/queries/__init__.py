"""What can be asked about pictures and recordings; who may see one is asked of the package that uses it."""

from folkmoot.media.queries.pictures import (
    COLUMN_COUNT,
    PictureView,
    own_picture,
    picture_columns,
    picture_of,
    pictures,
    unused,
)
from folkmoot.media.queries.problems import problem_sentence
from folkmoot.media.queries.recordings import (
    RecordingView,
    own_recording,
    recording_columns,
    recording_of,
    recordings,
    recordings_among,
    unused_recordings,
)
from folkmoot.media.queries.room import Shares, Taken, Usage, biggest, decided_by, taken, usage, usage_together
from folkmoot.media.queries.uploads import UploadView, upload_state

__all__ = [
    "COLUMN_COUNT",
    "PictureView",
    "RecordingView",
    "Shares",
    "Taken",
    "UploadView",
    "Usage",
    "biggest",
    "decided_by",
    "own_picture",
    "own_recording",
    "picture_columns",
    "picture_of",
    "pictures",
    "problem_sentence",
    "recording_columns",
    "recording_of",
    "recordings",
    "recordings_among",
    "taken",
    "unused",
    "unused_recordings",
    "upload_state",
    "usage",
    "usage_together",
]
