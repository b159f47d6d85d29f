"""Who may ask what only staff may know."""

from folkmoot.accounts.queries import is_staff
from folkmoot.core.errors import NotFound


def require_staff_viewer(viewer: int) -> None:
    """Those who run the community pass; for anybody else it is not there (``NotFound``)."""
    if not is_staff(viewer):
        raise NotFound
