"""Who else decides cases."""

from folkmoot.accounts.hydrate import AccountView, views
from folkmoot.moderation.visibility import roster


def colleagues(account_id: int | None, case_id: int) -> list[AccountView]:
    """Everybody to whom a case about somebody can be handed, by name."""
    able = roster().who_see(account_id, case_id)
    return sorted(views(able).values(), key=lambda one: one.name.casefold())
