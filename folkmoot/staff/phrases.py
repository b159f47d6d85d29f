"""Words that staff need again and again, in the language of whoever they write to."""

from typing import NamedTuple

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from folkmoot.instance.queries import community


class Phrase(NamedTuple):
    """A text under a name that staff choose it by."""

    key: str
    title: Promise
    text: Promise


TO_MEMBERS = (
    Phrase(
        "ask",
        _("Ask how they see it"),
        _(
            "Hello, somebody reported what you wrote. Before we decide anything, we would like to hear from you: "
            "what did you mean by it?"
        ),
    ),
    Phrase(
        "change",
        _("Ask them to change it"),
        _(
            "Hello, what you wrote goes against our rules as it stands. Could you change it, or take it back? "
            "Then nothing else needs to be done."
        ),
    ),
    Phrase(
        "warning",
        _("Ask for a warning above it"),
        _(
            "Hello, not everybody wants to see this without being warned. Could you put it behind a warning? "
            "Then it can stay."
        ),
    ),
    Phrase(
        "help",
        _("Offer help"),
        _(
            "Hello, some of us worry about you after what you wrote. You are not alone. Please talk to somebody "
            "close to you, or to an emergency line near you; in danger, call your emergency number."
        ),
    ),
)
TO_REPORTERS = (
    Phrase(
        "thanks",
        _("Thank them"),
        _("Hello, thank you for telling us. We are looking at it, and will tell you what becomes of it."),
    ),
    Phrase(
        "more",
        _("Ask for more"),
        _(
            "Hello, thank you for telling us. To decide, we need to know a little more: what exactly is wrong, and "
            "has it happened before?"
        ),
    ),
)
REASONS = (
    Phrase(
        "spam",
        _("Advertising"),
        _("You advertised here, more than once, to people who had not asked for it. This place is not for selling."),
    ),
    Phrase(
        "harassment",
        _("Harassment"),
        _("You went after somebody who had done nothing to you. Everybody here has to be able to feel safe."),
    ),
    Phrase(
        "hate",
        _("Hatred"),
        _("You spoke with contempt of people for who they are. We do not want that here, whoever it is about."),
    ),
    Phrase(
        "privacy",
        _("Private things"),
        _("You made something public that is somebody else's private matter, and for them alone to tell."),
    ),
    Phrase(
        "warned",
        _("After a warning"),
        _("We had asked you to stop this, and you went on."),
    ),
)


def spoken(phrases: tuple[Phrase, ...], key: str, language: str) -> str:
    """The text under a name in a member's language; empty under a name that nobody gave."""
    with translation.override(language or community().language):
        return next((str(each.text) for each in phrases if each.key == key), "")
