"""Suggestions as tests look at them: worked out now, by name and reason."""

from folkmoot.accounts.models import Account
from folkmoot.relations.actions import suggest_to
from folkmoot.relations.queries import suggested

MOST = 40


def reasons(viewer: Account) -> dict[str, tuple[str, int]]:
    """Who is suggested right now, and why, worked out anew."""
    suggest_to(viewer.id)
    return {each.account.username: (each.reason, each.number) for each in suggested(viewer.id, MOST)}


def names(viewer: Account, most: int = MOST) -> list[str]:
    """Who is suggested, as it was worked out last."""
    return [each.account.username for each in suggested(viewer.id, most)]
