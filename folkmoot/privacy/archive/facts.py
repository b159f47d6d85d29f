"""What the conditions of the inventory ask about a member."""

from typing import Any

from folkmoot.accounts.models import Account


def facts_of(account: Account) -> dict[str, Any]:
    """The parameters: account, login, and how the two are written among others."""
    address = account.login.email if account.login else ""
    return {
        "account": account.id,
        "login": account.login_id or 0,
        "mail": f'"{address.lower()}"' if address else "",
        "among": f"%,{account.id},%",
    }
