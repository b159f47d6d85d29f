"""What a member keeps in mind about another, and whom they recommend on their profile."""

from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.accounts.models import Account
from folkmoot.core.errors import Invalid
from folkmoot.core.html import clean
from folkmoot.core.rows import insert_once
from folkmoot.relations.actions.pair import hold, hold_any
from folkmoot.relations.models import Endorsement, Note
from folkmoot.relations.queries import ENDORSING, follows

NOTE_MOST = 2_000


@transaction.atomic
def keep_note(actor: Account, about_id: int, text: str) -> None:
    """Keep a few words about somebody, for oneself alone; empty ones take away what was kept."""
    said = clean(text).strip()
    (hold if said else hold_any)(actor, about_id)
    if len(said) > NOTE_MOST:
        raise Invalid("note", _("A note has at most 2,000 characters."))
    if not said:
        Note.objects.filter(account=actor, about=about_id).delete()
    elif not insert_once(Note, account_id=actor.id, about_id=about_id, text=said):
        Note.objects.filter(account=actor, about=about_id).update(text=said)


@transaction.atomic
def endorse(actor: Account, target_id: int) -> None:
    """Recommend somebody whom one follows to those who look at one's profile."""
    hold(actor, target_id)
    if not follows(actor.id, target_id):
        raise Invalid("account", _("You can recommend people whom you follow."))
    if insert_once(Endorsement, account_id=actor.id, endorsed_id=target_id):
        ENDORSING.note(actor.id)


@transaction.atomic
def unendorse(actor: Account, target_id: int) -> None:
    """Recommend somebody no longer."""
    hold_any(actor, target_id)
    Endorsement.objects.filter(account=actor, endorsed=target_id).delete()
