"""The community's own emoji: added, put into a category, hidden and shown again; never taken from what was written."""

import re

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.audit.actions import record
from folkmoot.core.errors import Invalid, NotFound
from folkmoot.core.events import publish
from folkmoot.core.html import clean
from folkmoot.instance.actions.settings import SETTINGS, Operator, require
from folkmoot.instance.events import EmojiAdded, EmojiChanged
from folkmoot.instance.models import Emoji
from folkmoot.media.actions import take_small, use
from folkmoot.media.actions.take import Upload

MOST = 500
CATEGORY_MOST = 40
_NAME = re.compile(r"[a-z0-9][a-z0-9_]{1,39}")


def add_emoji(actor: Operator, name: str, category: str, upload: Upload) -> None:
    """Let members write ``:name:`` and see this picture; ``Invalid`` names the field that has to be mended."""
    require(actor, SETTINGS)
    name, kept = name.strip().strip(":"), _checked(category)
    if not _NAME.fullmatch(name):
        message = _("A name has 2 to 40 small letters, digits and underscores, and begins with a letter or digit.")
        raise Invalid("name", message)
    _require_free(name)
    picture = take_small(actor.id, upload)
    with transaction.atomic():
        record(actor.id, "emoji.add", "emoji", None, f":{name}:")  # others wait here
        _require_free(name)
        use(actor.id, [picture], "emoji")
        Emoji.objects.create(name=name, category=kept, picture_id=picture, made_by=actor.id)
        publish(EmojiAdded(name))


def hide_emoji(actor: Operator, name: str) -> None:
    """Offer an emoji no more; what was written with it stays as it is."""
    with transaction.atomic():
        require(actor, SETTINGS)
        _change(actor, name, "emoji.hide", hidden_at=timezone.now())


def show_emoji(actor: Operator, name: str) -> None:
    """Offer an emoji again."""
    with transaction.atomic():
        require(actor, SETTINGS)
        _change(actor, name, "emoji.show", hidden_at=None)


def recategorise_emoji(actor: Operator, name: str, category: str) -> None:
    """Put an emoji among others."""
    with transaction.atomic():
        require(actor, SETTINGS)
        _change(actor, name, "emoji.recategorise", category=_checked(category))


def _checked(category: str) -> str:
    kept = " ".join(clean(category).split())
    if len(kept) > CATEGORY_MOST:
        raise Invalid("category", _("The name of a category has at most 40 characters."))
    return kept


def _require_free(name: str) -> None:
    if Emoji.objects.count() >= MOST:
        raise Invalid("name", _("A community has at most 500 emoji of its own."))
    if Emoji.objects.filter(name=name).exists():
        raise Invalid("name", _("There is an emoji of this name already."))


def _change(actor: Operator, name: str, verb: str, **values: object) -> None:
    record(actor.id, verb, "emoji", None, f":{name}:")
    if not Emoji.objects.filter(name=name).update(**values):
        raise NotFound
    publish(EmojiChanged(name))
