"""What a member has begun and not published, and what will be published by itself."""

from typing import TYPE_CHECKING, NamedTuple

from django.contrib import messages
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from folkmoot.core.errors import Invalid, TooMany
from folkmoot.posts.actions import saved, schedule
from folkmoot.posts.queries import saved as queries
from folkmoot.web.social import compose, files
from folkmoot.web.social.back import SeeOther
from folkmoot.web.social.composer import Composer, fresh_key
from folkmoot.web.social.parts.saving import kept_form, moment, will_be_published

if TYPE_CHECKING:
    from datetime import datetime

    from folkmoot.web.requests import MemberRequest


class Plan(NamedTuple):
    """A post that will be published by itself, as the list shows it: the time by the member's own clock."""

    id: int
    text: str
    due_at: "datetime"
    day: str
    time: str
    problem: str

    @classmethod
    def of(cls, found: queries.ScheduledView) -> "Plan":
        """As the clock of this page's reader has it."""
        here = timezone.localtime(found.due_at)
        return cls(found.id, found.text, found.due_at, f"{here:%Y-%m-%d}", f"{here:%H:%M}", found.problem)


@require_http_methods(["GET", "HEAD", "POST"])
def drafts(request: "MemberRequest") -> HttpResponse:
    """My drafts; a POST keeps one more, or the newest words of one."""
    if request.method == "POST":
        return _typing(request) if request.POST.get("keep") == "typing" else _pressed(request)
    context = {"drafts": queries.drafts(request.viewer), "problems": queries.problems(request.viewer)}
    return render(request, "social/drafts.html", context)


@require_http_methods(["GET", "HEAD", "DELETE"])
def draft(request: "MemberRequest", draft_id: int) -> HttpResponse:
    """A draft in its form, to go on with; DELETE throws it away."""
    if request.method == "DELETE":
        saved.discard_draft(request.account, draft_id)
        messages.success(request, _("The draft is thrown away."), extra_tags=f"taken:draft:{draft_id}")
        return SeeOther("/drafts")
    return compose.show_again(request, _resumed(queries.draft(request.viewer, draft_id)), 200, {})


@require_safe
def discard(request: "MemberRequest", draft_id: int) -> HttpResponse:
    """Ask once before a draft is thrown away."""
    return render(request, "social/discard.html", {"draft": queries.draft(request.viewer, draft_id)})


@require_safe
def scheduled(request: "MemberRequest") -> HttpResponse:
    """What will be published by itself, and what could not be."""
    return _plans(request, 200)


@require_POST
def change(request: "MemberRequest", scheduled_id: int) -> HttpResponse:
    """Publish it at another time."""
    queries.scheduled_post(request.viewer, scheduled_id)
    try:
        due_at = moment(request.POST.get("due_day", ""), request.POST.get("due_time", ""))
        schedule.change_schedule(request.account, scheduled_id, due_at)
    except Invalid as error:
        return _plans(request, 422, wrong=scheduled_id, message=error.message)
    messages.success(request, will_be_published(due_at))
    return SeeOther("/scheduled")


@require_POST
def publish(request: "MemberRequest", scheduled_id: int) -> HttpResponse:
    """Publish it now."""
    post_id = schedule.publish_now(request.account, scheduled_id)
    messages.success(request, _("Your post is published."))
    return SeeOther(f"/#p{post_id}")


@require_POST
def cancel(request: "MemberRequest", scheduled_id: int) -> HttpResponse:
    """Do not publish it; the words become a draft again."""
    schedule.draft_again(request.account, scheduled_id)
    messages.success(request, _("It will not be published. You find the words among your drafts."))
    return SeeOther("/drafts")


def _typing(request: "MemberRequest") -> JsonResponse:
    """Keep what is being typed, and say so in a word; whatever is wrong waits for somebody to press a button."""
    form = Composer.sent(request)
    files.described(request, form)
    try:
        kept = _keep(request, form)
    except Invalid as error:
        return JsonResponse({"said": error.message}, status=422)
    said = _("Saved as a draft.") if kept.id == form.saving.draft or not form.saving.draft else _another()
    return JsonResponse({"draft": str(kept.id), "version": str(kept.version), "said": said})


def _pressed(request: "MemberRequest") -> HttpResponse:
    form = Composer.sent(request)
    wrong = files.described(request, form)
    try:
        form = compose.with_files(request, form)
        kept = _keep(request, form)
    except (Invalid, TooMany) as error:
        field = error.field if isinstance(error, Invalid) else "all"
        return compose.show_again(request, form.refused(field, error.message), 422, wrong)
    is_another = form.saving.draft not in {None, kept.id}
    messages.success(request, _another() if is_another else _("Saved as a draft."), extra_tags=f"taken:{form.place}")
    return HttpResponse(headers={"HX-Redirect": "/drafts"}) if request.htmx else SeeOther("/drafts")


def _another() -> str:
    return _("This draft was changed elsewhere meanwhile. Both are kept.")


def _keep(request: "MemberRequest", form: Composer) -> saved.Saved:
    values = {
        **kept_form(request.POST),
        "pictures": [*map(str, form.pictures)],
        "recordings": [*map(str, form.recordings.ids)],
    }
    begun = saved.Begun(values, form.pictures, form.recordings.ids, form.saving.version)
    return saved.save_draft(request.account, form.saving.draft, begun)


def _resumed(found: queries.DraftView) -> Composer:
    typed = QueryDict(mutable=True)
    for name, values in found.form.items():
        typed.setlist(name, list(values))
    here = {"draft": found.id, "draft_version": found.version, "place": f"draft:{found.id}", "key": fresh_key()}
    for name, value in here.items():
        typed[name] = str(value)
    return Composer.typed(typed, "/")


def _plans(request: "MemberRequest", status: int, *, wrong: int = 0, message: str = "") -> HttpResponse:
    plans = [Plan.of(each) for each in queries.scheduled(request.viewer)]
    context = {"plans": plans, "wrong": wrong, "message": message}
    return render(request, "social/scheduled.html", context, status=status)
