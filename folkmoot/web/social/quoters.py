"""Who may quote a post, in words for members."""

from django.utils.translation import gettext as _


def quoters() -> tuple[tuple[str, str], ...]:
    """The choices of an author, the widest first."""
    return (
        ("anyone", _("Everybody who can read it")),
        ("followers", _("Only your followers")),
        ("ask", _("Whoever asks you first")),
        ("nobody", _("Nobody but you")),
    )
