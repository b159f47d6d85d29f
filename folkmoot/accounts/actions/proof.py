"""A small computation that a browser does before it may come in: nothing for a person, much for a flood.

The words and formats are those of ALTCHA, so that any program that knows it can solve it.
"""

import base64
import binascii
import json
from datetime import timedelta
from hashlib import sha256
from typing import Any

import altcha
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.models import SpentProof
from folkmoot.core import limits
from folkmoot.core.errors import Invalid
from folkmoot.core.limits.rules import SIGN_UP
from folkmoot.core.rows import insert_once
from folkmoot.instance.queries import community

LIFE = timedelta(minutes=20)
LONGEST = 4_000  # characters of a solution
DEAREST = 5
_ALGORITHM = "PBKDF2/SHA-256"
_STEPS = (("00", 1), ("00", 2), ("00", 4), ("000", 0.5), ("000", 1), ("000", 2))  # each twice the one before
_CROWD = 4  # sign-ups of one prefix within an hour that make it twice as dear
_UNDER_PRESSURE = 2  # steps


def is_asked() -> bool:
    """Whether browsers have to compute anything here."""
    return bool(settings.FOLKMOOT.proof_price) and not settings.TEST_PROFILE


def challenge(purpose: str, address: str) -> dict[str, Any]:
    """What the browser is to find, as dear as the crowd around it and the pressure on the door make it."""
    prefix, factor = _STEPS[price(address)]
    found = altcha.create_challenge(
        _ALGORITHM,
        max(1, int(settings.FOLKMOOT.proof_price * factor)),
        key_prefix=prefix,
        expires_at=int((timezone.now() + LIFE).timestamp()),
        data={"for": purpose},
        hmac_secret=_secret(),
    )
    kept: dict[str, Any] = found.to_dict()
    return kept


def price(address: str) -> int:
    """How dear it is: 0 is a moment, and each step takes twice as long as the one before."""
    now = limits.standing(SIGN_UP, limits.near(address))
    pressure = _UNDER_PRESSURE if community().guard else 0
    return min(DEAREST, (now.most - now.left) // _CROWD + pressure)


def spend_proof(purpose: str, solution: str) -> bool:
    """Take a solution, once; ``False`` when none came, ``Invalid`` when it is wrong, too old, or was used before."""
    if not solution:
        return False
    sent = _read(solution)
    good = altcha.verify_solution(solution, _secret())
    if not good.verified or sent["challenge"]["parameters"].get("data") != {"for": purpose}:
        raise _stale()
    signature = str(sent["challenge"]["signature"]).lower()
    ends = timezone.now() + LIFE
    if not insert_once(SpentProof, digest=sha256(signature.encode()).hexdigest(), expires_at=ends):
        raise _stale()
    return True


def forget_proofs() -> None:
    """Forget those that are too old to be shown again."""
    SpentProof.objects.filter(expires_at__lt=timezone.now()).delete()


def _read(solution: str) -> Any:
    """What a browser sent, looked at before anything is computed: what we did not sign costs us nothing."""
    if len(solution) > LONGEST:
        raise _stale()
    try:
        sent = json.loads(base64.b64decode(solution, validate=True))
        sent["challenge"]["parameters"]["cost"], sent["challenge"]["signature"]
    except (ValueError, binascii.Error, KeyError, TypeError, RecursionError):
        raise _stale() from None
    return sent


def _stale() -> Invalid:
    return Invalid("proof", _("The check of your browser was too old or used already. Please send the form again."))


def _secret() -> str:
    return sha256(b"proof\0" + settings.SECRET_KEY.encode()).hexdigest()
