"""How well the community knows a member, and where staff say so themselves."""

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from folkmoot.accounts.capabilities import Capability
from folkmoot.accounts.hydrate import views
from folkmoot.core.errors import Invalid, NotAllowed
from folkmoot.moderation.actions.trust import LONGEST, decide_trust
from folkmoot.moderation.queries.trusting import levels_to_give, trust_for_staff
from folkmoot.web import trust_words
from folkmoot.web.access import door
from folkmoot.web.forms import tell
from folkmoot.web.social.back import SeeOther

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpResponse

    from folkmoot.accounts.reach import Level
    from folkmoot.web.requests import MemberRequest


class TrustForm(forms.Form):
    """A level, and why."""

    level = forms.TypedChoiceField(label=gettext_lazy("How well the community knows them"), coerce=int)
    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        max_length=LONGEST,
        widget=forms.Textarea,
        help_text=gettext_lazy("The member reads this, as you write it."),
    )

    def __init__(self, levels: "Iterable[Level]", *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they come
        offered = [(level.value, trust_words.name(level)) for level in levels]
        self.fields["level"].choices = offered  # type: ignore[attr-defined]  # a choice has them


@door(Capability.MEMBERS)
@require_http_methods(["GET", "HEAD", "POST"])
def trust(request: "MemberRequest", account_id: int) -> "HttpResponse":
    """A member's level with what it rests on; a POST sets another one."""
    view = trust_for_staff(request.viewer, account_id)
    levels = levels_to_give(request.viewer, account_id)
    form = TrustForm(levels, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            decide_trust(request.account, account_id, form.cleaned_data["level"], form.cleaned_data["reason"])
        except (Invalid, NotAllowed) as error:
            tell(form, error)
        else:
            messages.success(request, _("Saved. The member reads it in a letter and in their settings."))
            return SeeOther(request.path)
    context = {
        "account": views([account_id])[account_id],
        "setter": views([view.set_by]).get(view.set_by) if view.set_by else None,
        "view": view,
        "levels": levels,
        "form": form,
        "words": trust_words,
    }
    return render(request, "staff/trust.html", context, status=422 if form.is_bound else 200)
