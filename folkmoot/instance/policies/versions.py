"""What the community published of itself, and what is still missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.timezone import now
from django.utils.translation import gettext as _

from folkmoot.core.errors import NotFound
from folkmoot.instance.models import PolicyDraft, PolicyVersion
from folkmoot.instance.policies.diff import Difference, compare
from folkmoot.instance.policies.facts import Drift, drift, facts, label, lacking
from folkmoot.instance.policies.kinds import FOR_OPENING, Kind
from folkmoot.instance.policies.texts import listed, numbered
from folkmoot.instance.policies.wordings import Wording, as_list, from_rows, in_words
from folkmoot.instance.queries import as_chosen, localised, manner

EDITOR = "/staff/policies"


@dataclass(frozen=True, slots=True)
class Missing:
    """Something without which nobody is let in: its name, what to say of it, and the page where to put it right."""

    what: str
    words: str
    path: str


@dataclass(frozen=True, slots=True)
class VersionView:
    """One version of a text, as everybody may read it."""

    id: int
    kind: Kind
    number: int
    texts: Mapping[str, str]
    facts: Mapping[str, Any]
    significant: bool
    effective_at: datetime
    published_at: datetime
    made_by: int | None
    rules: tuple[Wording, ...] = ()  # of rules: all that each says; none where a version has their titles only

    @property
    def text(self) -> str:
        """The text in the reader's language, else in the community's, else in any; rules are lines."""
        return in_words(self.rules) if self.rules else localised(self.texts, manner().language)

    @property
    def shown(self) -> str:
        """The same as Markdown; rules are a list with numbers."""
        if self.rules:
            return as_list(self.rules)
        return numbered(self.text) if self.kind is Kind.RULES else self.text

    def is_effective(self, moment: datetime) -> bool:
        """Whether it is in force by then, or was."""
        return self.effective_at <= moment


@dataclass(frozen=True, slots=True)
class DraftView:
    """A text that is still being written."""

    kind: Kind
    texts: Mapping[str, str]
    facts: Mapping[str, Any]
    changed_at: datetime
    rules: tuple[Wording, ...] = ()


def missing_policies() -> list[Missing]:
    """What has to be there before a community is opened and is not; empty: nothing stands in the way.

    That is a contact point, and one version in force of each of privacy policy, terms and rules. Each entry has
    ``what`` (``contact``, or the ``Kind``), a sentence for the operator and the page to put it right. What is generated
    for all that lack a version is published by ``publish_drafts`` in ``folkmoot.instance.policies.publishing``.
    """
    found = [] if as_chosen().contact else [Missing("contact", needed("contact"), EDITOR)]
    there = in_force()
    unwritten = [kind for kind in FOR_OPENING if kind not in there]
    words = _("“%(text)s” is not published yet.")
    return found + [Missing(kind, words % {"text": kind.called}, editor(kind)) for kind in unwritten]


def editor(kind: Kind) -> str:
    """The page on which a text is written; rules are written one by one."""
    return "/staff/rules" if kind is Kind.RULES else f"{EDITOR}/{kind}"


def unpublished() -> list[Kind]:
    """The texts of which there is no version at all."""
    known = set(PolicyVersion.objects.values_list("kind", flat=True).distinct())
    return [kind for kind in Kind if kind not in known]


def needed_for(kind: Kind) -> list[str]:
    """What the settings do not say and this text has to: sentences for the operator; empty when it can be published."""
    return [needed(name) for name in lacking(kind)]


def needed(name: str) -> str:
    """That a fact is missing, in a sentence for the operator."""
    return _("Missing: %(fact)s.") % {"fact": label(name)}


def in_force() -> dict[Kind, VersionView]:
    """The version of each text that holds at this moment."""
    moment = now()
    rows = PolicyVersion.objects.filter(effective_at__lte=moment).order_by("effective_at", "number")
    return {Kind(row.kind): _view(row) for row in rows}


def present(kind: Kind) -> VersionView | None:
    """The version that holds at this moment."""
    rows = PolicyVersion.objects.filter(kind=kind, effective_at__lte=now())
    found = rows.order_by("-effective_at", "-number").first()
    return _view(found) if found else None


def history(kind: Kind) -> list[VersionView]:
    """Every version that was published, the newest first, also one that is not in force yet."""
    return [_view(row) for row in PolicyVersion.objects.filter(kind=kind).order_by("-number")]


def version(kind: Kind, number: int) -> VersionView:
    """One version; ``NotFound`` when there is none of this number."""
    found = PolicyVersion.objects.filter(kind=kind, number=number).first() if 0 < number < 1 << 31 else None
    if found is None:
        raise NotFound
    return _view(found)


def version_by_id(version_id: int) -> VersionView | None:
    """One version by its id, for whoever follows an event."""
    found = PolicyVersion.objects.filter(id=version_id).first()
    return _view(found) if found else None


def on_day(kind: Kind, day: date) -> VersionView | None:
    """The version that came into force on this day, the last of them; for programs, which name versions so."""
    found = [each for each in history(kind) if each.effective_at.date() == day]
    return found[0] if found else None


def before(view: VersionView) -> VersionView | None:
    """The version before this one."""
    found = PolicyVersion.objects.filter(kind=view.kind, number__lt=view.number).order_by("-number").first()
    return _view(found) if found else None


def after(view: VersionView) -> VersionView | None:
    """The version that took over from this one, or will."""
    found = PolicyVersion.objects.filter(kind=view.kind, number__gt=view.number).order_by("number").first()
    return _view(found) if found else None


def changes(view: VersionView) -> list[Difference]:
    """What is different from the version before, in the reader's language."""
    earlier = before(view)
    return compare(_comparable(earlier) if earlier else "", _comparable(view))


def asked_since(last_agreed: int) -> list[VersionView]:
    """The significant versions that a member did not agree to yet, in force already or to come."""
    rows = PolicyVersion.objects.filter(significant=True, id__gt=last_agreed).order_by("id")
    return [_view(row) for row in rows]


def drafted(kind: Kind) -> DraftView | None:
    """The text that owners are still writing; not for members."""
    found = PolicyDraft.objects.filter(kind=kind).first()
    return DraftView(kind, found.texts, found.facts, found.changed_at, from_rows(found.rules)) if found else None


def drifted(kind: Kind) -> list[Drift]:
    """What the newest published version says and is no longer so."""
    newest = PolicyVersion.objects.filter(kind=kind).order_by("-number").values_list("facts", flat=True).first()
    return drift(newest, facts(kind)) if newest else []


def drifts() -> dict[Kind, list[Drift]]:
    """The same of every text, without those that still say what is so."""
    found = {kind: drifted(kind) for kind in Kind}
    return {kind: some for kind, some in found.items() if some}


def _comparable(view: VersionView) -> str:
    return listed(view.text) if view.kind is Kind.RULES else view.text


def _view(row: PolicyVersion) -> VersionView:
    return VersionView(
        row.id,
        Kind(row.kind),
        row.number,
        row.texts,
        row.facts,
        row.significant,
        row.effective_at,
        row.published_at,
        row.made_by,
        from_rows(row.rules),
    )
