"""What tests of a newcomer's reach share."""

from collections.abc import Callable

from folkmoot.accounts.models import Account
from folkmoot.core.errors import Invalid
from folkmoot.media.models import Recording
from tests.pictures import lay as picture

AWAY = "https://elsewhere.example/buy"


def pictures(owner: Account, number: int) -> tuple[int, ...]:
    return tuple(picture(owner.id).id for _ in range(number))


def recording(owner: Account) -> int:
    return Recording.objects.create(owner_id=owner.id, kind="video", state="ready").id


def first_refused(act: Callable[[int], object], most: int = 30) -> int:
    """How often something can be done before it is refused; ``most`` where it never is."""
    for number in range(most):
        try:
            act(number)
        except Invalid:
            return number
    return most
