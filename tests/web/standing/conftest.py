"""Pages about decisions are tested on the same communities as all others."""

from tests.web.conftest import community, settle

__all__ = ["community", "settle"]
