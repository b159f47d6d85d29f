"""Ids to views, in a fixed number of statements whatever their number.

A view has two halves. The *body* is the same for everybody and is kept by the versions of the post and its author;
the *mark* is the viewer's own, or changes often, and is read afresh each time together with the rule.
"""

from folkmoot.posts.hydrate.dressing import dress, posts
from folkmoot.posts.hydrate.filters import hits_in
from folkmoot.posts.hydrate.kept import bodies
from folkmoot.posts.hydrate.marks import marks, marks_of, marks_sql
from folkmoot.posts.hydrate.plain import plain
from folkmoot.posts.hydrate.views import (
    NO_EXTRAS,
    AccountRef,
    AppRef,
    Body,
    CardView,
    Extras,
    Hit,
    Key,
    Mark,
    PollView,
    PostView,
    QuoteRef,
    Reacted,
    Tally,
)
from folkmoot.posts.hydrate.wishes import has_wishes

__all__ = [
    "NO_EXTRAS",
    "AccountRef",
    "AppRef",
    "Body",
    "CardView",
    "Extras",
    "Hit",
    "Key",
    "Mark",
    "PollView",
    "PostView",
    "QuoteRef",
    "Reacted",
    "Tally",
    "bodies",
    "dress",
    "has_wishes",
    "hits_in",
    "marks",
    "marks_of",
    "marks_sql",
    "plain",
    "posts",
]
