"""What somebody wants at home of those they follow: boosts or none, some languages or all, a word of each new post."""

import re
from dataclasses import dataclass
from typing import Literal

from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.accounts.models import Account
from folkmoot.core.errors import Invalid, NotFound
from folkmoot.core.events import publish
from folkmoot.relations.actions.follow import follow
from folkmoot.relations.actions.pair import hold
from folkmoot.relations.events import FollowChanged
from folkmoot.relations.models import Follow, FollowRequest

LANGUAGES_MOST = 20
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})?", re.IGNORECASE)


@dataclass(frozen=True)
class FollowWishes:
    """What is chosen anew; ``None`` leaves it as it is, and no languages at all are all of them."""

    boosts: bool | None = None
    tell: bool | None = None
    languages: tuple[str, ...] | None = None


@transaction.atomic
def follow_as_wished(actor: Account, target_id: int, wishes: FollowWishes) -> Literal["following", "requested"]:
    """Follow an account, or ask to, and choose what of it one wants; whoever follows already chooses anew."""
    state = follow(actor, target_id)
    change_follow(actor, target_id, wishes)
    return state


@transaction.atomic
def change_follow(actor: Account, target_id: int, wishes: FollowWishes) -> None:
    """Choose anew what one wants of somebody one follows or asks to; ``NotFound`` when one does neither."""
    columns = _columns(wishes)
    hold(actor, target_id)
    for model in (Follow, FollowRequest):
        pair = model.objects.filter(follower=actor, followed=target_id)
        if not pair.exists():
            continue
        if columns and pair.exclude(**columns).update(**columns) and model is Follow:
            publish(FollowChanged(actor.id, target_id))
        return
    raise NotFound


def _columns(wishes: FollowWishes) -> dict[str, bool | str]:
    columns: dict[str, bool | str | None] = {"boosts": wishes.boosts, "tell": wishes.tell}
    if wishes.languages is not None:
        columns["languages"] = _kept(wishes.languages)
    return {name: value for name, value in columns.items() if value is not None}


def _kept(languages: tuple[str, ...]) -> str:
    """As they are kept: in order, each once, with a blank on both sides of each."""
    if len(languages) > LANGUAGES_MOST or not all(map(_LANGUAGE.fullmatch, languages)):
        raise Invalid("languages", _("Choose the languages from the list."))
    return f" {' '.join(sorted(set(languages)))} " if languages else ""
