"""What a member's posts begin with, and whether others see whom they know."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from folkmoot.accounts.events import HabitsChosen, ProfileEdited
from folkmoot.accounts.interaction import require_active
from folkmoot.accounts.models import Account
from folkmoot.core.errors import Invalid
from folkmoot.core.events import publish

SCOPES = ("public", "quiet", "community", "followers")


@transaction.atomic
def choose_audience(actor: Account, scope: str) -> None:
    """Have posts be for these people unless one says otherwise; what is published stays as it is."""
    if scope not in SCOPES:
        raise Invalid("post_scope", _("Choose for whom your posts are."))
    _set(actor, post_scope=scope)


@transaction.atomic
def warn_of_files(actor: Account) -> None:
    """Have pictures and recordings stand behind a warning unless a post has one of its own."""
    _set(actor, post_sensitive=True)


@transaction.atomic
def show_files(actor: Account) -> None:
    """Have pictures and recordings shown as they are unless a post warns of something."""
    _set(actor, post_sensitive=False)


@transaction.atomic
def hide_people(actor: Account) -> None:
    """Show nobody else whom one follows and who follows one."""
    _show(actor, "hides_people", value=True)


@transaction.atomic
def show_people(actor: Account) -> None:
    """Show on the profile whom one follows and who follows one."""
    _show(actor, "hides_people", value=False)


@transaction.atomic
def let_be_indexed(actor: Account) -> None:
    """Let search engines list one's profile and posts, as far as visitors can read them."""
    _show(actor, "indexable", value=True)


@transaction.atomic
def keep_unindexed(actor: Account) -> None:
    """Ask search engines to list neither one's profile nor one's posts."""
    _show(actor, "indexable", value=False)


def _set(actor: Account, **values: object) -> None:
    require_active(actor)
    Account.objects.filter(id=actor.id).update(**values)
    publish(HabitsChosen(actor.id))


def _show(actor: Account, switch: str, *, value: bool) -> None:
    """What others see of the profile is something else then, also where it is kept."""
    require_active(actor)
    different = Account.objects.filter(id=actor.id).exclude(**{switch: value})
    if different.update(**{switch: value, "version": F("version") + 1}):
        publish(ProfileEdited(actor.id))
