"""The browser of tests and measurements: Debian's Chromium, without a screen."""

import shutil

# The first is the same browser without its own windows and menus, which cost twice what our pages do
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def chromium() -> str:
    """Where it is; empty where there is none."""
    return next((found for name in NAMES if (found := shutil.which(name))), "")
