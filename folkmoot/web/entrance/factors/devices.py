"""What is asked of a device, and whether its answer is good; takes 12 MB, which most processes can do without."""

import json
import logging
import struct
import time
from typing import TYPE_CHECKING, Any

from allauth.mfa.models import Authenticator
from cryptography.exceptions import UnsupportedAlgorithm
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from folkmoot.instance.queries import community
from folkmoot.web.entrance.factors.held import PASSKEY, passkeys_of
from folkmoot.web.entrance.factors.passkeys import ADD, SECONDS

if TYPE_CHECKING:
    from django.http import HttpRequest

_ASKED = "passkey.asked"  # in the session
_LARGEST = 20_000  # characters of an answer
_REQUIRED = UserVerificationRequirement.REQUIRED
_WRONG = (  # what fido2 and those below it say to answers that are none
    *(ValueError, TypeError, LookupError, AttributeError, AssertionError, NotImplementedError, RecursionError),
    *(struct.error, UnsupportedAlgorithm),
)

logging.getLogger("fido2").setLevel(logging.WARNING)  # its notes name keys


def ask_for_new(request: "HttpRequest", login: AbstractBaseUser, name: str) -> dict[str, Any]:
    """What the browser needs to make a passkey for this login."""
    user = PublicKeyCredentialUserEntity(id=str(login.pk).encode(), name=name, display_name=name)
    options, state = _site().register_begin(
        user, _keys(login), resident_key_requirement=ResidentKeyRequirement.REQUIRED, user_verification=_REQUIRED
    )
    return _asked(request, ADD, options, state)


def ask(request: "HttpRequest", purpose: str, login: AbstractBaseUser | None) -> dict[str, Any]:
    """What the browser needs to have a passkey used: one of this login, or whichever its owner picks."""
    options, state = _site().authenticate_begin(_keys(login) if login else None, user_verification=_REQUIRED)
    return _asked(request, purpose, options, state)


def add(request: "HttpRequest", login: AbstractBaseUser, name: str, answer: str) -> int | None:
    """Keep the new passkey; None if the answer is not one to our question."""
    state, given = _answered(request, ADD), _parsed(answer)
    try:
        made = _site().register_complete(state, RegistrationResponse.from_dict(given)) if state and given else None
    except _WRONG:
        made = None
    if made is None or made.credential_data is None:
        return None
    data = {"name": name, "key": websafe_encode(made.credential_data), "count": made.counter}
    return int(Authenticator.objects.create(user_id=login.pk, type=PASSKEY, data=data).pk)


@transaction.atomic
def use(request: "HttpRequest", purpose: str, login: AbstractBaseUser, answer: str) -> int | None:
    """Take the answer of one of the login's passkeys; gives the factor's id, None if it is not good."""
    state, given = _answered(request, purpose), _parsed(answer)
    rows = {_key(row).credential_id: row for row in passkeys_of(login).select_for_update()}
    try:
        found = _signed(state, list(rows.values()), AuthenticationResponse.from_dict(given))
    except _WRONG:
        return None
    row, count = rows[found[0].credential_id], found[1]
    if count and count <= row.data["count"]:
        return None  # a copy of the device has been used in between
    row.data["count"], row.last_used_at = count, timezone.now()
    row.save(update_fields=["data", "last_used_at"])
    return int(row.pk)


def owner_of(answer: str) -> Any:
    """The login that the answer says it is from, which is not proved by that."""
    try:
        said = AuthenticationResponse.from_dict(_parsed(answer)).response.user_handle
        number = int(said.decode()) if said else 0
        return get_user_model().objects.filter(pk=number).first() if 0 < number < 1 << 63 else None
    except _WRONG:
        return None


def _signed(
    state: dict[str, Any] | None, rows: list[Authenticator], given: AuthenticationResponse
) -> tuple[AttestedCredentialData, int]:
    if state is None:
        raise ValueError
    key = _site().authenticate_complete(state, [_key(row) for row in rows], given)
    return key, given.response.authenticator_data.counter


def _site() -> Fido2Server:
    """This community, as it was configured, whatever host a request names; nobody else's page may ask in its name."""
    here = settings.FOLKMOOT
    entity = PublicKeyCredentialRpEntity(id=here.host, name=community().name)
    return Fido2Server(entity, verify_origin=lambda origin: origin == here.origin)


def _asked(request: "HttpRequest", purpose: str, options: Any, state: dict[str, Any]) -> dict[str, Any]:
    request.session[_ASKED] = {**state, "for": purpose, "at": time.time()}
    return dict(options)


def _answered(request: "HttpRequest", purpose: str) -> dict[str, Any] | None:
    """The question that was asked last, which is over with that."""
    state: dict[str, Any] | None = request.session.pop(_ASKED, None)
    return state if state and state["for"] == purpose and state["at"] > time.time() - SECONDS else None


def _parsed(answer: str) -> Any:
    try:
        given = json.loads(answer) if len(answer) <= _LARGEST else None
    except (ValueError, RecursionError):
        return None
    return given if isinstance(given, dict) else None


def _keys(login: AbstractBaseUser) -> list[AttestedCredentialData]:
    return [_key(row) for row in passkeys_of(login)]


def _key(row: Authenticator) -> AttestedCredentialData:
    return AttestedCredentialData(websafe_decode(row.data["key"]))
