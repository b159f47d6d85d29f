"""The texts that a community stands by."""

from enum import StrEnum

from django.utils.translation import gettext as _


class Kind(StrEnum):
    """One of the texts."""

    PRIVACY = "privacy"
    TERMS = "terms"
    RULES = "rules"
    IMPRINT = "imprint"

    @property
    def called(self) -> str:
        """Its name, for people."""
        return {
            Kind.PRIVACY: _("Privacy policy"),
            Kind.TERMS: _("Terms of use"),
            Kind.RULES: _("Rules of this community"),
            Kind.IMPRINT: _("Contact"),
        }[self]

    @property
    def path(self) -> str:
        """Where everybody reads it."""
        return "/contact" if self is Kind.IMPRINT else f"/{self.value}"


FOR_OPENING = (Kind.PRIVACY, Kind.TERMS, Kind.RULES)  # without these nobody is let in
