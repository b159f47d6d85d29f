"""What the author of a post wishes: who may answer and quote it, which circle it is for, what it quotes.

Each wish is a field here, a line in ``sent`` and one in ``added``, and a field in ``social/parts/wishes.html``.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple, Self

from django.utils.translation import gettext as _

from folkmoot.core.ids import id_in
from folkmoot.web.social.quoters import quoters

if TYPE_CHECKING:
    from django.http import QueryDict

    from folkmoot.posts.actions import Draft


class Choice(NamedTuple):
    """One option of a wish."""

    value: str
    label: str


@dataclass(frozen=True)
class WishesPart:
    """The choices as they were made."""

    reply_policy: str = "everyone"
    quote_policy: str = ""  # empty: as in the settings
    quote_of: int | None = None

    @classmethod
    def sent(cls, form: "QueryDict") -> Self:
        """What came back from a browser."""
        return cls(
            reply_policy=form.get("reply_policy", "everyone"),
            quote_policy=form.get("quote_policy", ""),
            quote_of=id_in(form.get("quote_of", "")),
        )

    def added(self, draft: "Draft") -> "Draft":
        """The draft with these wishes."""
        return replace(
            draft,
            reply_policy=self.reply_policy,
            quote_policy=self.quote_policy,
            quote_of=self.quote_of,
        )

    @property
    def are_made(self) -> bool:
        """Whether anything was chosen, so that the choices stand open."""
        return self != WishesPart(quote_of=self.quote_of)

    @property
    def repliers(self) -> tuple[Choice, ...]:
        """Who may answer."""
        return (
            Choice("everyone", _("Everybody who can read it")),
            Choice("followers", _("Only your followers, and people you name")),
            Choice("mentioned", _("Only people you name with @")),
        )

    @property
    def quoters(self) -> tuple[Choice, ...]:
        """Who may quote."""
        return (Choice("", _("As in your settings")), *(Choice(*each) for each in quoters()))
