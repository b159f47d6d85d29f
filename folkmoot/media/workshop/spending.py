"""What a child took, as the system counts it."""

import os
import resource
from functools import cache


def spent() -> dict[str, float]:
    """Seconds of processor time, and bytes of memory at the highest."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return {"seconds": used.ru_utime + used.ru_stime, "memory": _most_memory()}


@cache
def status() -> int:
    """What the system says of this process: opened while it can be."""
    return os.open("/proc/self/status", os.O_RDONLY | os.O_CLOEXEC)


def _most_memory() -> int:
    """``ru_maxrss`` would tell of the parent, whose memory the child had for a moment."""
    words = os.pread(status(), 8_192, 0).split()
    return int(words[words.index(b"VmHWM:") + 1]) * 1024
