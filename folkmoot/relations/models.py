"""Who follows, asks to follow, blocks and mutes whom."""

from django.db import models

from folkmoot.accounts.models import Account
from folkmoot.core.ids import new_id


def _account() -> "models.ForeignKey[Account, Account]":
    return models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+", db_index=False)


class Follow(models.Model):
    """``follower`` reads ``followed``."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    follower = _account()
    followed = _account()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["follower", "followed"], name="follow_once"),)
        indexes = (
            models.Index(fields=["followed", "id"], name="follow_followers"),
            models.Index(fields=["follower", "id"], name="follow_following"),
        )


class FollowRequest(models.Model):
    """``follower`` asks a locked account to be let in."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    follower = _account()
    followed = _account()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["follower", "followed"], name="follow_request_once"),)
        indexes = (models.Index(fields=["followed", "id"], name="follow_request_inbox"),)


class Block(models.Model):
    """``blocker`` and ``blocked`` see nothing of each other."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    blocker = _account()
    blocked = _account()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["blocker", "blocked"], name="block_once"),)
        indexes = (models.Index(fields=["blocked", "blocker"], name="block_reverse"),)


class Mute(models.Model):
    """``muter`` does not want ``muted`` in feeds and notifications, until an end or for good."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    muter = _account()
    muted = _account()
    ends_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["muter", "muted"], name="mute_once"),)
