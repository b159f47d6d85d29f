"""Rules to begin with: one in each line, as communities have them."""

from django.utils.translation import gettext as _

from folkmoot.instance.policies.facts import Facts


def write(_facts: Facts) -> str:
    """One rule in each line."""
    return "\n".join(
        [
            _("Be kind. Speak to others as you would if they sat across the table."),
            _("No hatred: nobody is attacked for what they are or believe."),
            _("No threats, no stalking, no pressing on after somebody said no."),
            _("Ask before you post what is private about others, their pictures included."),
            _("No advertising, and nothing that deceives."),
            _("Nothing that the law forbids."),
            _("If something goes wrong, report it. Do not fight it out in public."),
        ]
    )
