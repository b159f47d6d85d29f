"""Who signs in: a login found by address or user name, loaded together with its account."""

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser

from folkmoot.accounts.queries import signed_in


class Backend(AuthenticationBackend):  # type: ignore[misc]  # allauth is untyped
    """allauth's rules, and one plain statement where two queries would do."""

    def get_user(self, user_id: int) -> AbstractBaseUser | None:
        """The login of a session, its account beside it."""
        login = signed_in(user_id)
        return login if login and self.user_can_authenticate(login) else None


def address_of(typed: str) -> str:
    """The address to sign in with: as typed, or the one behind a user name; never tells whether there is one."""
    name = typed.strip().removeprefix("@").lower()
    if "@" in name:
        return name
    found = get_user_model().objects.filter(account__username=name, account__domain="")
    return found.values_list("email", flat=True).first() or name
