"""The community's own emoji in tests."""

from io import BytesIO

from folkmoot.accounts.models import Account
from folkmoot.instance.actions import add_emoji
from tests.pictures import drawn


def own_emoji(owner: Account, name: str, category: str = "") -> None:
    """Give the community an emoji of its own, the way every door does."""
    add_emoji(owner, name, category, BytesIO(drawn(200, 200, kind="PNG")))
