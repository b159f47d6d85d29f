"""allauth asks how often something may be done; it is counted where everything else is (``core.limits``)."""

from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from allauth.core.internal import ratelimit
from django.http import HttpRequest

from folkmoot.core import limits
from folkmoot.core.errors import TooMany
from folkmoot.core.limits import Limit, rules

_OF_FACTORS = "mfa-auth-user-"  # how allauth names whose codes it counts
_FROM: dict[str, Limit] = {  # by where it comes from
    "login": rules.SIGN_IN,
    "signup": rules.SIGN_UP,
    "webauthn_login": rules.SIGN_IN,
    "reset_password": rules.RESET,
    "reset_password_from_key": rules.RESET,
    "request_login_code": rules.RESET,
    "login_failed": rules.FAILED_FROM,
}
_OF: dict[str, Limit] = {"reset_password": rules.RESET_OF, "request_login_code": rules.RESET_OF}  # by whom it is about
_PLACES = {place for limit in _FROM.values() for place in (limit, limit.around)}
_SAID_BY_FORMS = frozenset({"login_failed"})  # which keep what was typed


@dataclass
class Usage:
    """What was counted, and can be given back."""

    counted: list[tuple[Limit, object]] = field(default_factory=list)

    def rollback(self) -> None:
        """It does not count after all: whoever gives the right password has not failed."""
        for limit, who in self.counted:
            limits.give_back(limit, who)


def take_over() -> None:
    """Have allauth count with us; its own counts would be each process's own, and hold full addresses."""
    ratelimit.consume, ratelimit.clear = consume, clear


def consume(request: HttpRequest, *, action: str, key: str | None = None, **how: Any) -> Usage | None:
    """Count one more of an action: ``TooMany`` for one too many, ``None`` where a form says so or nothing is lost."""
    if request.method == "GET" and not how.get("limit_get"):
        return Usage()
    places = _places(request, action, key, how.get("user"))
    if how.get("dry_run"):
        return Usage() if all(not limit.most or limits.standing(limit, who).left for limit, who in places) else None
    try:
        return _counted(places)
    except TooMany as refusal:
        if action in {"confirm_email", *_SAID_BY_FORMS}:
            vars(request)["refusal"] = refusal
            return None
        raise


def clear(request: HttpRequest, *, action: str, key: str | None = None, **how: Any) -> None:
    """Begin anew with what is about one login; what is counted by where it comes from stays."""
    for limit, who in _places(request, action, key, how.get("user")):
        if limit not in _PLACES:
            limits.forget(limit, who)


def _counted(places: list[tuple[Limit, object]]) -> Usage:
    usage = Usage()
    for limit, who in places:
        try:
            limits.count(limit, who)
        except TooMany:
            usage.rollback()
            raise
        usage.counted.append((limit, who))
    if places[0][0] is rules.FAILED_FROM:
        with suppress(TooMany):  # nobody is refused for it: it is what tells a campaign
            limits.count(rules.PRESSURE, "all")
            usage.counted.append((rules.PRESSURE, "all"))
    return usage


def _places(request: HttpRequest, action: str, key: str | None, user: Any) -> list[tuple[Limit, object]]:
    """Everything that one more of an action counts for."""
    address = request.META.get("REMOTE_ADDR", "")
    if action == "confirm_email":
        return [(rules.CONFIRM, key)]
    if key and key.startswith(_OF_FACTORS):
        return [(rules.CODES, key)]
    if action not in _FROM:
        return [(rules.OWN_LOGIN, f"{action} {getattr(user or request.user, 'pk', None) or limits.near(address)}")]
    limit = _FROM[action]
    places: list[tuple[Limit, object]] = [(limit, limits.near(address)), (limit.around, limits.wide(address))]
    if action == "login_failed":
        login = (key or "").lower()
        return [*places, (rules.FAILED_HERE, f"{login} {limits.near(address)}"), (rules.FAILED_ALL, login)]
    return [*places, (_OF[action], key)] if action in _OF and key else places
