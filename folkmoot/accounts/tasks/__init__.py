"""Mails to applicants: what staff decided; and what has run out."""

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core.mail import send_mail
from django.utils import translation
from django.utils.translation import gettext as _

from folkmoot.accounts.actions import address, apps, arrivals, places, proof, sessions
from folkmoot.accounts.events import Approved, Declined
from folkmoot.accounts.models import Login
from folkmoot.accounts.queries import account_of, address_is_confirmed
from folkmoot.instance.queries import community


def tell_approved(event: Approved) -> None:
    """Write to an applicant who was let in: how to come in, or that the address is still to be confirmed."""
    login = Login.objects.filter(id=event.login_id, approved_at__isnull=False).first()
    if login is None:
        return
    here = community()
    with translation.override(_language_of(login) or here.language):
        if address_is_confirmed(login.id):
            next_step = _("You can sign in now: %(link)s") % {"link": f"{settings.FOLKMOOT.origin}/sign-in"}
        else:
            next_step = _("One thing is left: please open the link in the mail that asks you to confirm this address.")
        subject = _("Welcome to %(community)s") % {"community": here.name}
        greeting = _("Hello!\n\nYour application to join %(community)s was approved.") % {"community": here.name}
        _send(login, subject, f"{greeting}\n{next_step}")


def tell_declined(event: Declined) -> None:
    """Write to an applicant who was turned away, with the note if there is one."""
    login = Login.objects.filter(id=event.login_id, declined_at__isnull=False).first()
    if login is None:
        return
    here = community()
    with translation.override(_language_of(login) or here.language):
        subject = _("Your application to join %(community)s") % {"community": here.name}
        text = _("Hello,\n\nthank you for your interest. Your application to join %(community)s was not accepted.")
        note = _("The people who decided wrote:\n\n%(note)s") % {"note": login.decision_note}
        contact = _("If you have questions, write to %(contact)s.") % {"contact": here.contact}
        parts = [text % {"community": here.name}, note * bool(login.decision_note), contact * bool(here.contact)]
        _send(login, subject, "\n\n".join(part for part in parts if part))


def _language_of(login: Login) -> str:
    account = account_of(login.id)
    return account.language if account else ""


def _send(login: Login, subject: str, text: str) -> None:
    send_mail(subject, text + "\n", None, [login.email])


def clear_sessions() -> None:
    """Forget the sessions that have run out, and where somebody signed in long ago."""
    SessionStore.clear_expired()
    sessions.forget_dead_sessions()
    places.forget_places()
    address.forget_address_changes()


def forget_codes() -> None:
    """Forget the codes of apps that did not come for their token."""
    apps.forget_codes()


def watch_doors() -> None:
    """Relieve the guard at the door after calm; and post one, if the burst ended before anybody looked."""
    arrivals.watch_doors()


def forget_arrivals() -> None:
    """Forget where people came from 90 days ago, and computations that are too old to be shown again."""
    arrivals.forget_arrivals()
    proof.forget_proofs()
