"""Who is behind the community and how to reach them: by members, others and authorities."""

from django.conf import settings
from django.utils.translation import gettext as _

from folkmoot.instance.policies.drafts.writing import by_post, how_to_reach, part, run_by, whole
from folkmoot.instance.policies.facts import Facts


def write(facts: Facts) -> str:
    """The whole text."""
    return whole(
        [
            run_by(facts),
            part(_("How to reach us"), how_to_reach(facts), by_post(facts)),
            part(
                _("For members, others and authorities"),
                _("Questions, complaints, reports of unlawful content and orders of authorities all go there."),
                _("We answer in: %(languages)s.") % {"languages": _languages()},
            ),
        ]
    )


def _languages() -> str:
    return ", ".join(name for _code, name in settings.LANGUAGES)
