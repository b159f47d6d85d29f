"""Letters to whoever sent a notice without an account: that it is here, and that it was looked at."""

from contextlib import suppress

from django.conf import settings
from django.core.mail import send_mail
from django.utils import translation
from django.utils.translation import gettext as _

from folkmoot.core import limits
from folkmoot.core.errors import TooMany
from folkmoot.core.limits import rules
from folkmoot.instance.queries import community
from folkmoot.moderation.models import Report
from folkmoot.moderation.queries.codes import code_for
from folkmoot.moderation.queries.own_reports import notifier


def write_receipt(email: str, language: str, code: str) -> None:
    """Say that a notice has come; whoever gets several an hour already is left alone: the page has the code as well."""
    with suppress(TooMany):
        limits.count(rules.RECEIPTS, email.lower())
        here = community()
        with translation.override(language or here.language):
            subject = _("Your notice to %(community)s") % {"community": here.name}
            begin = _("Hello,\n\nyour notice has reached the people who run %(community)s. They will look at it.")
            place = _("Here you see what becomes of it, and can write to them. Please keep the address to yourself:")
            _send(email, subject, [begin % {"community": here.name}, f"{place}\n{_link(code)}"])


def write_outcome(email: str, language: str, code: str, outcome: str) -> None:
    """Say that a notice was looked at, and what one can do who is not content."""
    here = community()
    with translation.override(language or here.language):
        subject = _("Your notice to %(community)s was decided on") % {"community": here.name}
        found = {
            Report.Outcome.ACTED: _("We looked at your notice, and have done something about what you told us of."),
            Report.Outcome.DISMISSED: _("We looked at your notice, and found nothing that we would have to change."),
        }[Report.Outcome(outcome)]
        can = _("You can read it here; and if you think that it is wrong, you can say so within six months:")
        _send(email, subject, [_("Hello,"), found, f"{can}\n{_link(code)}"])


def write_question(report: Report, text: str) -> None:
    """Somebody who looks at a notice wrote to whoever sent it, who is written to if they gave an address."""
    email, here = notifier(report).email, community()
    if email:
        with translation.override(report.language or here.language):
            subject = _("%(community)s: a question about your notice") % {"community": here.name}
            _send(email, subject, [text, _("Read it and answer here:") + "\n" + _link(code_for(report))])


def _link(code: str) -> str:
    return f"{settings.FOLKMOOT.origin}/notice/{code}"


def _send(email: str, subject: str, parts: list[str]) -> None:
    send_mail(subject, "\n\n".join(parts) + "\n", None, [email])
