"""Locks that the system itself opens when their holder dies, however that happens."""

import fcntl


def taken(file: int) -> bool:
    """Take the lock of an open file for oneself, unless somebody else has it; whether it is ours now."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
