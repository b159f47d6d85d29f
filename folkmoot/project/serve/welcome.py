"""What the terminal says when a server has started."""

from django.conf import settings
from django.utils import timezone

from folkmoot.core.mail import mail_folder
from folkmoot.instance.actions import new_setup_link
from folkmoot.instance.queries import community


def welcome() -> str:
    """Where the site is, how its first owner comes in, and where mail goes."""
    environment = settings.FOLKMOOT
    lines = [f"Folkmoot is at {environment.origin}"]
    if settings.TEST_PROFILE:
        lines.append("It is for tests: whoever asks comes in, and nothing is safe here.")
    if not community().is_set_up:
        link = f"{environment.origin}/setup/{new_setup_link(timezone.now())}"
        lines.append(f"Nobody owns it yet. Open this within an hour to set it up: {link}")
    if not environment.smtp_url:
        lines.append(f"No mail server is set (FOLKMOOT_SMTP_URL): mail is laid into {mail_folder()}")
    return "\n".join([*lines, "", ""])
