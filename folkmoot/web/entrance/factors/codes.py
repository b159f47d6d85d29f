"""Recovery codes: ten on paper, each good once, kept as no more than can be compared."""

import secrets
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils import timezone

from folkmoot.web.entrance.factors.held import CODES

NUMBER = 10
_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # nothing that looks like something else
_PART = 4
_PARTS = 3  # the first says which code it is, the others prove it


@dataclass(frozen=True)
class Drawn:
    """Ten new codes: as they are shown once, and what is kept of them."""

    shown: list[str]
    kept: dict[str, str]


def draw() -> Drawn:
    """Ten new codes; takes a moment, so no transaction should wait for it."""
    parts: dict[str, str] = {}
    while len(parts) < NUMBER:
        parts[_letters(_PART)] = _letters(_PART * (_PARTS - 1))
    shown = [_grouped(name + rest) for name, rest in parts.items()]
    return Drawn(shown, {name: make_password(rest) for name, rest in parts.items()})


@transaction.atomic
def keep(login_id: int, drawn: Drawn) -> None:
    """These are the login's codes from now on; those before are good no more."""
    Authenticator.objects.update_or_create(
        user_id=login_id, type=CODES, defaults={"data": {"codes": drawn.kept}, "created_at": timezone.now()}
    )


def spend(login_id: int, typed: str) -> int | None:
    """Take a code, once, however many bring it at the same moment; gives the factor's id."""
    row = Authenticator.objects.filter(user_id=login_id, type=CODES).first()
    code = plain(typed)
    name, rest = code[:_PART], code[_PART:]
    kept = row.data["codes"].get(name) if row else None
    return _strike(login_id, name, kept) if kept and check_password(rest, kept) else None


@transaction.atomic
def _strike(login_id: int, name: str, kept: str) -> int | None:
    """Cross the code out, unless somebody was faster."""
    row = Authenticator.objects.select_for_update().filter(user_id=login_id, type=CODES).first()
    if row is None or row.data["codes"].get(name) != kept:
        return None
    del row.data["codes"][name]
    row.last_used_at = timezone.now()
    row.save(update_fields=["data", "last_used_at"])
    return int(row.pk)


def looks_like(typed: str) -> bool:
    """Whether somebody typed one of these, rather than the digits of an app."""
    return len(plain(typed)) == _PART * _PARTS


def plain(typed: str) -> str:
    """The letters and digits alone."""
    return "".join(sign for sign in typed.lower() if sign.isalnum())


def _letters(number: int) -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(number))


def _grouped(code: str) -> str:
    return "-".join(code[at : at + _PART] for at in range(0, len(code), _PART))
