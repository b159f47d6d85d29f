"""What the answers of mail servers mean, and what to do about them."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from folkmoot.core.mail_trial import Outcome


def meaning(outcome: "Outcome") -> str:
    """One answer of a mail server in plain words."""
    return {**_on_the_way(), **_at_the_server()}[outcome]


def _on_the_way() -> dict[str, str]:
    return {
        "unknown": _("No server is known under this name. Is it spelled right in FOLKMOOT_SMTP_URL?"),
        "refused": _("Nothing listens there. Is the port right? 587 and 465 are usual, and some hosts block 25."),
        "silent": _(
            "The server does not answer. A firewall may keep this machine from sending mail, or the port is wrong."
        ),
        "unsafe": _(
            "No safe line could be made: the certificate does not fit the name, or the port wants another kind of "
            "encryption. Port 465 wants smtps://, port 587 smtp://."
        ),
        "unencrypted": _(
            "The server does not offer what the settings ask of it: encryption, or signing in. Only for a server on "
            "this very machine may the address end in ?tls=off."
        ),
        "cut": _("The line was cut in the middle. Is this a mail server, and is the port right?"),
    }


def _at_the_server() -> dict[str, str]:
    return {
        "taken": _("The mail server took the letter. Look whether it arrives, also among the unwanted mail."),
        "password": _(
            "The server does not take the user name and the password that stand in FOLKMOOT_SMTP_URL. Special "
            "characters in them have to be written as %40 and the like."
        ),
        "sender": _(
            "The server does not send mail from this sender. Set FOLKMOOT_MAIL_FROM to an address that belongs to "
            "you there."
        ),
        "recipient": _(
            "The server does not want to deliver to this address. Is it spelled right? Some servers only deliver for "
            "those who signed in."
        ),
        "declined": _("The server declined the letter. What it said stands below."),
    }
