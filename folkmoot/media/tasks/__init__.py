"""What the worker does: recordings made ready, and the disk kept as the table says."""

from folkmoot.media.tasks.preparing import add_smaller, prepare_recording
from folkmoot.media.tasks.sweeping import UNUSED_KEPT, forget_uploads, remove_files, remove_recording, sweep

__all__ = [
    "UNUSED_KEPT",
    "add_smaller",
    "forget_uploads",
    "prepare_recording",
    "remove_files",
    "remove_recording",
    "sweep",
]
