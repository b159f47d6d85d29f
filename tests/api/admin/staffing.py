"""What tests of staff's programs have in common."""

from allauth.mfa.models import Authenticator

from folkmoot.accounts.models import Account
from folkmoot.audit.models import Entry
from tests.doors import Answer

NOT_ALLOWED = {"error": "This action is not allowed"}
ACCOUNTS, REPORTS = "/api/v1/admin/accounts", "/api/v1/admin/reports"
WHY = "They sell nets, again and again."


def give_factor(account: Account, kind: str = "totp") -> None:
    """An app that makes codes, or something else that proves who somebody is."""
    Authenticator.objects.get_or_create(user_id=account.login_id, type=kind, defaults={"data": {"secret": ""}})


def is_not_allowed(answer: Answer) -> bool:
    """Whether Mastodon's words for what one may not do came back."""
    return answer.status_code == 403 and answer.json() == NOT_ALLOWED


def log() -> list[tuple[int | None, str, str, int | None]]:
    """Who did what to whom, as the log has it."""
    return list(Entry.objects.order_by("seq").values_list("actor_id", "verb", "object_type", "object_id"))


def since(before: int) -> list[tuple[str, int | None]]:
    """What was written into the log after so many entries."""
    return [(verb, some_id) for _who, verb, _kind, some_id in log()[before:]]
