"""What a page shows to be told of its account's news."""

from django.core import signing

TICKET_LIFE = 15 * 60  # seconds from when a page was made to when it opens its stream
_SALT = "folkmoot.stream"


def ticket_for(account_id: int) -> str:
    """What a page shows to the streaming service to hear about this account; good for a quarter of an hour."""
    return signing.dumps(account_id, salt=_SALT)


def account_of(ticket: str) -> int | None:
    """The account whose news this ticket opens; ``None`` if it is forged or too old."""
    try:
        account_id = signing.loads(ticket, salt=_SALT, max_age=TICKET_LIFE)
    except signing.BadSignature:
        return None
    return account_id if isinstance(account_id, int) else None
