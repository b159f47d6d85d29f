"""Letters to whoever sent a notice without an account, about what they said against the end of it."""

from django.core.mail import send_mail
from django.utils import translation
from django.utils.translation import gettext as _

from folkmoot.instance.queries import community
from folkmoot.moderation.models import Appeal, Report
from folkmoot.moderation.queries.codes import code_of
from folkmoot.moderation.queries.own_reports import notifier
from folkmoot.moderation.tasks import letters


def tell_notifier(appeal: Appeal) -> None:
    """There is a question, or the answer; nothing is sent to who left no address: the page of the notice says it."""
    report = Report.objects.filter(id=appeal.report_id or 0).first()
    email = notifier(report).email if report else ""
    if report is None or not email:
        return
    where = letters.origin() + place_of(report)
    with translation.override(report.language or community().language):
        if appeal.outcome:
            subject, parts = _("The answer to your objection"), letters.answered(appeal, where)
        else:
            subject = _("A question about your objection")
            parts = [_("Somebody who looks at it again wrote to you. Read it and answer here:") + f"\n{where}"]
        send_mail(subject, "\n\n".join(parts) + "\n", None, [email])


def place_of(report: Report) -> str:
    """The page of a part of a notice, which opens with its code."""
    first = Report.objects.filter(code=report.code).order_by("id").values_list("id", flat=True).first()
    return f"/notice/{code_of(first or report.id)}/{report.id}"
