"""Drawing new keys from the command line."""

import argparse
import sys

from django.conf import settings
from django.utils import timezone

from folkmoot.notifications.webpush.subscriptions import forget_devices
from folkmoot.project import keys
from folkmoot.web.entrance.factors.sealing import renew


def rotate(options: argparse.Namespace) -> None:
    """Draw a new signing key, and say what that means and what is left to do."""
    if options.at_once:
        keys.rotate_at_once(settings.DATA_DIR)
        said = "What was signed before counts no more: everybody signs in anew, and links in mails are dead."
    else:
        until = keys.rotate(settings.DATA_DIR, timezone.now())
        said = f"Whoever comes by {until:%d %B %Y} stays signed in; after that, what the old key signed counts no more."
    forget_devices()
    renew(keys.signing(settings.DATA_DIR))
    sys.stdout.write(
        f"There is a new key. {said}\nApps ask anew for news while they are closed, when they are opened next.\n"
        "Restart the server now: until then it works with the old key.\n"
    )
