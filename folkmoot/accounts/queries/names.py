"""User names: which may be taken, and why they stay."""

import re
from functools import cache

from django.conf import settings
from django.utils.translation import gettext as _

from folkmoot.accounts.models import Account
from folkmoot.accounts.queries.likeness import looks, looks_taken
from folkmoot.core.proofs import proof

LONGEST_USERNAME = 30
_PATTERN = re.compile(r"[a-z0-9_]{1,30}\Z")
_RESERVED = frozenset(
    """about abuse account accounts admin administrator anonymous api assets auth bookmarks bot bots community
    contact deleted direct everybody everyone favicon folkmoot health help here home host hostmaster info inbox
    instance legal likes login logout mail media member members me moderation moderator moderators mod mods news
    nobody noreply notifications null oauth official operator operators outbox owner owners police postmaster posts
    press privacy report reports root rules security self server service settings setup signin signout signup site
    staff static status support sysadmin system tags team terms trust undefined user users waiting webmaster
    wellknown www""".split()  # noqa: SIM905 - a list of ninety words reads better without their quotes
)


def username_of(typed: str) -> str:
    """A user name as it is kept, from what was typed: no ``@`` before, no capital ASCII letters."""
    name = typed.strip().removeprefix("@")
    return name.lower() if name.isascii() else name


def sign_up_problem(typed: str) -> str:
    """Why nobody can take this user name, in words for the form; empty when it is free."""
    found = username_problem(typed)
    return found[1] if found else ""


def username_problem(typed: str) -> tuple[str, str] | None:
    """Of what kind the reason is why nobody can take this user name, and in words; ``None`` when it is free."""
    name = username_of(typed)
    if not name:
        return "blank", _("Please choose a user name.")
    if len(name) > LONGEST_USERNAME:
        return "too_long", _("A user name has at most 30 characters.")
    if not _PATTERN.match(name):
        return "invalid", _("A user name has only the letters a to z without accents, digits and underscores.")
    if name.replace("_", "") in _RESERVED or not name.strip("_"):
        return "reserved", _("This user name is kept for the community itself. Please choose another one.")
    if Account.objects.filter(username__in=(name, erased_name(name)), domain="").exists():
        return "taken", _("This user name is taken, or was once. Please choose another one.")
    return None


def erased_name(username: str) -> str:
    """What stands in the place of a user name once its member was erased: nobody can take it, and nobody read it."""
    return f"-{proof(username)[: LONGEST_USERNAME - 2]}"


def likeness_problem(typed: str) -> tuple[str, str] | None:
    """The same where a name would be taken for another one: a member's, or one that is kept."""
    name = username_of(typed)
    if not settings.TEST_PROFILE and looks(name) in _reserved_looks() and name.replace("_", "") not in _RESERVED:
        return "reserved", _("This user name looks like one that is kept for the community. Please choose another one.")
    if looks_taken(name):
        return "taken", _("This user name looks too much like one that is here already. Please choose another one.")
    return None


@cache
def _reserved_looks() -> frozenset[str]:
    return frozenset(map(looks, _RESERVED))


def why_username_stays() -> str:
    """What the profile form says beside the user name, which never changes."""
    return _(
        "Your user name stays as it is: others have linked to it and mentioned you by it, and nobody else could "
        "ever take it over. The name shown above your posts can change whenever you like."
    )
