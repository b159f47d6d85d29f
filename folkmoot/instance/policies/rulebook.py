"""The rules as they are being written: one rule is changed at a time in a draft, and all are published together."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.audit.actions import one_at_a_time, record
from folkmoot.core.errors import Invalid, NotAllowed, NotFound
from folkmoot.core.html import clean
from folkmoot.core.ids import new_id
from folkmoot.instance.actions.rules import LONGEST_RULE, MOST_RULES, in_force, too_many
from folkmoot.instance.actions.settings import RULES, Operator, require
from folkmoot.instance.models import PolicyDraft
from folkmoot.instance.policies.diff import Difference, compare
from folkmoot.instance.policies.kinds import Kind
from folkmoot.instance.policies.publishing import Publication, publish_change, publish_correction, rules_of
from folkmoot.instance.policies.texts import listed
from folkmoot.instance.policies.versions import VersionView, drafted, history
from folkmoot.instance.policies.wordings import Wording, as_rows, in_lines, in_words
from folkmoot.instance.queries import manner

LONGEST_HINT = 1_000
_CATEGORY = 30


@dataclass(frozen=True)
class NewRule:
    """A rule as it is handed in: a title and what stands below it by language, and the kind of report it is about."""

    text: Mapping[str, str]
    hint: Mapping[str, str] = field(default_factory=dict)
    category: str = ""


@dataclass(frozen=True)
class Rulebook:
    """The rules as they would be published now, with those that would go; ``kept_at`` is none without a draft."""

    rules: tuple[Wording, ...]
    newest: VersionView | None
    kept_at: datetime | None

    @property
    def staying(self) -> tuple[Wording, ...]:
        """Those that will be the rules."""
        return tuple(each for each in self.rules if not each.retired)

    @property
    def builds_on(self) -> int:
        """The number of the version that it changes; 0 when there is none."""
        return self.newest.number if self.newest else 0

    @property
    def different(self) -> list[Difference]:
        """What becomes different from the newest version, in the reader's language."""
        before = self.newest.text if self.newest else ""
        return compare(listed(before), listed(in_words(self.staying))) if before else []

    @property
    def mark(self) -> str:
        """Stands for all that it says: a page that shows it hands this in, and publishes nothing else."""
        return hashlib.sha256(json.dumps(as_rows(self.rules), sort_keys=True).encode()).hexdigest()

    def rule(self, key: int) -> Wording:
        """One of them; ``NotFound`` when there is none of this name."""
        found = next((each for each in self.rules if each.key == key), None)
        if found is None:
            raise NotFound
        return found


def rulebook() -> Rulebook:
    """The draft of the rules; where nobody changed anything yet, the newest version, or else what holds."""
    draft, newest = drafted(Kind.RULES), next(iter(history(Kind.RULES)), None)
    source = draft or newest
    rules = (source.rules or rules_of(source.texts)) if source else in_force()
    return Rulebook(rules, newest, draft.changed_at if draft else None)


@transaction.atomic
def add_rule(actor: Operator, new: NewRule) -> int:
    """Write one rule more, below the others; its name in the editor."""
    require(actor, RULES)
    made = _checked(new, new_id())

    def add(rules: list[Wording]) -> list[Wording]:
        if sum(not each.retired for each in rules) >= MOST_RULES:
            raise too_many()
        return [*rules, made]

    _change(actor, add)
    return made.key


@transaction.atomic
def reword_rule(actor: Operator, key: int, new: NewRule) -> None:
    """Say a rule otherwise; what was decided under the words that hold keeps them."""
    require(actor, RULES)
    made = _checked(new, key)
    _change_one(actor, key, lambda known: made._replace(retired=known.retired))


@transaction.atomic
def raise_rule(actor: Operator, key: int) -> None:
    """Put a rule before the one that stands before it."""
    require(actor, RULES)
    _change(actor, lambda rules: _raised(rules, key))


@transaction.atomic
def lower_rule(actor: Operator, key: int) -> None:
    """Put a rule after the one that stands after it."""
    require(actor, RULES)
    _change(actor, lambda rules: _raised(rules[::-1], key)[::-1])


@transaction.atomic
def retire_rule(actor: Operator, key: int) -> None:
    """Leave a rule out from the next version on."""
    require(actor, RULES)
    _change_one(actor, key, lambda known: known._replace(retired=True))


@transaction.atomic
def bring_back_rule(actor: Operator, key: int) -> None:
    """Let a rule stay that was to go."""
    require(actor, RULES)
    _change_one(actor, key, lambda known: known._replace(retired=False))


@transaction.atomic
def forget_draft(actor: Operator) -> None:
    """Throw away what was changed since the newest version."""
    require(actor, RULES)
    record(actor.id, "policy.write", "policy", None, Kind.RULES)
    PolicyDraft.objects.filter(kind=Kind.RULES).delete()


@transaction.atomic
def publish_rules(actor: Operator, builds_on: int, mark: str, effective_at: datetime | None = None) -> int:
    """Publish them as a page showed them, and only so; a correction where no moment is named. The version's number."""
    require(actor, RULES)
    one_at_a_time()
    book = rulebook()
    if book.builds_on == builds_on and book.mark != mark:
        raise Invalid("", _("Somebody changed the rules in the meantime. Look at them as they are now, then publish."))
    wanted = Publication(Kind.RULES, {}, builds_on, rules=book.staying)
    return publish_change(actor, wanted, effective_at) if effective_at else publish_correction(actor, wanted)


def _change(actor: Operator, how: Callable[[list[Wording]], list[Wording]]) -> None:
    record(actor.id, "policy.write", "policy", None, Kind.RULES)  # whoever writes at the same time waits here
    rules = how(list(rulebook().rules))
    kept = {
        "texts": in_lines([each for each in rules if not each.retired]),
        "rules": as_rows(rules),
        "changed_at": timezone.now(),
        "made_by": actor.id,
    }
    PolicyDraft.objects.update_or_create(kind=Kind.RULES, defaults=kept)


def _change_one(actor: Operator, key: int, how: Callable[[Wording], Wording]) -> None:
    rulebook().rule(key)
    _change(actor, lambda rules: [how(each) if each.key == key else each for each in rules])


def _raised(rules: list[Wording], key: int) -> list[Wording]:
    """The same with one of them before its neighbour; those that are to go are passed over."""
    place = next((n for n, each in enumerate(rules) if each.key == key), None)
    if place is None:
        raise NotFound
    before = next((n for n in range(place - 1, -1, -1) if not rules[n].retired), None)
    return rules if before is None else [*rules[:before], rules[place], *rules[before:place], *rules[place + 1 :]]


def _checked(new: NewRule, key: int) -> Wording:
    unknown = {*new.text, *new.hint} - set(dict(settings.LANGUAGES))
    if unknown:
        raise NotAllowed(_("There is no page in this language."))
    text = {code: " ".join(clean(words).split()) for code, words in new.text.items()}
    hint = {code: " ".join(clean(words).split()) for code, words in new.hint.items()}
    own = manner().language
    if not text.get(own):
        raise Invalid("text", _("Write the rule in %(language)s.") % {"language": dict(settings.LANGUAGES)[own]})
    for code in (own, *(each for each in text | hint if each != own)):
        _require_fit(_named("text", code), text.get(code, ""), LONGEST_RULE)
        _require_fit(_named("hint", code), hint.get(code, ""), LONGEST_HINT)
        if hint.get(code) and not text.get(code):
            raise Invalid(_named("text", code), _("Write the rule in this language, too."))
    return Wording(key, _filled(text), _filled(hint), new.category[:_CATEGORY])


def _named(name: str, code: str) -> str:
    """What the field for this language is called."""
    return name if code == manner().language else f"{name}_{code}"


def _require_fit(name: str, words: str, most: int) -> None:
    if len(words) > most:
        raise Invalid(name, _("Please say it in at most %(most)s characters.") % {"most": most})


def _filled(words: Mapping[str, str]) -> dict[str, str]:
    return {code: each for code, each in words.items() if each}
