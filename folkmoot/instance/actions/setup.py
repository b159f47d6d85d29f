"""The one-time link that brings the first owner in."""

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.core.errors import NotAllowed, NotFound
from folkmoot.core.events import publish
from folkmoot.core.rows import insert_once
from folkmoot.instance.actions.settings import change_settings
from folkmoot.instance.events import CommunitySetUp, SettingsChanged
from folkmoot.instance.models import Setting, SetupLink
from folkmoot.instance.queries import FOR_TESTS, community, digest_of, is_for_tests

LIFETIME = timedelta(hours=1)


def new_setup_link(now: datetime) -> str:
    """A token that opens the set-up wizard once within an hour; ``NotAllowed`` when an owner exists."""
    if community().is_set_up:
        raise NotAllowed(_("This community has an owner already."))
    token = secrets.token_urlsafe(32)
    SetupLink.objects.create(digest=digest_of(token), expires_at=now + LIFETIME)
    return token


@transaction.atomic
def use_setup_link(token: str) -> None:
    """Spend a set-up link; ``NotFound`` when it is unknown, used, an hour old, or an owner exists."""
    moment = timezone.now()
    live = SetupLink.objects.filter(digest=digest_of(token), used_at=None, expires_at__gt=moment)
    if not live.update(used_at=moment) or community().is_set_up:
        raise NotFound


@transaction.atomic
def finish_setup() -> bool:
    """The community has an owner from now on; whether it had none before."""
    first = insert_once(Setting, name="is_set_up", value="true", changed_at=timezone.now())
    if first:
        publish(CommunitySetUp())
    return first


@transaction.atomic
def begin_open() -> None:
    """A community that is set up and open with nothing asked: the demo's, and those that tests make."""
    finish_setup()
    if insert_once(Setting, name="is_open", value="true", changed_at=timezone.now()):
        publish(SettingsChanged(("is_open",)))


@transaction.atomic
def begin_for_tests() -> None:
    """A community without an owner that whoever asks joins at once; only where the directory was begun for tests."""
    if not settings.TEST_PROFILE:
        raise NotAllowed(_("This community was not begun for tests."))
    if not is_for_tests():
        change_settings(None, {"name": "Test", "sign_up": "open", "visitors": "posts"})
        Setting.objects.create(name=FOR_TESTS, value=True)
        begin_open()
