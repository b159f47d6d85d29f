"""What stands between a community that is set up and one that is open."""

from django.utils.translation import gettext as _

from folkmoot.instance.policies.versions import Missing, missing_policies
from folkmoot.instance.queries import as_chosen

RULES = "/staff/setup/rules"


def missing() -> list[Missing]:
    """All that members can expect and that is not there yet; a community of which nothing is missing can be opened."""
    found = missing_policies()
    if not as_chosen().rules and not any(each.what == "rules" for each in found):
        found.append(Missing("rules", _("There are no rules yet."), RULES))
    return found
