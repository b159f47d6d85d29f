"""The first step, by the link and later: what the community is called, what it is, what it looks like."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from folkmoot.core.errors import Invalid, TooMany
from folkmoot.instance.actions import apply_kit, change_settings, finish_step, remove_logo, set_logo
from folkmoot.instance.queries import as_chosen, setting
from folkmoot.media.addresses import origin
from folkmoot.staff.views.setup.forms import CommunityForm
from folkmoot.web.colour import DARK, DEFAULT, LIGHT, accent, contrast, is_colour
from folkmoot.web.forms import refused, tell

if TYPE_CHECKING:
    from django.http import HttpRequest

    from folkmoot.instance.actions import Operator
    from folkmoot.staff.views.setup.steps import Step

PAGE = "staff/setup/community.html"


def community_page(request: "HttpRequest", actor: "Operator | None", steps: "list[Step]", onward: str) -> HttpResponse:
    """The form; what is saved leads on."""
    context: dict[str, object] = {"steps": steps, "logo": _logo()}
    if request.method != "POST":
        return render(request, PAGE, context | {"form": CommunityForm(initial=_present())})
    form = CommunityForm(request.POST, request.FILES)
    if form.is_valid() and _saved(form, actor):
        messages.success(request, colour_words(as_chosen().colour) or _("Saved."))
        return HttpResponseRedirect(onward, status=303)
    return refused(request, PAGE, context | {"form": form})


def colour_words(colour: str) -> str:
    """What we make of a colour so that words in it can be read; nothing for our own."""
    if not is_colour(colour):
        return ""
    day, night = accent(colour, LIGHT).accent, accent(colour, DARK).accent
    ratio = {"day": f"{contrast(day, LIGHT.grounds[0]):.1f}", "night": f"{contrast(night, DARK.grounds[0]):.1f}"}
    if colour == day:
        text = _("Saved. Words in your colour can be read well: contrast %(day)s on light ground, %(night)s on dark.")
    else:
        text = _(
            "Saved. On light ground we make your colour darker, so that words in it can be read: "
            "contrast %(day)s there, %(night)s on dark."
        )
    return text % ratio


def _present() -> dict[str, object]:
    here = as_chosen()
    names = ("kind", "description", "language", "time_zone")
    known = {name: getattr(here, name) for name in names} | {"colour": here.colour or DEFAULT}
    fresh = "community" not in setting("setup_steps").split()
    if fresh and not here.is_set_up:
        known["language"] = get_language()
    return known | {"name": "" if fresh and here.name == "Folkmoot" else here.name}


def _saved(form: CommunityForm, actor: "Operator | None") -> bool:
    try:
        with transaction.atomic():
            change_settings(actor, form.settings())
            apply_kit(actor, form.cleaned_data["kind"])
            finish_step(actor, "community")
        _picture(form, actor)
    except Invalid as error:
        tell(form, error, pictures="logo")
    except TooMany as error:
        form.add_error("logo", error.message)
    return form.is_valid()


def _picture(form: CommunityForm, actor: "Operator | None") -> None:
    if form.cleaned_data["logo"]:
        set_logo(actor, form.cleaned_data["logo"])
    elif form.cleaned_data["without_logo"]:
        remove_logo(actor)


def _logo() -> str:
    path = as_chosen().logo
    return origin() + path if path else ""
