"""What it means that a factor comes or goes: recovery codes with the first, and a mail each time."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.accounts.queries import has_factor, is_linked
from folkmoot.core import security_log
from folkmoot.core.errors import NotAllowed, NotFound
from folkmoot.web.entrance.factors import codes, passkeys, proof, totp
from folkmoot.web.entrance.factors.held import CODES, PASSKEY, TOTP, held
from folkmoot.web.entrance.oidc import service

if TYPE_CHECKING:
    from folkmoot.web.requests import MemberRequest


def put_app(request: "MemberRequest", secret: str, step: int) -> list[str]:
    """An app makes codes from now on; gives recovery codes if there were none."""
    login = proof.login_of(request)
    with _first(request) as shown:
        proof.note(request, login, proof.FACTOR, type=TOTP, id=totp.begin(login.pk, secret, step))
        tell(request, TOTP)
    return shown


def put_passkey(request: "MemberRequest", name: str, answer: str) -> list[str] | None:
    """A passkey is added; gives recovery codes if there were none, and None if the answer was not good."""
    login = proof.login_of(request)
    with _first(request) as shown:
        some_id = passkeys.add(request, login, name, answer)
        if some_id is None:
            transaction.set_rollback(True)
            return None
        proof.note(request, login, proof.FACTOR, type=PASSKEY, id=some_id)
        tell(request, PASSKEY)
    return shown


def put_codes(request: "MemberRequest") -> list[str]:
    """New recovery codes in place of those before."""
    drawn = codes.draw()
    with transaction.atomic():
        codes.keep(proof.login_of(request).pk, drawn)
        tell(request, CODES)
    return drawn.shown


@transaction.atomic
def take(request: "MemberRequest", kind: str, some_id: int | None = None) -> None:
    """A factor goes; with the last one go the recovery codes. ``NotFound`` when there is none such.

    ``NotAllowed`` when nothing else would open the account.
    """
    login = proof.login_of(request)
    mine = Authenticator.objects.filter(user_id=login.pk)
    list(mine.select_for_update().values_list("id"))  # of two last ones that go at once, one stays
    gone = mine.filter(type=kind, **({"id": some_id} if some_id else {})).delete()[0]
    if not gone:
        raise NotFound
    if kind == PASSKEY and not _gets_in(login):
        raise NotAllowed(_("It is your only way in. Set up a password or a passkey first."))
    if not has_factor(login.pk):
        mine.delete()
        proof.forget_factors(request)
    tell(request, kind, came=False)


@transaction.atomic
def rename(request: "MemberRequest", some_id: int, typed: str) -> None:
    """A passkey is called something else; ``NotFound`` when it is not theirs."""
    login = proof.login_of(request)
    row = Authenticator.objects.select_for_update().filter(user_id=login.pk, type=PASSKEY, id=some_id).first()
    if row is None:
        raise NotFound
    others, row.data["name"] = row.data["name"], ""
    row.save(update_fields=["data"])
    row.data["name"] = passkeys.name_for(login, typed, others)
    row.save(update_fields=["data"])


def tell(request: "MemberRequest", kind: str, *, came: bool = True) -> None:
    """The owner hears of it by mail, who need not be the one who did it."""
    login = proof.login_of(request)
    security_log.noted(request, f"{'New' if came else 'Removed'}: {kind}", who=login.email)
    said = {"user": login, "kind": kind, "came": came, "where": settings.FOLKMOOT.origin + "/settings/safety"}
    get_adapter().send_mail("factors/email/changed", login.email, said)


def _gets_in(login: Any) -> bool:
    has = held(login)
    return has.password or bool(has.passkeys) or (service.is_there() and is_linked(login.pk, service.issuer()))


@contextmanager
def _first(request: "MemberRequest") -> Iterator[list[str]]:
    """What happens inside brings recovery codes with it where there are none; they are drawn before anything waits."""
    login_id = proof.login_of(request).pk
    has = Authenticator.objects.filter(user_id=login_id, type=CODES).exists()
    drawn = None if has else codes.draw()
    with transaction.atomic():
        if drawn:
            codes.keep(login_id, drawn)
        yield drawn.shown if drawn else []
