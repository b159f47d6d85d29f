"""Writing a post."""

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from folkmoot.accounts.hydrate import views
from folkmoot.accounts.queries import by_username
from folkmoot.core.errors import FolkmootError, Invalid, NotAllowed, NotFound, TooMany
from folkmoot.posts.actions import publish_post
from folkmoot.posts.actions.schedule import schedule_post
from folkmoot.posts.hydrate import PostView
from folkmoot.posts.queries import get_post
from folkmoot.web.access import Door, door
from folkmoot.web.social import cards, composer, files, quotes, uploads
from folkmoot.web.social.back import SeeOther
from folkmoot.web.social.composer import Composer
from folkmoot.web.social.parts.saving import kept_form, will_be_published

if TYPE_CHECKING:
    from datetime import datetime

    from folkmoot.accounts.hydrate import AccountView
    from folkmoot.web.requests import MemberRequest, WebRequest

TO_SIGN_IN = "/sign-in?next=/write"


@door(Door.VISITORS)
@require_POST
def publish(request: "WebRequest") -> HttpResponse:
    """Publish what was written; whoever is signed out by now finds the words again after signing in."""
    form = Composer.sent(request)
    if request.viewer is None:
        return _sign_in_first(request, form)
    return _publish(request, form)  # type: ignore[arg-type]  # whoever has a viewer has an account


@require_http_methods(["GET", "HEAD", "DELETE"])
def write(request: "MemberRequest") -> HttpResponse:
    """A page to write on: empty, to somebody, with words to start from, or with what was kept when a session ended."""
    if request.method == "DELETE":
        request.session.pop("kept_post", None)
        return SeeOther("/")
    kept = composer.kept(request)
    to = _addressee(request)
    form = kept or composer.writing(request, to, request.GET.get("text", "")[:5_000])
    if quoted := quotes.to_quote(request, request.GET.get("quote", "")):
        form = composer.quoting(form, quoted.body)
    return _page(request, form, 200, is_kept=kept is not None)


def _publish(request: "MemberRequest", form: Composer) -> HttpResponse:
    if again := _prepared(request, form):
        return again
    form = composer.warned(request, form)
    try:
        if due_at := form.saving.due_at:
            return _planned(request, form, due_at)
        post_id = publish_post(request.account, form.draft(request.viewer))
    except (Invalid, NotAllowed, TooMany) as error:
        return _refused(request, form, error)
    request.session.pop("kept_post", None)
    return _added(request, form, post_id) if request.htmx else _published(request, form, post_id)


def _prepared(request: "MemberRequest", form: Composer) -> HttpResponse | None:
    """The form again: with the files it brought, in another order, or with what is wrong with a description."""
    brought = files.taken_in(request)
    files.thrown_away(request)
    wrong = files.described(request, form)
    if not (brought.anything or wrong or "do" in request.POST):
        return None
    form = replace(files.with_brought(form, brought), errors=brought.problems)
    if brought.anything and not brought.problems:
        form = replace(form, note=files.note(brought))
    return show_again(request, form, 422 if brought.problems or wrong else 200, wrong)


def show_again(request: "MemberRequest", form: Composer, status: int, wrong: dict[int, str]) -> HttpResponse:
    """The form once more, with all that was typed and what there is to say about it."""
    shown = uploads.fields(request.viewer, form.pictures, request.POST, wrong)
    ids = tuple(each.shown.picture.id for each in shown)
    form = replace(form, fields=shown, pictures=ids, recordings=form.recordings.filled(request, wrong))
    if request.htmx:
        return render(request, "social/composer_again.html", {"form": form}, status=status)
    return _page(request, form, status)


def with_files(request: "MemberRequest", form: Composer) -> Composer:
    """The form with the files it brought along where no JavaScript sent them ahead."""
    brought = files.taken_in(request)
    for name, problem in brought.problems.items():
        raise Invalid(name, problem)
    return files.with_brought(form, brought)


def _planned(request: "MemberRequest", form: Composer, due_at: "datetime") -> HttpResponse:
    schedule_post(request.account, form.draft(request.viewer), due_at, kept_form(request.POST))
    request.session.pop("kept_post", None)
    messages.success(request, will_be_published(due_at), extra_tags=f"taken:{form.place}")
    return HttpResponse(headers={"HX-Redirect": "/scheduled"}) if request.htmx else SeeOther("/scheduled")


def _published(request: "MemberRequest", form: Composer, post_id: int) -> HttpResponse:
    messages.success(request, _said(form), extra_tags=f"taken:{form.place}")
    if form.scope == "direct" and form.conversation is None and form.reply_to is None:
        return SeeOther("/direct")
    return SeeOther(f"{form.after or '/'}#p{post_id}")


def _added(request: "MemberRequest", form: Composer, post_id: int) -> HttpResponse:
    """A fresh form in place of the old one, and the post where it belongs on the page."""
    post = get_post(request.viewer, post_id)
    response = render(request, "social/published.html", {"form": _fresh(request, form, post), **_where(form, post)})
    news = {"folkmoot:taken": {"name": form.place}, "folkmoot:say": {"text": _said(form), "level": "success"}}
    response.headers["HX-Trigger-After-Swap"] = json.dumps(news)
    return response


def _where(form: Composer, post: PostView) -> dict[str, object]:
    viewer = post.body.author.id
    if form.reply_to and not form.conversation:
        return {"place": "beforeend:#replies", "post": cards.branch(post, 0, viewer)}
    if post.body.scope == "direct" and not form.conversation:
        return {"place": "", "post": ""}
    return {"place": "afterbegin:#feed", "post": cards.card(post, viewer)}


def _fresh(request: "MemberRequest", form: Composer, post: PostView) -> Composer:
    if form.conversation:
        return composer.talking(request, form.conversation, post.post_id)
    if form.reply_to:
        return composer.answering(request, get_post(request.viewer, form.reply_to).body)
    return composer.at_home(request)


def _said(form: Composer) -> str:
    if form.conversation or form.scope == "direct":
        return _("Sent. You find it under Direct posts.")
    return _("Your answer is published.") if form.reply_to else _("Your post is published.")


def _refused(request: "MemberRequest", form: Composer, error: FolkmootError) -> HttpResponse:
    if request.htmx and not isinstance(error, Invalid):
        raise error  # a toast; the form stays as it is
    again = form.refused(error.field if isinstance(error, Invalid) else "all", error.message)
    status = {NotAllowed: 403, TooMany: 429}.get(type(error), 422)
    response = show_again(request, again, status, {})
    if isinstance(error, TooMany):
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def _page(request: "MemberRequest", form: Composer, status: int, *, is_kept: bool = False) -> HttpResponse:
    parent = _parent(request, form)
    context = {"form": form, "parent": parent, "is_kept": is_kept, **quotes.preview(request, form.wishes.quote_of)}
    return render(request, "social/write.html", context, status=status)


def _parent(request: "MemberRequest", form: Composer) -> str:
    if form.reply_to is None:
        return ""
    try:
        return cards.card(get_post(request.viewer, form.reply_to), request.viewer)
    except NotFound:
        return ""


def _addressee(request: "MemberRequest") -> "AccountView | None":
    acct = request.GET.get("to", "")
    if not acct:
        return None
    username, _at, domain = acct.removeprefix("@").partition("@")
    account = by_username(request.viewer, username, domain)
    return views([account.id])[account.id]


def _sign_in_first(request: "WebRequest", form: Composer) -> HttpResponse:
    if request.account:
        return HttpResponseRedirect("/waiting")
    composer.keep(request, form)
    if request.htmx:
        return HttpResponse(headers={"HX-Redirect": TO_SIGN_IN})
    messages.info(request, _("You were signed out meanwhile. Sign in, and your words will be there to publish."))
    return SeeOther(TO_SIGN_IN)
