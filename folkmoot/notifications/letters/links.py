"""The way out of letters: one press, without signing in, for whoever has the letter, and good for nothing else."""

import hmac
from base64 import urlsafe_b64encode

from django.conf import settings
from django.db import transaction

from folkmoot.accounts.models import Account
from folkmoot.core.errors import NotFound
from folkmoot.notifications.letters.wishes import DAYS, row_of
from folkmoot.notifications.models import Letters

NEWS, DIGEST = "news", "digest"
_OFF: dict[str, dict[str, object]] = {
    NEWS: {"mail": "", "news_due": None},
    DIGEST: {"digest": Letters.Digest.OFF, "digest_due": None},
}


def way_out(account: Account, what: str) -> str:
    """The address at which a member gets no more letters like this one."""
    return f"{settings.FOLKMOOT.origin}/unsubscribe/{token_of(account, what)}"


def token_of(account: Account, what: str) -> str:
    """Says whose letters of which kind end; nobody makes one without the key of this community.

    It holds for one address: whoever reads an earlier mailbox of the member's decides about nothing any more.
    """
    address = account.login.email if account.login else ""
    message = f"folkmoot: no more {what} for {account.id} at {address}".encode()
    mark = urlsafe_b64encode(hmac.digest(settings.HASH_KEY.encode(), message, "sha256")).decode().rstrip("=")
    return f"{what}.{account.id}.{mark}"


def named_by(token: str) -> tuple[Account, str]:
    """Whose letters a token is about, and which; ``NotFound`` for what we did not make."""
    what, _dot, rest = token.partition(".")
    number = rest.partition(".")[0]
    if what not in _OFF or not (number.isascii() and number.isdecimal()) or len(number) > 19:  # noqa: PLR2004 - of an id
        raise NotFound
    account = Account.objects.select_related("login").filter(id=int(number), login__isnull=False).first()
    if account is None or not hmac.compare_digest(token_of(account, what).encode(), token.encode(errors="replace")):
        raise NotFound
    return account, what


def still_comes(account: Account, what: str) -> bool:
    """Whether the member gets letters of this kind, or would if their mail server took them."""
    row = row_of(account.id)
    return bool(row.mail if what == NEWS else DAYS.get(row.digest))


@transaction.atomic
def end_letters(actor: Account, what: str) -> None:
    """No more letters of this kind, until the member chooses otherwise; to say it twice changes nothing."""
    Letters.objects.filter(account=actor).update(**_OFF[what])
