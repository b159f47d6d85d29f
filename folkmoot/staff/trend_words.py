"""Why something rises or does not, in words."""

from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.discovery.queries import Reviewed
from folkmoot.discovery.rise import ALIKE, EARLY, FEW, USUAL, WEAK
from folkmoot.web.social.sparks import Spark, spark
from folkmoot.web.words import number


class Part(NamedTuple):
    """One part of the page."""

    key: str
    title: str
    empty: str


class Told(NamedTuple):
    """One thing with what is said of it."""

    thing: Reviewed
    sentences: tuple[str, ...]
    spark: Spark


def parts() -> tuple[Part, ...]:
    """The parts of the page, in their order."""
    return (
        Part("waiting", _("Waiting for a first yes"), _("No new hashtag is waiting.")),
        Part("shown", _("Shown"), _("Nothing is on the rise at the moment.")),
        Part("kept_back", _("Kept back by the figures"), _("Nothing is kept back.")),
        Part("hidden", _("Hidden by you, and rising"), _("Nothing hidden is on the rise.")),
    )


def told(thing: Reviewed) -> Told:
    """What there is to know of one thing before one decides."""
    return Told(thing, (_voices(thing), *_crowd(thing), *_held(thing)), spark(thing.days))


def _voices(thing: Reviewed) -> str:
    said = ngettext("%(count)s person spoke of it,", "%(count)s people spoke of it,", thing.voices)
    apart = ngettext(
        "who count as %(count)s independent group.", "who count as %(count)s independent groups.", thing.clusters
    )
    return f"{said % {'count': number(thing.voices)}} {apart % {'count': number(thing.clusters)}}"


def _crowd(thing: Reviewed) -> tuple[str, ...]:
    usual = _("On a usual day: %(count)s people.") % {"count": number(round(thing.usual))}
    return (
        _("%(share)s %% are new, say the same as others, or took it back.") % {"share": number(thing.share_new)},
        _("The largest group is %(share)s %% of them.") % {"share": number(thing.largest)},
        *((usual,) if thing.held != EARLY else ()),
    )


def _held(thing: Reviewed) -> tuple[str, ...]:
    why = {
        FEW: _("Kept back: too few independent people speak of it."),
        WEAK: _("Kept back: most who speak of it are new, say the same, or took it back."),
        ALIKE: _("Kept back: one group makes up too much of the crowd."),
        USUAL: _("Kept back: it is not spoken of more than usual."),
        EARLY: _("Kept back: it is counted here for less than three days, so nobody knows yet what is usual."),
    }
    return (why[thing.held],) if thing.held else ()
