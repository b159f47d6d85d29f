"""What each of the first steps shows, and what it does with what comes back."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction

from folkmoot.accounts.actions import edit_profile
from folkmoot.core.errors import Invalid, NotAllowed, TooMany
from folkmoot.instance.kits import kit
from folkmoot.instance.queries import community
from folkmoot.posts import actions
from folkmoot.web.forms import tell
from folkmoot.web.settings import faces
from folkmoot.web.settings.forms import ProfileForm, filled
from folkmoot.web.social import composer
from folkmoot.web.welcome import interests
from folkmoot.web.welcome.people import people

if TYPE_CHECKING:
    from folkmoot.web.requests import MemberRequest

type Context = dict[str, object]


class Refused(Exception):  # noqa: N818 - what happened to the form, not a mistake of ours
    """The form comes back, with what was typed and what was wrong with it."""

    def __init__(self, context: Context, status: int = 422) -> None:
        super().__init__()
        self.context, self.status = context, status


class Taking(NamedTuple):
    """What a step shows at first, and what it does; ``take`` raises ``Refused``."""

    shown: Callable[["MemberRequest"], Context]
    take: Callable[["MemberRequest"], None]


def _picture(request: "MemberRequest", problem: str = "") -> Context:
    return {"each": faces.faces(request, "avatar", problem)[0]}


def _take_picture(request: "MemberRequest") -> None:
    """Another picture; who has one already may go on with it."""
    if request.account.avatar_id and "picture" not in request.FILES:
        return
    try:
        faces.take(request, "avatar")
    except (Invalid, TooMany) as error:
        raise Refused(_picture(request, error.message)) from error


def _bio(request: "MemberRequest") -> Context:
    return {"form": ProfileForm(initial=filled(request.account))}


def _take_bio(request: "MemberRequest") -> None:
    """Name and bio; the rest of the profile stays as it is."""
    typed = {name: request.POST.get(name, "") for name in ("name", "bio")}
    form = ProfileForm({**filled(request.account), **typed})
    if form.is_valid():
        try:
            edit_profile(request.account, form.draft())
        except Invalid as error:
            tell(form, error)
        else:
            return
    raise Refused({"form": form})


def _interests(request: "MemberRequest") -> Context:
    tags = interests.offered(request.viewer)
    return {"tags": tags, "shown": [each.shown for each in tags if each.followed], "more": "", "error": ""}


def _take_interests(request: "MemberRequest") -> None:
    """Follow what is ticked or typed, and no longer what the form showed ticked and is not any more."""
    sent = request.POST
    try:
        with transaction.atomic():
            chosen = interests.chosen(sent)
            for name in interests.dropped(sent, chosen):
                actions.unfollow_tag(request.account, name)
            for name in chosen:
                actions.follow_tag(request.account, name)
    except (Invalid, NotAllowed) as error:
        context: Context = {"tags": interests.again(request.viewer, sent), "shown": interests.was_ticked(sent)}
        context |= {"more": sent.get("more", ""), "error": error.message}
        raise Refused(context) from error


def _people(request: "MemberRequest") -> Context:
    return {"rows": people(request.viewer)}


def _post(request: "MemberRequest") -> Context:
    form = composer.writing(request, None, "")
    prompt = kit(community().kind).prompt
    return {"form": replace(form, place="welcome", after="/welcome"), "prompt": prompt}


def _nothing(request: "MemberRequest") -> None:
    """Its buttons have done everything by now."""
    del request


TAKING = {
    "picture": Taking(_picture, _take_picture),
    "bio": Taking(_bio, _take_bio),
    "interests": Taking(_interests, _take_interests),
    "people": Taking(_people, _nothing),
    "post": Taking(_post, _nothing),
}
