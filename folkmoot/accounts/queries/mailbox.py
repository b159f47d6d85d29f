"""E-mail addresses at the door: from where members may come, and whether two addresses are one mailbox."""

from django.conf import settings
from django.utils.translation import gettext as _

from folkmoot.accounts.models import AddressRule, Arrival
from folkmoot.core.proofs import proof

_DIGITS = 32  # of a mark
_DOTLESS = {"gmail.com": "gmail.com", "googlemail.com": "gmail.com"}  # where dots mean nothing
_TAGS = {"fastmail.com": "+", "yahoo.com": "-"}  # where something else than a plus begins a tag


def mailbox_of(email: str) -> str:
    """Where mail for an address really goes: without a tag, and without dots where they mean nothing."""
    name, _at, typed = email.strip().lower().rpartition("@")
    host = _host(typed) or typed
    host = _DOTLESS.get(host, host)
    kept = name.partition(_TAGS.get(host, "+"))[0] or name
    return f"{kept.replace('.', '') if host in _DOTLESS else kept}@{host}"


def mailbox_mark(email: str) -> str:
    """The same as a keyed hash: enough to notice that one comes twice."""
    return mark(f"mailbox {mailbox_of(email)}")


def mark(what: str) -> str:
    """A keyed hash of something that must not be kept as it is; it stays the same when the key that signs changes."""
    return proof(what)[:_DIGITS]


def is_known_mailbox(email: str) -> bool:
    """Whether somebody came here with another way of writing this address."""
    return not settings.TEST_PROFILE and Arrival.objects.filter(mailbox=mailbox_mark(email)).exists()


def domain_problem(email: str) -> str:
    """Why nobody can join with an address of this domain, in words for the form; empty when it may be."""
    typed = email.rpartition("@")[2].strip()
    if settings.TEST_PROFILE or not typed:
        return ""
    host = _host(typed)
    if not host:
        return _("This is not an e-mail address. An example: bob@example.org")
    rules = dict(AddressRule.objects.values_list("domain", "allows"))
    decided = next((rules[each] for each in _and_above(host) if each in rules), None)
    if decided is False:
        return _("This community does not take addresses of %(domain)s. Please use another one.") % {"domain": host}
    if decided is None and any(rules.values()):
        return _("This community takes only addresses of certain organisations, and yours is not of one of them.")
    if decided is None and is_disposable(host):
        words = _(
            "Addresses of %(domain)s last only for a short time. Please use one that you will still have next year."
        )
        return words % {"domain": host}
    return ""


def is_disposable(host: str) -> bool:
    """Whether addresses of this domain, or of one above it, are made to be thrown away."""
    from disposable_email_domains import blocklist  # a megabyte, which only sign-up needs

    return any(each in blocklist for each in _and_above(host))


def _host(typed: str) -> str:
    """A domain as mail is sent there; signs that turn the line round, or show nothing, are in none."""
    try:
        return typed.encode("idna").decode().lower().rstrip(".")
    except UnicodeError:
        return ""


def _and_above(host: str) -> list[str]:
    """The domain and those it is part of, nearest first; never a top-level domain alone."""
    words = host.split(".")
    return [".".join(words[n:]) for n in range(max(1, len(words) - 1))]
