"""The words of kits in the languages we speak, as they are kept."""

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise


def in_all_languages(text: str | Promise) -> dict[str, str]:
    """A text by language; a language that has no words of its own for it is left out."""
    spoken = {language: in_language(text, language) for language, _name in settings.LANGUAGES}
    plain = in_language(text, "en")
    return {language: words for language, words in spoken.items() if language == "en" or words != plain}


def in_language(text: str | Promise, language: str) -> str:
    """A text as it reads in one language."""
    with translation.override(language):
        return str(text)
