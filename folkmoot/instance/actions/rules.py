"""The rules that hold: as rows that reports and decisions name, and as the text of a version."""

from collections.abc import Mapping, Sequence
from itertools import zip_longest

from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.core.errors import Invalid
from folkmoot.core.html import clean
from folkmoot.instance.models import PolicyVersion, Rule
from folkmoot.instance.policies.keeping import keep_version
from folkmoot.instance.policies.wordings import Wording, as_rows, in_lines, of_lines

MOST_RULES = 30
LONGEST_RULE = 500


def in_force() -> tuple[Wording, ...]:
    """The rules that hold at this moment, in every language."""
    rows = Rule.objects.filter(retired_at=None).order_by("position")
    return tuple(Wording(place, row.text, row.hint, row.category) for place, row in enumerate(rows, 1))


def keep_version_of_rules(made_by: int | None) -> None:
    """What the rules are from now on, as a version of which nobody is told."""
    moment, held = timezone.now(), in_force()
    row = PolicyVersion(
        kind="rules",
        texts=in_lines(held),
        rules=as_rows(held),
        effective_at=moment,
        published_at=moment,
        made_by=made_by,
    )
    keep_version(row)


def put_rules(wanted: Sequence[Mapping[str, str]]) -> None:
    """Replace the rules by some of which only the titles were written; one that stays keeps what else it says."""
    put_wordings(of_lines(wanted, in_force()))


def put_wordings(wanted: Sequence[Wording]) -> None:
    """Replace the rules; one that says the same in every word keeps its number, one that does not is retired."""
    known: dict[str, list[Rule]] = {}
    for row in sorted(Rule.objects.all(), key=lambda row: (row.retired_at is not None, row.position, -row.id)):
        known.setdefault(_in_words(row.text, row.hint), []).append(row)
    kept: set[int] = set()
    for place, each in enumerate(wanted, 1):
        same = known.get(_in_words(each.text, each.hint))
        row = same.pop(0) if same else Rule(text=each.text, hint=each.hint)
        row.position, row.category, row.retired_at = place, each.category, None
        row.save()
        kept.add(row.id)
    Rule.objects.filter(retired_at=None).exclude(id__in=kept).update(retired_at=timezone.now())


def by_line(texts: Mapping[str, str]) -> list[dict[str, str]]:
    """The rules that these lines are, each in all its languages; ``Invalid`` when they do not fit together."""
    lines = {language: written(text.splitlines()) for language, text in texts.items()}
    lines = {language: some for language, some in lines.items() if some}
    if len({len(some) for some in lines.values()}) > 1:
        raise Invalid("rules", _("Write as many rules in one language as in the other: one in each line."))
    return [dict(zip(lines, rule, strict=True)) for rule in zip_longest(*lines.values())]


def written(texts: Sequence[str]) -> list[str]:
    """The rules that were typed, without empty lines; ``Invalid`` when there are too many, or one is too long."""
    kept = [text for text in (clean(text).strip() for text in texts) if text]
    if len(kept) > MOST_RULES:
        raise too_many()
    if any(len(text) > LONGEST_RULE for text in kept):
        raise Invalid("rules", _("A rule has at most %(most)s characters.") % {"most": LONGEST_RULE})
    return kept


def too_many() -> Invalid:
    """That there are more rules than anybody reads."""
    return Invalid("rules", _("A community has at most %(most)s rules.") % {"most": MOST_RULES})


def _in_words(text: Mapping[str, str], hint: Mapping[str, str]) -> str:
    return str((sorted(text.items()), sorted(hint.items())))
