"""The steps of setting up a community: which there are, where they stand, and which are done."""

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

from folkmoot.accounts.queries import has_factor
from folkmoot.instance.opening import missing
from folkmoot.instance.queries import as_chosen, setting

if TYPE_CHECKING:
    from folkmoot.web.requests import MemberRequest

HOME = "/staff/setup"
SAFETY = "/settings/safety"
OWN = ("contact", "doors", "mail", "checks", "rules", "policies")  # pages of the wizard, once there is an owner
_OF_POLICIES = frozenset({"privacy", "terms", "rules", "contact"})


class Step(NamedTuple):
    """One step as the list of progress shows it."""

    key: str
    label: str
    done: bool
    path: str  # empty where one cannot go now
    current: bool


def steps_by_link(token: str, current: str) -> list[Step]:
    """The list for whoever holds the link: the community and its owner; the rest waits for the owner."""
    open_now = {"community": f"/setup/{token}", "owner": f"/setup/{token}/owner"}
    done = set(setting("setup_steps").split())
    return [Step(key, label, key in done, open_now.get(key, ""), key == current) for key, label in _labels().items()]


def steps_of_owner(request: "MemberRequest", current: str) -> list[Step]:
    """The list for the owner."""
    done = set(setting("setup_steps").split()) | {"owner"}
    lacking = {str(each.what) for each in missing()}
    done -= {"contact"} & lacking
    done -= {"rules"} if not as_chosen().rules else set()
    done |= {"policies"} if not lacking & _OF_POLICIES else set()
    done |= {"factor"} if has_factor(request.account.login_id or 0) else set()
    paths = {"community": f"{HOME}/community", "factor": SAFETY, **{key: f"{HOME}/{key}" for key in OWN}}
    return [Step(key, label, key in done, paths.get(key, ""), key == current) for key, label in _labels().items()]


def left(steps: list[Step]) -> list[Step]:
    """What is still to do."""
    return [step for step in steps if not step.done]


def after(steps: list[Step], key: str) -> str:
    """Where to go from a step: to the next that is not done, else to the list."""
    keys = [step.key for step in steps]
    following = steps[keys.index(key) + 1 :]
    return next((step.path for step in following if step.path and not step.done), HOME)


def _labels() -> dict[str, str]:
    return {
        "community": _("Your community"),
        "owner": _("You"),
        "factor": _("Signing in safely"),
        "contact": _("Contact and data"),
        "doors": _("Who comes in"),
        "mail": _("Mail"),
        "checks": _("The server"),
        "rules": _("Rules and welcome"),
        "policies": _("Policies"),
    }
