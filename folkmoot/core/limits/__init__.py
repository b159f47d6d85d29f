"""How often something may be done: the one place where anything is counted, shared by all processes.

What is counted stands in ``rules``, the numbers in the deployment settings. Nothing that is kept names anybody: a place
is a keyed hash of an account's number or of an address's prefix, and is forgotten when its time is over.
"""

from folkmoot.core.limits.addresses import near, wide
from folkmoot.core.limits.counting import (
    Standing,
    count,
    count_from,
    count_often,
    forget,
    forget_all,
    give_back,
    give_back_from,
    standing,
)
from folkmoot.core.limits.rules import Limit

__all__ = [
    "Limit",
    "Standing",
    "count",
    "count_from",
    "count_often",
    "forget",
    "forget_all",
    "give_back",
    "give_back_from",
    "near",
    "standing",
    "wide",
]
