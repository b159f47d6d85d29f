"""The numbers as a reader meets them, part by part; the page and the file for spreadsheets say the same."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import NamedTuple

from django.utils.dateformat import format as written
from django.utils.translation import gettext as _

from folkmoot.core.small_counts import tell, tell_apart
from folkmoot.moderation.queries.transparency import Decided, Figures, Month, Objected, Told
from folkmoot.moderation.words import deeds
from folkmoot.web.social.languages import LANGUAGES
from folkmoot.web.transparency import words
from folkmoot.web.words import number

_TENTHS = timedelta(minutes=6)


class Line(NamedTuple):
    """One number: what it counts, how it reads, and how a program reads it."""

    name: str
    reads: str
    plain: str


class Table(NamedTuple):
    """Numbers that belong together, under a name of their own (empty: what stands first)."""

    name: str
    lines: tuple[Line, ...]


class Part(NamedTuple):
    """One part of the page, with a sentence on what is counted."""

    key: str
    name: str
    note: str
    tables: tuple[Table, ...]


def parts(found: Figures) -> tuple[Part, ...]:
    """All that is told of a time."""
    return (_told(found.told), _decided(found.decided), _objected(found.objected), _people(found))


def months(found: Iterable[Month]) -> list[tuple[str, str, tuple[Line, ...]]]:
    """Month by month: its name, the same for programs, and how much there was."""
    form = words.month_form()
    return [
        (
            written(each.begins, form),
            f"{each.begins:%Y-%m}",
            (
                _line(_("Reports"), each.reports),
                _line(_("Decisions"), each.decisions),
                _line(_("Objections"), each.objections),
            ),
        )
        for each in found
    ]


def _told(told: Told) -> Part:
    note = _("A notice about several members counts once for each.")
    return Part(
        "reports",
        _("What was reported"),
        note,
        (
            Table("", (_line(_("Received"), told.total), _time(_("Half were decided within"), told.usual))),
            *_apart(_("Who reported"), words.doors(), told.doors),
            *_apart(_("What it was about"), words.categories(), told.categories),
            *_apart(_("What became of it"), words.outcomes_of_reports(), told.outcomes),
        ),
    )


def _decided(decided: Decided) -> Part:
    first = (
        _line(_("Decisions"), decided.total),
        _line(_("Of these decided by a program"), decided.automated),
        _line(_("Taken back in this time"), decided.restored),
        _line(_("Accounts closed for good"), decided.closed_accounts),
    )
    return Part(
        "decisions",
        _("What was decided"),
        _("Each measure counts, so that several about one post or member count several times."),
        (
            Table("", first),
            *_apart(_("What was done"), deeds(), decided.actions),
            *_apart(_("What it rested on"), words.grounds(), decided.grounds),
            *_apart(_("How it came to be known"), words.sources(), decided.sources),
        ),
    )


def _objected(objected: Objected) -> Part:
    first = (
        _line(_("Received"), objected.total),
        _time(_("Half were answered within"), objected.usual),
        _line(_("Looked at again by who had decided, since nobody else was there"), objected.own_eyes),
    )
    return Part(
        "objections",
        _("What was said against decisions"),
        _("Everybody who is concerned can object for six months, and somebody else looks at it again."),
        (
            Table("", first),
            *_apart(_("Who objected"), words.objectors(), objected.by),
            *_apart(_("What became of it"), words.outcomes_of_objections(), objected.outcomes),
        ),
    )


def _people(found: Figures) -> Part:
    came, tongues = found.comings, [LANGUAGES.get(each, each) for each in found.languages]
    coming = (
        _line(_("Asked to join"), came.asked),
        _line(_("Let in"), came.let_in),
        _line(_("Turned away"), came.declined),
    )
    staff = [Line(_("People who moderate now"), number(found.staff), str(found.staff))]
    staff += [Line(_("Languages they chose here"), ", ".join(tongues), " ".join(found.languages))] if tongues else []
    return Part(
        "people",
        _("People"),
        _("Who was let in without anybody looking, and has deleted the account since, is not counted among those."),
        (
            Table("", tuple(staff)),
            Table(_("Joining"), coming),
            Table(_("Danger to life"), (_line(_("Times it was to be told to the police"), found.dangers),)),
        ),
    )


def _apart(name: str, called: Mapping[str, str], counts: Mapping[str, int]) -> tuple[Table, ...]:
    """The parts of a whole, in the order of their size; none where the whole is too small for any."""
    told, rest = tell_apart(counts)
    lines = [_line(called.get(key, key), count) for key, count in told]
    if lines and rest:
        lines.append(_line(words.everything_else(), rest))
    return (Table(name, tuple(lines)),) if lines else ()


def _line(name: str, count: int) -> Line:
    if tell(count) is None:
        return Line(name, words.too_few(), words.too_few())
    return Line(name, number(count) if count else _("none"), str(count))


def _time(name: str, took: timedelta | None) -> Line:
    """For programs in hours."""
    reads = words.usual(took).replace(" ", "\N{NO-BREAK SPACE}")
    return Line(name, reads, "" if took is None else f"{round(took / _TENTHS) / 10}")
