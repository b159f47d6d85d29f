"""What members do with pictures and recordings, and what the packages that use them do."""

from folkmoot.media.actions.captions import add_caption, remove_caption
from folkmoot.media.actions.freeing import holders, let_go
from folkmoot.media.actions.holding import hold
from folkmoot.media.actions.keep import describe, describe_used, discard, drop, use
from folkmoot.media.actions.playing import describe_recording, discard_recording, drop_recordings, use_recordings
from folkmoot.media.actions.recordings import TooLarge, is_recording, most_bytes, take_recording
from folkmoot.media.actions.take import take_for_community, take_picture, take_small
from folkmoot.media.actions.uploads import Conflict, abandon, append, begin_upload
from folkmoot.media.queries import UploadView, upload_state

__all__ = [
    "Conflict",
    "TooLarge",
    "UploadView",
    "abandon",
    "add_caption",
    "append",
    "begin_upload",
    "describe",
    "describe_recording",
    "describe_used",
    "discard",
    "discard_recording",
    "drop",
    "drop_recordings",
    "hold",
    "holders",
    "is_recording",
    "let_go",
    "most_bytes",
    "remove_caption",
    "take_for_community",
    "take_picture",
    "take_recording",
    "take_small",
    "upload_state",
    "use",
    "use_recordings",
]
