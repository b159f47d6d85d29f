"""What happened, in one sentence: the same on a page and in a letter to a device."""

from django.utils.translation import gettext as _

from folkmoot.posts.hydrate import Mark


def sentence_of(kind: str, mark: Mark | None) -> str:
    """What one person did, with ``%(name)s`` for who; the mark is of the post that it is about."""
    sentences = {
        "follow": _("%(name)s follows you"),
        "request": _("%(name)s asks to follow you"),
        "mention": _("%(name)s mentions you"),
        "reply": _("%(name)s answers you"),
        "like": _("%(name)s likes your post"),
        "boost": _("%(name)s boosted your post"),
        "reaction": _("%(name)s reacted to your post"),
        "quote": _("%(name)s quotes you"),
        "ask": _("%(name)s asks to quote you"),
        "poll": _("The poll of %(name)s that you voted in has ended"),
        "own poll": _("Your poll has ended"),
        "post": _("%(name)s wrote something new"),
        "edit": _("%(name)s edited a post that you boosted or answered"),
        "collected": _("%(name)s put you into a collection"),
        "collection": _("%(name)s changed a collection that you are in"),
        "plan": _("A post that you planned could not be published"),
        "report": _("We looked at what you reported"),
        "decision": _("The people who run this community decided something about you or a post of yours"),
        "appeal": _("There is news about your objection to a decision"),
    }
    return sentences["own poll" if kind == "poll" and mark and mark.mine else kind]
