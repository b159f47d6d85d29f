"""Those whose role includes it write the community's texts and publish them; what is published never changes."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from folkmoot.audit.actions import record
from folkmoot.core import html
from folkmoot.core.errors import Invalid, NotAllowed
from folkmoot.core.events import publish
from folkmoot.instance.actions.rules import by_line, put_wordings
from folkmoot.instance.actions.rules import in_force as rules_in_force
from folkmoot.instance.actions.settings import RULES, Operator, require
from folkmoot.instance.events import PolicyPublished, SettingsChanged
from folkmoot.instance.models import PolicyDraft, PolicyVersion
from folkmoot.instance.policies.drafts import drafts
from folkmoot.instance.policies.facts import drift, facts, lacking
from folkmoot.instance.policies.keeping import keep_version, number_of_last
from folkmoot.instance.policies.kinds import Kind
from folkmoot.instance.policies.versions import drafted, history, needed_for, unpublished
from folkmoot.instance.policies.wordings import Wording, as_rows, from_rows, in_lines, of_lines
from folkmoot.instance.queries import as_chosen, forget_manner

LONGEST = 100_000
LATEST = timedelta(days=365)
_GAP = re.compile(r"\[[^\]\n]{2,}\](?!\()")  # ``[name of the club]``, but no link


@dataclass(frozen=True)
class Publication:
    """What is to be published: the texts by language, and on which version they build (0: none yet)."""

    kind: Kind
    texts: Mapping[str, str]
    builds_on: int
    checked: bool = False  # what changed in the settings since the text was made is put right in it by hand
    rules: tuple[Wording, ...] = ()  # of rules that say more than their titles, which then are the text


@transaction.atomic
def save_draft(actor: Operator, kind: Kind, texts: Mapping[str, str]) -> None:
    """Keep what was written so far; it still speaks of the settings it, or the version before, was made from."""
    require(actor, RULES)
    known = drafted(kind) or next(iter(history(kind)), None)
    about = known.facts if known else facts(kind)
    _put_draft(actor, kind, _checked(kind, texts), about)


@transaction.atomic
def make_draft_anew(actor: Operator, kind: Kind) -> None:
    """Throw away what was written, and make the text from the settings as they are."""
    require(actor, RULES)
    about = facts(kind)
    _put_draft(actor, kind, drafts(kind, about), about)


def generated(kind: Kind) -> dict[str, str]:
    """What the text of this kind would be, made from the settings as they are; the rules that are there stay."""
    present = rules_in_force() if kind is Kind.RULES else ()
    return in_lines(present) if present else drafts(kind, facts(kind))


@transaction.atomic
def publish_correction(actor: Operator, wanted: Publication) -> int:
    """Publish a version that holds at once, and of which nobody has to be told; its number."""
    require(actor, RULES)
    return _publish(actor, wanted, timezone.now(), significant=False)


@transaction.atomic
def publish_change(actor: Operator, wanted: Publication, effective_at: datetime) -> int:
    """Publish a significant change: members are told at once, and asked to agree when it holds; its number.

    The first version of a text may hold at once; each later one only after the notice that the community promises.
    """
    require(actor, RULES)
    moment = timezone.now()
    if wanted.builds_on and effective_at < moment + timedelta(days=as_chosen().notice_days - 1):
        words = _("Members are told at least %(days)s days ahead. Choose a later day.")
        raise Invalid("effective_on", words % {"days": as_chosen().notice_days})
    if effective_at < moment - timedelta(days=1):
        raise Invalid("effective_on", _("A text cannot begin to hold in the past."))
    if effective_at > moment + LATEST:
        raise Invalid("effective_on", _("Choose a day within the next year."))
    return _publish(actor, wanted, max(effective_at, moment), significant=True)


@transaction.atomic
def publish_drafts(actor: Operator | None) -> list[Kind]:
    """Publish what is generated for every text that has no version yet and lacks no fact; those that were published.

    They hold at once and nobody is asked: for the demo, for tests, and for a community that is about to be opened.
    ``None`` is the command line.
    """
    require(actor, RULES)
    ready = [kind for kind in unpublished() if not lacking(kind)]
    for kind in ready:
        _publish(actor, Publication(kind, generated(kind), 0, checked=True), timezone.now(), significant=False)
    return ready


def bring_rules_into_force() -> None:
    """Rules that were published for a later day become the rules of the community once it has come."""
    with transaction.atomic():
        newest = PolicyVersion.objects.filter(kind=Kind.RULES, effective_at__lte=timezone.now())
        row = newest.order_by("-effective_at", "-number").first()
        wanted = (from_rows(row.rules) or rules_of(row.texts)) if row else ()
        if row and [each.words for each in rules_in_force()] != [each.words for each in wanted]:
            put_wordings(wanted)
            publish(SettingsChanged(("rules",)))


def rules_of(texts: Mapping[str, str]) -> tuple[Wording, ...]:
    """The rules of a version or a draft that has their titles only, with what is known besides.

    Titles are in the languages in which every rule is written: what holds may say more, and stays as it is.
    """
    held = rules_in_force()
    return held if in_lines(held) == texts else of_lines(by_line(texts), held)


def _publish(actor: Operator | None, wanted: Publication, effective_at: datetime, *, significant: bool) -> int:
    kind = wanted.kind
    texts = _checked(kind, in_lines(wanted.rules) if wanted.rules else wanted.texts)
    rules = as_rows(wanted.rules or rules_of(texts)) if kind is Kind.RULES else []
    _require_complete(kind, texts)
    _require_no_gaps([*texts.values(), *(each for rule in wanted.rules for each in _words(rule))])
    _require_last(kind, effective_at)
    about = _facts_of(wanted)
    record(actor.id if actor else None, "policy.publish", "policy", None, kind)  # whoever publishes as well waits here
    if number_of_last(kind) != wanted.builds_on:
        raise Invalid("", _("Somebody else published a version in the meantime. Look at it first."))
    version_id = keep_version(
        PolicyVersion(
            kind=kind,
            texts=texts,
            rules=rules,
            facts=about,
            significant=significant,
            effective_at=effective_at,
            published_at=timezone.now(),
            made_by=actor.id if actor else None,
        )
    )
    PolicyDraft.objects.filter(kind=kind).delete()
    publish(PolicyPublished(version_id))
    forget_manner()
    transaction.on_commit(forget_manner)
    if kind is Kind.RULES:
        bring_rules_into_force()
    return wanted.builds_on + 1


def _require_last(kind: Kind, effective_at: datetime) -> None:
    waiting = PolicyVersion.objects.filter(kind=kind, effective_at__gt=effective_at).first()
    if waiting:
        words = _("A version that begins to hold on %(day)s waits already. This one has to begin later.")
        day = date_format(timezone.localdate(waiting.effective_at))
        raise Invalid("effective_on", words % {"day": day})


def _facts_of(wanted: Publication) -> dict[str, object]:
    """What the text speaks of: the settings it was made from, which have to be those of today unless it was checked."""
    known, now = drafted(wanted.kind), facts(wanted.kind)
    if known and not wanted.checked and drift(known.facts, now):
        raise Invalid("checked", _("The settings changed since this text was made. Look through it, and say so here."))
    return now


def _require_complete(kind: Kind, texts: Mapping[str, str]) -> None:
    if missing := needed_for(kind):
        raise Invalid("", " ".join(missing))
    if not texts.get(as_chosen().language):
        language = dict(settings.LANGUAGES)[as_chosen().language]
        raise Invalid("", _("The text in %(language)s is empty.") % {"language": language})


def _words(rule: Wording) -> list[str]:
    """All that a rule says in any language, also where others are not written in it."""
    return [*rule.text.values(), *rule.hint.values()]


def _require_no_gaps(texts: Iterable[str]) -> None:
    if any(_GAP.search(text) for text in texts):
        raise Invalid("", _("There are still gaps in brackets in the text. Fill them in first."))


def _checked(kind: Kind, texts: Mapping[str, str]) -> dict[str, str]:
    unknown = [language for language in texts if language not in dict(settings.LANGUAGES)]
    if unknown:
        raise NotAllowed(_("There is no page in this language."))
    kept = {language: html.clean(text).strip() for language, text in texts.items()}
    if any(len(text) > LONGEST for text in kept.values()):
        raise Invalid("", _("A text has at most 100,000 characters."))
    if kind is Kind.RULES:
        by_line(kept)
    return {language: text for language, text in kept.items() if text}


def _put_draft(actor: Operator, kind: Kind, texts: Mapping[str, str], about: Mapping[str, object]) -> None:
    if kind is Kind.RULES:
        raise NotAllowed  # rules are written one by one: rulebook.py
    values = {"texts": texts, "facts": about, "changed_at": timezone.now(), "made_by": actor.id}
    record(actor.id, "policy.write", "policy", None, kind)
    PolicyDraft.objects.update_or_create(kind=kind, defaults=values)
