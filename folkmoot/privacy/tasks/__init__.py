"""What the worker does about exports, about members who leave, and about what has been kept for long enough."""

from folkmoot.privacy.tasks.absent import mind_the_absent
from folkmoot.privacy.tasks.erasing import erase_member, find_due
from folkmoot.privacy.tasks.exporting import make, tell_ready
from folkmoot.privacy.tasks.letters import tell_leaving
from folkmoot.privacy.tasks.retention import keep_no_longer

__all__ = ["erase_member", "find_due", "keep_no_longer", "make", "mind_the_absent", "tell_leaving", "tell_ready"]
