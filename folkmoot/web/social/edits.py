"""Changing a post, what it said before, and writing it again."""

from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from markupsafe import Markup

from folkmoot.core.errors import FolkmootError, Invalid, NotAllowed, NotFound, TooMany
from folkmoot.posts.actions import edit_post
from folkmoot.posts.queries import Version, get_post
from folkmoot.posts.queries import history as history_of
from folkmoot.web.social import uploads
from folkmoot.web.social.back import SeeOther
from folkmoot.web.social.differences import difference
from folkmoot.web.social.doors import opened
from folkmoot.web.social.languages import LANGUAGES
from folkmoot.web.social.parts.edit import EditForm

if TYPE_CHECKING:
    from folkmoot.posts.hydrate import Body
    from folkmoot.web.requests import MemberRequest, WebRequest


@dataclass(frozen=True, slots=True)
class Step:
    """One version as the page shows it: its words, with what is different from the version before."""

    written_at: datetime
    text: Markup
    language: str
    warning: Markup
    notes: tuple[Markup | str, ...]  # what else is different
    is_first: bool


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: "MemberRequest", post_id: int) -> HttpResponse:
    """Change one's own post; a refused form comes back with all that was typed."""
    body = _own(request, post_id)
    if request.method != "POST":
        return _page(request, EditForm.of(body), body, 200)
    form = EditForm.sent(request.POST, body)
    if again := _prepared(request, form, body):
        return again
    try:
        edit_post(request.account, post_id, form.edit())
    except (Invalid, NotAllowed, TooMany) as error:
        return _refused(request, form, body, error)
    messages.success(request, _("Your post says this now."))
    return SeeOther(body.path)


@opened
@require_safe
def history(request: "WebRequest", acct: str, post_id: int) -> HttpResponse:
    """All that a post said, the newest first, with what each edit changed."""
    found = history_of(request.viewer, post_id)
    body = found.post.body
    if (acct, post_id) != (body.author.acct, body.key.id):
        return redirect(f"{body.path}/history")
    steps = [_first(found.versions[0]), *(_step(*pair) for pair in pairwise(found.versions))]
    context = {"steps": steps[::-1], "body": body}
    return render(request, "social/history.html", context)


def _own(request: "MemberRequest", post_id: int) -> "Body":
    found = get_post(request.viewer, post_id)
    if not found.mark.mine or found.post_id != post_id:
        raise NotFound
    return found.body


def _prepared(request: "MemberRequest", form: EditForm, body: "Body") -> HttpResponse | None:
    """The form again: with the pictures it brought, in another order, with more options for its poll."""
    taken, problem = uploads.taken_in(request)
    if not (taken or problem or "do" in request.POST):
        return None
    form = form.with_pictures(taken)
    if problem:
        form = replace(form, errors={"pictures": problem})
    elif taken:
        form = replace(form, note=_("Your pictures are here. Say what they show, then save."))
    return _page(request, form, body, 422 if problem else 200)


def _refused(request: "MemberRequest", form: EditForm, body: "Body", error: FolkmootError) -> HttpResponse:
    field = error.field if isinstance(error, Invalid) else "all"
    if field == "since":  # saved once more, it is known what it was changed into
        form = replace(form, since=EditForm.of(body).since)
    status = {NotAllowed: 403, TooMany: 429}.get(type(error), 422)
    response = _page(request, replace(form, errors={field: error.message}), body, status)
    if isinstance(error, TooMany):
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def _page(request: "MemberRequest", form: EditForm, body: "Body", status: int) -> HttpResponse:
    context = {
        "form": form,
        "body": body,
        "pictures": form.fields(body, request.viewer),
        "recordings": form.played(body),
        "meanwhile": body.text if "since" in form.errors else "",
    }
    return render(request, "social/edit.html", context, status=status)


def _first(version: Version) -> Step:
    return Step(
        version.written_at,
        Markup("{}").format(version.text),
        version.language,
        Markup("{}").format(version.warning),
        tuple(_("Picture: %(words)s") % {"words": _or_none(alt)} for _id, alt in version.pictures),
        is_first=True,
    )


def _step(before: Version, after: Version) -> Step:
    return Step(
        after.written_at,
        difference(before.text, after.text),
        after.language,
        difference(before.warning, after.warning),
        (*_files(before, after), *_rest(before, after)),
        is_first=False,
    )


def _files(before: Version, after: Version) -> list[Markup | str]:
    """What became of pictures and recordings, told by what they show."""
    old, new = _alts(before), _alts(after)
    notes: list[Markup | str] = []
    notes += [_("Taken out: %(words)s") % {"words": _or_none(alt)} for i, alt in old.items() if i not in new]
    notes += [_("Added: %(words)s") % {"words": _or_none(alt)} for i, alt in new.items() if i not in old]
    changed = [i for i in new if i in old and new[i] != old[i]]
    notes += [_told(_("Described anew: %(words)s"), difference(old[i], new[i])) for i in changed]
    return notes


def _alts(version: Version) -> dict[int, str]:
    return dict((*version.pictures, *version.recordings))


def _rest(before: Version, after: Version) -> list[Markup | str]:
    notes: list[Markup | str] = []
    if before.options != after.options:
        words = difference(" · ".join(before.options), " · ".join(after.options))
        notes.append(_told(_("Options of the poll: %(words)s"), words))
    if before.language != after.language:
        notes.append(_("Language: %(name)s") % {"name": LANGUAGES.get(after.language, after.language) or "–"})
    if sorted(before.pictures) == sorted(after.pictures) and before.pictures != after.pictures:
        notes.append(_("The pictures stand in another order."))
    return notes


def _told(sentence: str, words: Markup) -> Markup:
    return Markup(sentence) % {"words": words}  # noqa: S704 - our own words around escaped ones


def _or_none(alt: str) -> str:
    return alt or _("without a description")
