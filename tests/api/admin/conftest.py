"""Programs of those who run the community."""

from collections.abc import Callable

import pytest

from folkmoot.accounts.models import Account
from tests.api.admin.staffing import give_factor
from tests.doors import Door

type StaffDoor = Callable[..., Door]
type DoorOf = Callable[..., Door]


@pytest.fixture
def staff_of(api_of: DoorOf) -> StaffDoor:
    """``staff_of(account, scopes)``: a program of somebody who has a second factor."""

    def door(account: Account, scopes: str = "admin:read admin:write") -> Door:
        give_factor(account)
        return api_of(account, scopes)

    return door
