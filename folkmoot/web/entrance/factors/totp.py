"""Codes of an app: a new one every thirty seconds, each good once."""

import io
import time
import unicodedata
from urllib.parse import quote, urlencode

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from folkmoot.web.entrance.factors.held import TOTP
from folkmoot.web.entrance.factors.sealing import seal, unseal

SECONDS = 30
STEPS = (0, -1, 1)  # clocks differ: the code before and the one after are good as well
_MARGIN = 4  # squares around the picture

new_secret = generate_totp_secret


def address(secret: str, community: str, name: str) -> str:
    """What the picture says to the app."""
    known = urlencode({"secret": secret, "issuer": community}, quote_via=quote)
    return f"otpauth://totp/{quote(f'{community}:{name}')}?{known}"


def picture(text: str) -> str:
    """The text as a QR code: black on white whatever the look of the page, since cameras want that."""
    import qrcode  # takes 3 MB, for a picture that is drawn once

    code = qrcode.QRCode(border=_MARGIN, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(text)
    code.make(fit=True)
    drawn, size = io.StringIO(), len(code.get_matrix())
    for y, row in enumerate(code.get_matrix()):
        for x, dark in enumerate(row):
            if dark:
                drawn.write(f"M{x} {y}h1v1h-1z")
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" shape-rendering="crispEdges">'
    return f'{head}<rect width="{size}" height="{size}" fill="#fff"/><path d="{drawn.getvalue()}"/></svg>'


def matching(secret: str, typed: str) -> int | None:
    """Which step of time this code belongs to, if it is one of now."""
    now, code = int(time.time()) // SECONDS, plain(typed)
    for step in STEPS:
        if constant_time_compare(format_hotp_value(hotp_value(secret, now + step)), code):
            return now + step
    return None


def begin(login_id: int, secret: str, step: int) -> int:
    """An app makes codes for this login from now on, instead of any before; the code that proved it is spent."""
    data = {"secret": seal(secret), "spent": step}
    made, _new = Authenticator.objects.update_or_create(
        user_id=login_id, type=TOTP, defaults={"data": data, "created_at": timezone.now()}
    )
    return int(made.pk)


@transaction.atomic
def spend(login_id: int, typed: str) -> int | None:
    """Take a code of the login's app, once, and none older than the last one; gives the factor's id."""
    row = Authenticator.objects.select_for_update().filter(user_id=login_id, type=TOTP).first()
    secret = unseal(row.data["secret"]) if row else ""
    step = matching(secret, typed) if secret else None
    if row is None or step is None or step <= row.data["spent"]:
        return None
    row.data["spent"], row.last_used_at = step, timezone.now()
    row.save(update_fields=["data", "last_used_at"])
    return int(row.pk)


def plain(typed: str) -> str:
    """The digits alone, in whatever script they were typed."""
    return "".join(str(unicodedata.decimal(sign)) for sign in typed if sign.isdecimal())
