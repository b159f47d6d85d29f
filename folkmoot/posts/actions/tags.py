"""To follow a hashtag, and to stop."""

from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.accounts.models import Account
from folkmoot.core.errors import Invalid, NotAllowed
from folkmoot.core.events import publish
from folkmoot.core.html import fold_tag, tags_in
from folkmoot.core.rows import insert_once
from folkmoot.posts.actions.tagmutes import unmute_tag
from folkmoot.posts.events import TagFollowed
from folkmoot.posts.models import Tag, TagFollow
from folkmoot.posts.queries import FOLLOWING_TAGS

TAGS_MOST = 200


def follow_tag(actor: Account, name: str) -> None:
    """Read at home what carries a hashtag from now on, whoever writes it; it is muted no more."""
    if tags_in(f"#{name}") != [name]:
        raise Invalid("name", _("This is not a hashtag."))
    with transaction.atomic():
        if TagFollow.objects.filter(account=actor).exclude(tag__name=fold_tag(name)).count() >= TAGS_MOST:
            raise NotAllowed(_("You follow 200 hashtags, which is as many as one can."))
        insert_once(Tag, name=fold_tag(name), shown=name)
        tag = Tag.objects.get(name=fold_tag(name))
        unmute_tag(actor, name)
        if insert_once(TagFollow, account_id=actor.id, tag_id=tag.id):
            FOLLOWING_TAGS.note(actor.id)
            publish(TagFollowed(actor.id, tag.id))


def unfollow_tag(actor: Account, name: str) -> None:
    """Stop following a hashtag: what came by it is gone from home at once."""
    TagFollow.objects.filter(account=actor, tag__name=fold_tag(name)).delete()
