"""The rules that hold: as rows that programs know by their numbers, and as the text of a version."""

from collections.abc import Mapping, Sequence
from itertools import zip_longest

from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.core.errors import Invalid
from folkmoot.core.html import clean
from folkmoot.instance.models import PolicyVersion, Rule
from folkmoot.instance.policies.keeping import keep_version
from folkmoot.instance.queries import RuleView, rules

MOST_RULES = 30
LONGEST_RULE = 500


def with_other_languages(lines: Sequence[str], language: str) -> list[dict[str, str]]:
    """Rules that were written in one language; those that stay keep what they are called in others."""
    known = {text[language]: text for text in Rule.objects.values_list("text", flat=True) if language in text}
    return [known.get(line, {language: line}) for line in lines]


def keep_version_of_rules(made_by: int | None) -> None:
    """What the rules are from now on, as a version of which nobody is told."""
    moment = timezone.now()
    row = PolicyVersion(
        kind="rules", texts=lines_of(rules()), effective_at=moment, published_at=moment, made_by=made_by
    )
    keep_version(row)


def lines_of(views: Sequence[RuleView]) -> dict[str, str]:
    """The rules as texts by language, one rule in each line; only languages in which every rule was written."""
    languages = {language for view in views for language in view.by_language}
    whole = [each for each in sorted(languages) if all(each in view.by_language for view in views)]
    return {language: "\n".join(view.by_language[language] for view in views) for language in whole}


def put_rules(wanted: Sequence[Mapping[str, str]]) -> None:
    """Replace the rules; one that is still there in every word keeps its number."""
    known = {str(sorted(rule.text.items())): rule.id for rule in Rule.objects.all()}
    Rule.objects.all().delete()
    rows = [Rule(position=n, text=text) for n, text in enumerate(wanted, 1)]
    for row in rows:
        row.id = known.pop(str(sorted(row.text.items())), row.id)
    Rule.objects.bulk_create(rows)


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
        raise Invalid("rules", _("A community has at most %(most)s rules.") % {"most": MOST_RULES})
    if any(len(text) > LONGEST_RULE for text in kept):
        raise Invalid("rules", _("A rule has at most %(most)s characters.") % {"most": LONGEST_RULE})
    return kept
