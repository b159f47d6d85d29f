"""To show a hashtag on one's profile, and to take it away."""

from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.accounts.interaction import require_active
from folkmoot.accounts.models import Account
from folkmoot.core.errors import Invalid, NotFound
from folkmoot.core.html import fold_tag, tags_in
from folkmoot.core.rows import insert_once
from folkmoot.posts.models import FeaturedTag, Tag
from folkmoot.posts.queries import FEATURING

FEATURED_MOST = 10


@transaction.atomic
def feature_tag(actor: Account, name: str) -> int:
    """Show a hashtag on one's profile as something one often writes about; its id there."""
    require_active(actor)
    if tags_in(f"#{name}") != [name]:
        raise Invalid("name", _("This is not a hashtag."))
    Account.objects.select_for_update(no_key=True).get(id=actor.id)
    if FeaturedTag.objects.filter(account=actor).exclude(tag__name=fold_tag(name)).count() >= FEATURED_MOST:
        raise Invalid("name", _("A profile shows ten hashtags at most. Take one away first."))
    insert_once(Tag, name=fold_tag(name), shown=name)
    tag = Tag.objects.get(name=fold_tag(name))
    if insert_once(FeaturedTag, account_id=actor.id, tag_id=tag.id):
        FEATURING.note(actor.id)
    return FeaturedTag.objects.values_list("id", flat=True).get(account=actor, tag=tag)


def unfeature_tag(actor: Account, featured_id: int) -> None:
    """Take a hashtag from one's profile by its id there."""
    if not FeaturedTag.objects.filter(account=actor, id=featured_id).delete()[0]:
        raise NotFound


def unfeature_tag_named(actor: Account, name: str) -> None:
    """Take a hashtag from one's profile, if it stands there."""
    FeaturedTag.objects.filter(account=actor, tag__name=fold_tag(name)).delete()
