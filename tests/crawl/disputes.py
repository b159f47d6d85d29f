"""Decisions about alice, what she says against them, and danger to a life: so that all pages about that are reached."""

from folkmoot.moderation.actions import Decision, decide, report
from folkmoot.moderation.actions.appeal import appeal
from folkmoot.moderation.actions.appeal_thread import ask
from folkmoot.moderation.actions.closing import close_without_action
from folkmoot.moderation.actions.referral import refer
from folkmoot.moderation.models import Case, Report
from folkmoot.posts.actions import Draft, publish_post
from folkmoot.project.cast import Cast


def dispute(cast: Cast) -> None:
    """One decision that nobody has said anything about yet, one that is looked at again, one report come to nothing."""
    for words, disputed in (("Cheap oars", True), ("Cheap sails", False)):
        post = publish_post(cast.alice, Draft(words, "public"))
        made = decide(cast.frank, Decision("demote", "post", post, "It advertises."))
        if disputed:
            ask(cast.olivia, appeal(cast.alice, made, "I only gave them away."), "To whom?")
    report(cast.alice, cast.dan.id, None, "He hums.")
    close_without_action(cast.frank, Report.objects.get(reporter=cast.alice, account=cast.dan).case_id or 0)
    refer(cast.frank, Case.objects.get(account=cast.hal, state="open").id, "PT")
