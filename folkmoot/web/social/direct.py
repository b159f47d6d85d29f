"""Direct posts: the inbox and one conversation."""

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.views.decorators.http import require_POST, require_safe

from folkmoot.conversations import actions, queries
from folkmoot.web.social import composer
from folkmoot.web.social.back import back
from folkmoot.web.social.notifications import marks
from folkmoot.web.social.paging import page_of, show, show_posts

if TYPE_CHECKING:
    from folkmoot.web.requests import MemberRequest


@require_safe
def inbox(request: "MemberRequest") -> HttpResponse:
    """My conversations, the one with the newest post first."""
    found = queries.inbox(request.viewer, page_of(request))
    return show(request, "social/inbox.html", "social/more_conversations.html", found, {"conversations": found.items})


@require_safe
def conversation(request: "MemberRequest", conversation_id: int) -> HttpResponse:
    """What was said between me and the others, newest first, and a form to answer."""
    people = queries.others(request.viewer, conversation_id)
    found = queries.conversation(request.viewer, conversation_id, page_of(request))
    newest = found.items[0].post_id if found.items else None
    form = composer.talking(request, conversation_id, newest)
    unread = queries.is_unread(request.viewer, conversation_id)
    context = {"people": people, "form": form, "conversation_id": conversation_id, "unread": unread}
    return show_posts(request, "social/conversation.html", found, context)


@require_POST
def read(request: "MemberRequest", conversation_id: int) -> HttpResponse:
    """Everything said here so far is seen."""
    queries.others(request.viewer, conversation_id)
    actions.mark_read(request.account, conversation_id)
    return marks(request.viewer) if request.htmx else back(request, otherwise="/direct")
