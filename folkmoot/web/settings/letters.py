"""What a member gets by mail, what rings their devices, and when they are left in peace."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from folkmoot.core.errors import Invalid
from folkmoot.notifications.letters.wishes import begin_again, choose_letters, standing_of
from folkmoot.web.forms import refused, tell
from folkmoot.web.settings.letters_form import LettersForm, filled
from folkmoot.web.social.back import SeeOther
from folkmoot.web.time_zones import zone_name

if TYPE_CHECKING:
    from folkmoot.web.requests import MemberRequest

PAGE = "/settings/letters"


@require_http_methods(["GET", "HEAD", "POST"])
def letters(request: "MemberRequest") -> HttpResponse:
    """For each sort of news whether it rings and whether it is written; the digest; quiet hours."""
    stands = standing_of(request.account)
    form = LettersForm(request.POST) if request.method == "POST" else LettersForm(initial=filled(stands.wishes))
    context = {"form": form, "stands": stands, "zone": zone_name(stands.zone)}
    if request.method != "POST":
        return render(request, "settings/letters.html", context)
    if form.is_valid():
        try:
            choose_letters(request.account, form.wanted())
        except Invalid as error:
            tell(form, error)
        else:
            messages.success(request, _("That holds from now on."))
            return HttpResponseRedirect(PAGE, status=303)
    return refused(request, "settings/letters.html", context)


@require_POST
def again(request: "MemberRequest") -> HttpResponse:
    """My mailbox takes letters again."""
    begin_again(request.account)
    messages.success(request, _("We write to you again."))
    return SeeOther(PAGE)
