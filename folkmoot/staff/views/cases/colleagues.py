"""Who else runs this community."""

from folkmoot.accounts.hydrate import AccountView, views
from folkmoot.accounts.queries import staff_accounts


def colleagues() -> list[AccountView]:
    """Everybody to whom a case can be handed, by name."""
    return sorted(views(staff_accounts()).values(), key=lambda one: one.name.casefold())
