"""Staff's pages are tested on the same communities as members'."""

from tests.web.conftest import community, settle

__all__ = ["community", "settle"]
