"""Mail: what is set, a letter that shows whether it works, and how to go on without."""

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from folkmoot.accounts.capabilities import Capability
from folkmoot.core.mail import mail_folder
from folkmoot.core.mail_trial import Trial, try_mail
from folkmoot.instance.actions import change_settings, finish_step
from folkmoot.instance.queries import community
from folkmoot.staff.views.setup.forms import MailForm
from folkmoot.staff.views.setup.mail_words import meaning
from folkmoot.staff.views.setup.steps import after, steps_of_owner
from folkmoot.web.access import door
from folkmoot.web.forms import refused

if TYPE_CHECKING:
    from folkmoot.web.requests import MemberRequest

PAGE = "staff/setup/mail.html"
_BY = {"without": "staff", "with": "mail"}


@door(Capability.SETTINGS)
def mail(request: "MemberRequest") -> HttpResponse:
    """A letter to the owner, now; or the decision to go on without."""
    if request.method == "POST" and request.POST.get("go") in _BY:
        return _on(request, _BY[request.POST["go"]])
    if request.method != "POST":
        email = request.account.login.email if request.account.login else ""
        return render(request, PAGE, _context(request, MailForm(initial={"email": email})))
    form = MailForm(request.POST)
    if not form.is_valid() or not settings.FOLKMOOT.smtp_url:
        return refused(request, PAGE, _context(request, form))
    trial = _tried(form.cleaned_data["email"])
    return render(request, PAGE, _context(request, form) | {"trial": trial, "words": meaning(trial.outcome)})


def _tried(recipient: str) -> Trial:
    name = community().name
    subject = _("A test letter from %(name)s") % {"name": name}
    text = _("Mail works: this letter came from %(name)s at %(origin)s. There is nothing to do.")
    return try_mail(subject, text % {"name": name, "origin": settings.FOLKMOOT.origin}, recipient)


def _on(request: "MemberRequest", confirms: str) -> HttpResponse:
    with transaction.atomic():
        change_settings(request.account, {"confirms": confirms})
        finish_step(request.account, "mail")
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(after(steps_of_owner(request, "mail"), "mail"), status=303)


def _context(request: "MemberRequest", form: MailForm) -> dict[str, object]:
    server = urlsplit(settings.FOLKMOOT.smtp_url)
    return {
        "steps": steps_of_owner(request, "mail"),
        "form": form,
        "server": f"{server.hostname}:{server.port or (465 if server.scheme == 'smtps' else 587)}"
        if server.hostname
        else "",
        "is_safe": parse_qs(server.query).get("tls") != ["off"],
        "signs_in": bool(server.username),
        "sender": settings.DEFAULT_FROM_EMAIL,
        "folder": mail_folder(),
        "confirms": community().confirms,
    }
