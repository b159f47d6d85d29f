"""Posts that are published by themselves when their time has come: exactly once, and under the rules of that moment."""

import hashlib
from dataclasses import asdict, fields, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from folkmoot.accounts.models import Account
from folkmoot.accounts.queries.trust import is_new
from folkmoot.core.errors import Busy, FolkmootError, Invalid, NotAllowed, NotFound, TooMany
from folkmoot.core.events import publish
from folkmoot.core.ids import new_id
from folkmoot.instance.queries import community
from folkmoot.media.actions.reserve import reserve
from folkmoot.media.queries import unused, unused_recordings
from folkmoot.posts.actions import hanging, reach
from folkmoot.posts.actions.addressing import addressed
from folkmoot.posts.actions.drafts import Draft, checked
from folkmoot.posts.actions.polls import NewPoll
from folkmoot.posts.actions.publish import answered, made_before, publish_post
from folkmoot.posts.actions.quotes import quotable
from folkmoot.posts.actions.saved import UPLOADS_KEPT, Begun, forget_draft, save_draft, storable
from folkmoot.posts.events import PlanFailed
from folkmoot.posts.hydrate import Body
from folkmoot.posts.models import ScheduledPost
from folkmoot.posts.queries.saved import Form

SOONEST = timedelta(minutes=5)
LATEST = timedelta(days=365)
SCHEDULED_MOST = 300  # of one account


def schedule_post(actor: Account, draft: Draft, due_at: datetime, form: Form) -> int:
    """Plan a post for later; ``form`` is what it was written in, should it become a draft again. The plan's id."""
    draft = checked(draft)
    _check_time(due_at)
    with transaction.atomic():
        scheduled_id = new_id()
        if earlier := made_before(actor, _key("plan", draft.idempotency_key), scheduled_id):
            return earlier
        parent = answered(actor, draft.reply_to)
        _check_uploads(actor, draft)
        if is_new(actor):
            _foresee(actor, draft, parent, scheduled_id)
        Account.objects.select_for_update(no_key=True).get(id=actor.id)  # one after the other: the count holds
        if ScheduledPost.objects.filter(account=actor).count() >= SCHEDULED_MOST:
            raise Invalid("due", _("You have 300 posts waiting already. Publish or cancel some first."))
        reserve(actor.id, draft.pictures, draft.recordings, due_at + UPLOADS_KEPT)
        kept = {"draft": asdict(replace(draft, saved_as=None, hand="")), "form": storable(form)}
        ScheduledPost.objects.create(id=scheduled_id, account=actor, draft=kept, due_at=due_at)
        forget_draft(actor, draft.saved_as, draft.hand)
    return scheduled_id


def _foresee(actor: Account, draft: Draft, parent: Body | None, scheduled_id: int) -> None:
    """Refuse now what would be refused when the time has come; on whom a circle has then, that time decides."""
    quoting = quotable(actor, draft.quote_of, draft.scope)
    about = reach.About(parent, quoting.body if quoting else None)
    named = hanging.named_in(draft.text)
    reach.foresee_reach(actor, reach.of_draft(actor, addressed(actor, draft, parent), named, about, scheduled_id))


def change_schedule(actor: Account, scheduled_id: int, due_at: datetime) -> None:
    """Choose another moment; a post that could not be published is tried again then."""
    _check_time(due_at)
    with transaction.atomic():
        row = _own(actor, scheduled_id)
        row.due_at, row.problem = due_at, ""
        row.save(update_fields=["due_at", "problem"])
        draft = _thawed(row)
        reserve(actor.id, draft.pictures, draft.recordings, due_at + UPLOADS_KEPT)


def cancel_schedule(actor: Account, scheduled_id: int) -> None:
    """Give the plan up, with the words."""
    if not ScheduledPost.objects.filter(account=actor, id=scheduled_id).delete()[0]:
        raise NotFound


def draft_again(actor: Account, scheduled_id: int) -> int:
    """Give the plan up and keep the words as a draft; the draft's id."""
    with transaction.atomic():
        row = _own(actor, scheduled_id)
        draft = _thawed(row)
        form = row.draft["form"] or _written_down(draft)
        saved = save_draft(actor, None, Begun(form, draft.pictures, draft.recordings))
        row.delete()
    return saved.id


def publish_now(actor: Account, scheduled_id: int) -> int:
    """Publish a planned post at once; the id of the post."""
    with transaction.atomic():
        row = _own(actor, scheduled_id)
        return _published(row)


def publish_when_due(scheduled_id: int) -> None:
    """Publish one post whose time has come, unless somebody else does; what stands in its way is kept beside it.

    The row is locked until the post is there and the row gone, in one transaction: whoever is killed in between leaves
    all as it was, and whoever comes second finds nothing to do.
    """
    with transaction.atomic():
        due = ScheduledPost.objects.select_for_update(skip_locked=True).filter(id=scheduled_id, problem="")
        row = due.filter(due_at__lte=timezone.now()).first()
        if row is None:
            return
        with translation.override(row.account.language or community().language):
            row.problem = _tried(row)
        if row.problem:
            row.save(update_fields=["problem"])
            publish(PlanFailed(row.account_id, new_id()))


def due_schedules() -> list[int]:
    """The plans whose time has come, the longest overdue first."""
    due = ScheduledPost.objects.filter(problem="", due_at__lte=timezone.now())
    return list(due.order_by("due_at").values_list("id", flat=True))


def _check_time(due_at: datetime) -> None:
    now = timezone.now()
    if due_at < now + SOONEST:
        raise Invalid("due", _("Choose a time that is at least five minutes from now."))
    if due_at > now + LATEST:
        raise Invalid("due", _("Choose a time within the next year."))


def _check_uploads(actor: Account, draft: Draft) -> None:
    if len(unused(actor.id, draft.pictures)) < len(draft.pictures):
        raise Invalid("pictures", _("One of these pictures is not there any more. Please add it again."))
    if len(unused_recordings(actor.id, draft.recordings)) < len(draft.recordings):
        raise Invalid("recordings", _("One of these recordings is not there any more. Please add it again."))


def _own(actor: Account, scheduled_id: int) -> ScheduledPost:
    row = ScheduledPost.objects.select_for_update().filter(account=actor, id=scheduled_id).first()
    if row is None:
        raise NotFound
    return row


def _tried(row: ScheduledPost) -> str:
    """Publish it; if that is refused, why. Whoever has written too fast is only asked again a little later."""
    try:
        with transaction.atomic():
            if not row.account.active:
                raise NotAllowed(_("Your account was suspended at that time."))
            _published(row)
    except (TooMany, Busy):
        return ""
    except FolkmootError as refused:
        return refused.message or _("It could not be published.")
    return ""


def _published(row: ScheduledPost) -> int:
    key = _key("due", str(row.id))
    post_id = publish_post(row.account, replace(_thawed(row), idempotency_key=key, saved_as=None, hand=""))
    row.delete()
    return post_id


def _key(what: str, key: str) -> str:
    return f"{what}:{hashlib.sha256(key.encode()).hexdigest()}" if key else ""


def _thawed(row: ScheduledPost) -> Draft:
    """The draft as it was handed in."""
    kept: dict[str, Any] = row.draft["draft"]
    values: dict[str, Any] = {
        name: tuple(kept[name]) if isinstance(kept[name], list) else kept[name] for name in _NAMES & set(kept)
    }
    if poll := values.get("poll"):
        values["poll"] = NewPoll(**{**poll, "options": tuple(poll["options"])})
    return Draft(**values)


_NAMES = {field.name for field in fields(Draft)}


def _written_down(draft: Draft) -> Form:
    """What a program planned, as a form holds it."""
    names = ("text", "scope", "warning", "language", "reply_to", "reply_policy", "quote_policy", "quote_of")
    single = {name: getattr(draft, name) for name in names}
    if draft.circle:
        single["scope"] = f"{draft.scope}:{draft.circle}"
    several: dict[str, tuple[object, ...]] = {"pictures": draft.pictures, "recordings": draft.recordings}
    if draft.poll:
        several["poll_option"] = draft.poll.options
        single |= {"poll_lasts": draft.poll.seconds, "poll_multiple": "on" if draft.poll.multiple else ""}
    return {
        **{name: [str(value)] for name, value in single.items() if value},
        **{name: [*map(str, values)] for name, values in several.items() if values},
    }
