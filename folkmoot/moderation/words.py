"""What a decision does, in words for whoever it concerns."""

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.moderation.models import Restriction

_Kind, _Action = Restriction.Kind, Restriction.Action
_DONE: Mapping[tuple[str, str], str | Promise] = {
    (_Kind.POST, _Action.LABEL): gettext_lazy("A note of ours now stands above your post of %(date)s. It says:"),
    (_Kind.POST, _Action.AGE_GATE): gettext_lazy(
        "Your post of %(date)s is shown to members only, and they are asked first whether they are old enough."
    ),
    (_Kind.POST, _Action.LIMIT): gettext_lazy("Nobody can answer, boost or quote your post of %(date)s any more."),
    (_Kind.POST, _Action.DEMOTE): gettext_lazy(
        "Your post of %(date)s is no longer in the feed of the community, under hashtags or among suggestions. Your "
        "followers see it as before."
    ),
    (_Kind.POST, _Action.HIDE): gettext_lazy(
        "We have hidden your post of %(date)s until we have looked at it more closely. Only you see it now."
    ),
    (_Kind.POST, _Action.REMOVE): gettext_lazy("We have removed your post of %(date)s. Only you see it now."),
    (_Kind.POST, _Action.WARN): gettext_lazy("This is a warning about your post of %(date)s. Nothing else changes."),
    (_Kind.POST, _Action.STRIKE): gettext_lazy(
        "Your post of %(date)s counts as a strike. Strikes are forgotten after a while; who has many may be suspended."
    ),
    (_Kind.ACCOUNT, _Action.LIMIT): gettext_lazy(
        "Only people who follow you hear from you now: nobody else is told when you write to them, and your posts are "
        "in no feed but those of your followers."
    ),
    (_Kind.ACCOUNT, _Action.DEMOTE): gettext_lazy(
        "Your posts are no longer in the feed of the community or under hashtags, and you are not among the people "
        "that are listed or suggested. Your followers see everything as before."
    ),
    (_Kind.ACCOUNT, _Action.WARN): gettext_lazy("This is a warning. Nothing else changes."),
    (_Kind.ACCOUNT, _Action.STRIKE): gettext_lazy(
        "You have got a strike. Strikes are forgotten after a while; who has many may be suspended."
    ),
    (_Kind.ACCOUNT, _Action.SUSPEND): gettext_lazy(
        "We have suspended your account: nobody sees it or its posts, and you are signed out everywhere."
    ),
    (_Kind.ACCOUNT, _Action.TERMINATE): gettext_lazy(
        "We have closed your account for good: nobody sees it or its posts, and you are signed out everywhere. When "
        "nobody can object any more, everything in it is deleted."
    ),
}


def deeds() -> dict[str, str]:
    """What can be decided, each in a word or two, the mildest first."""
    return {
        "warn": _("Warning"),
        "strike": _("Strike"),
        "label": _("Note above it"),
        "age_gate": _("Adults only"),
        "limit": _("Limited"),
        "demote": _("Shown less"),
        "hide": _("Hidden"),
        "remove": _("Removed"),
        "suspend": _("Suspended"),
        "terminate": _("Closed for good"),
    }


def done_words(kind: str, action: str) -> str:
    """What was done, in one or two sentences; ``%(date)s`` is when the post was written."""
    return str(_DONE[kind, action])


def until_words(action: str, ends_at: datetime | None) -> str:
    """For how long it holds; nothing for what does not last."""
    if action == _Action.WARN or (ends_at is None and action == _Action.TERMINATE):
        return ""
    if ends_at is None:
        return _("This holds until we decide otherwise.")
    when = date_format(timezone.localtime(ends_at), "DATETIME_FORMAT")
    return _("This holds until %(moment)s, and then ends by itself.") % {"moment": when}
