"""The community's own emoji: what owners add, and what is offered."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from folkmoot.accounts.capabilities import Capability
from folkmoot.core.errors import Invalid, TooMany
from folkmoot.instance.actions import add_emoji, hide_emoji, recategorise_emoji, show_emoji
from folkmoot.instance.queries import all_emojis
from folkmoot.staff.forms import EmojiForm
from folkmoot.web.access import door
from folkmoot.web.forms import refused, tell
from folkmoot.web.social.reaction_row import face

if TYPE_CHECKING:
    from folkmoot.web.requests import MemberRequest

PAGE = "/staff/emoji"


@door(Capability.SETTINGS)
def emoji(request: "MemberRequest") -> HttpResponse:
    """Every emoji there is; a POST adds one."""
    form = EmojiForm(request.POST, request.FILES) if request.method == "POST" else EmojiForm()
    if request.method != "POST":
        return render(request, "staff/emoji.html", _shown(form))
    if form.is_valid() and _added(request, form):
        messages.success(request, _("The emoji is there: members can write it now."))
        return _back()
    return refused(request, "staff/emoji.html", _shown(form))


@door(Capability.SETTINGS)
@require_POST
def change(request: "MemberRequest", emoji: str) -> HttpResponse:
    """Put an emoji into a category."""
    recategorise_emoji(request.account, emoji, request.POST.get("category", ""))
    messages.success(request, _("The category is saved."))
    return _back()


@door(Capability.SETTINGS)
@require_http_methods(["POST", "DELETE"])
def offer(request: "MemberRequest", emoji: str) -> HttpResponse:
    """Offer an emoji again, or no more."""
    if request.method == "POST":
        show_emoji(request.account, emoji)
        messages.success(request, _("The emoji is offered again."))
    else:
        hide_emoji(request.account, emoji)
        messages.success(request, _("The emoji is offered no more. Where it was written it stays."))
    return _back()


def _added(request: "MemberRequest", form: EmojiForm) -> bool:
    typed = form.cleaned_data
    try:
        add_emoji(request.account, typed["name"], typed["category"], typed["picture"])
    except Invalid as error:
        tell(form, error, pictures="picture")
    except TooMany as error:
        form.add_error("picture", error.message)
    return form.is_valid()


def _shown(form: EmojiForm) -> dict[str, object]:
    return {"form": form, "emojis": [(each, face(f":{each.name}:", each.picture)) for each in all_emojis()]}


def _back() -> HttpResponseRedirect:
    return HttpResponseRedirect(PAGE, status=303)
