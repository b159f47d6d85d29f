"""From which e-mail domains people may join."""

import re

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.capabilities import Capability
from folkmoot.accounts.interaction import require
from folkmoot.accounts.models import Account, AddressRule
from folkmoot.audit.actions import record
from folkmoot.core.errors import Invalid, NotFound
from folkmoot.core.html import clean

MOST = 1_000
LONGEST_NOTE = 200
_DOMAIN = re.compile(r"(?=.{1,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}\Z")


@transaction.atomic
def let_domain_in(actor: Account, domain: str, note: str) -> None:
    """Take addresses of this domain; once there is one such rule, only those that have one are taken."""
    _decide(actor, domain, note, allows=True)


@transaction.atomic
def keep_domain_out(actor: Account, domain: str, note: str) -> None:
    """Take no address of this domain any more; members who have one stay."""
    _decide(actor, domain, note, allows=False)


@transaction.atomic
def drop_domain_rule(actor: Account, domain: str) -> None:
    """Decide nothing about this domain."""
    require(actor, Capability.SETTINGS)
    gone, _each = AddressRule.objects.filter(domain=domain).delete()
    if not gone:
        raise NotFound
    record(actor.id, "doors.drop_rule", "setting", None, domain)


def domain_in(typed: str) -> str:
    """The domain that somebody typed, as rules name it; of a whole address its domain."""
    domain = typed.strip().lower().rpartition("@")[2].strip(".")
    try:
        plain = domain.encode("idna").decode()
    except UnicodeError:
        plain = ""
    if not _DOMAIN.match(plain):
        raise Invalid("domain", _("This is not the domain of an e-mail address. An example: school.example.org"))
    return plain


def _decide(actor: Account, typed: str, note: str, *, allows: bool) -> None:
    require(actor, Capability.SETTINGS)
    domain, why = domain_in(typed), clean(note).strip()
    if len(why) > LONGEST_NOTE:
        raise Invalid("note", _("A note has at most 200 characters."))
    if not allows and AddressRule.objects.filter(domain=domain, allows=True).exists():
        raise Invalid("domain", _("A rule lets this domain in. Remove that rule under Sign-up first."))
    rule = {"allows": allows, "note": why, "made_by": actor.id, "made_at": timezone.now()}
    AddressRule.objects.update_or_create(domain=domain, defaults=rule)
    if AddressRule.objects.count() > MOST:
        raise Invalid("domain", _("There are 1,000 rules already. Please remove some first."))
    record(actor.id, "doors.let_in" if allows else "doors.keep_out", "setting", None, f"{domain} {why}".strip())
