"""Telling those who listen that something is new: ids alone, never the news itself.

Open pages are told to look (``tell``), programs hear of more (``say``). Three carriers bring it to the streaming
service, and only ``carriers`` knows which: PostgreSQL's notes, Redis, or a socket in the data directory.
"""

from folkmoot.core.push.carriers import carrier
from folkmoot.core.push.messages import Change, Message, News, read
from folkmoot.core.push.telling import say, tell
from folkmoot.core.push.tickets import TICKET_LIFE, account_of, ticket_for

__all__ = ["TICKET_LIFE", "Change", "Message", "News", "account_of", "carrier", "read", "say", "tell", "ticket_for"]
