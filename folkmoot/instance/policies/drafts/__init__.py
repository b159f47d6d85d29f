"""Texts made from what is so: good drafts in every language that the community speaks."""

from django.conf import settings
from django.utils import translation

from folkmoot.instance.policies.drafts import imprint, privacy, rules, terms
from folkmoot.instance.policies.facts import Facts
from folkmoot.instance.policies.kinds import Kind

_WRITERS = {
    Kind.PRIVACY: privacy.write,
    Kind.TERMS: terms.write,
    Kind.RULES: rules.write,
    Kind.IMPRINT: imprint.write,
}


def draft(kind: Kind, language: str, facts: Facts) -> str:
    """The text of this kind that follows from these facts, in this language."""
    with translation.override(language):
        return _WRITERS[kind](facts)


def drafts(kind: Kind, facts: Facts) -> dict[str, str]:
    """The same in every language that pages speak."""
    return {language: draft(kind, language, facts) for language, _name in settings.LANGUAGES}
