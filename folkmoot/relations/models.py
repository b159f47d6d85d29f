"""Who follows, asks to follow, blocks, mutes, lists, recommends and keeps what in mind about whom."""

from django.db import models
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.core.ids import new_id


def _account() -> "models.ForeignKey[Account, Account]":
    return models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+", db_index=False)


class Wishes(models.Model):
    """What of somebody's posts whoever follows them wants at home."""

    boosts = models.BooleanField(default=True, db_default=True)
    tell = models.BooleanField(default=False, db_default=False)  # of each new post
    languages = models.CharField(max_length=300, default="", db_default="")  # " de en "; empty: all

    class Meta:
        abstract = True


class Follow(Wishes):
    """``follower`` reads ``followed``."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    follower = _account()
    followed = _account()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["follower", "followed"], name="follow_once"),)
        indexes = (
            models.Index(fields=["followed", "id"], name="follow_followers"),
            models.Index(fields=["follower", "id"], name="follow_following"),
            models.Index(fields=["followed", "follower"], name="follow_telling", condition=models.Q(tell=True)),
        )


class FollowRequest(Wishes):
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
    notifications = models.BooleanField(default=True, db_default=True)  # theirs stay away as well

    class Meta:
        constraints = (models.UniqueConstraint(fields=["muter", "muted"], name="mute_once"),)


class Note(models.Model):
    """What ``account`` keeps in mind about ``about``; nobody else knows of it."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    account = _account()
    about = _account()
    text = models.TextField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["account", "about"], name="note_once"),)


class Endorsement(models.Model):
    """``account`` recommends ``endorsed``, whom it follows, to those who look at its profile."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    account = _account()
    endorsed = _account()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["account", "endorsed"], name="endorsement_once"),)
        indexes = (models.Index(fields=["account", "id"], name="endorsement_list"),)


class Circle(models.Model):
    """A list of people that ``account`` made: a feed to read, and an audience to write for; nobody else knows of it."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    account = _account()
    title = models.CharField(max_length=60)
    replies = models.CharField(max_length=10, default="list")  # whose answers are shown: "list", "followed" or "none"
    exclusive = models.BooleanField(default=False)  # its people are shown here instead of in the home feed

    class Meta:
        indexes = (models.Index(fields=["account", "id"], name="circle_by_account"),)


class CircleMember(models.Model):
    """``account`` is on ``circle``."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, related_name="+", db_index=False)
    account = _account()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["circle", "account"], name="circle_once"),)
        indexes = (models.Index(fields=["account", "circle"], name="circle_by_member"),)


class Collection(models.Model):
    """People whom ``account`` recommends together, under a name, to whoever may see its profile."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    account = _account()
    name = models.CharField(max_length=40)
    description = models.CharField(max_length=100, default="")
    language = models.CharField(max_length=12, default="")
    tag = models.CharField(max_length=100, default="")  # a hashtag as it is written, without the sign
    sensitive = models.BooleanField(default=False)
    listed = models.BooleanField(default=True)  # stands on the profile; else only who has its address finds it
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = (models.Index(fields=["account", "id"], name="collection_by_account"),)


class CollectionItem(models.Model):
    """``account`` is in ``collection``, unless they took themselves out: then they stay out for good."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="+", db_index=False)
    account = _account()
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["collection", "account"], name="collection_item_once"),)
        indexes = (models.Index(fields=["account", "collection"], name="collection_by_item"),)


class Dismissal(models.Model):
    """``account`` does not want to have ``dismissed`` suggested again."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    account = _account()
    dismissed = _account()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["account", "dismissed"], name="suggestion_dismissed_once"),)


class Suggestion(models.Model):
    """``suggested`` may be somebody for ``account`` to follow; worked out ahead, and asked again when it is shown."""

    class Reason(models.IntegerChoices):
        FRIENDS = 1  # ``number`` of those whom the account follows do
        INTERESTS = 2  # writes for everybody here with ``number`` hashtags that the account follows
        NEW = 3
        KNOWN = 4  # ``number`` members do

    pk = models.CompositePrimaryKey("account_id", "suggested_id")
    account = _account()
    suggested = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    place = models.SmallIntegerField()
    reason = models.SmallIntegerField(choices=Reason)
    number = models.IntegerField(default=0)


class SuggestionWish(models.Model):
    """Suggestions for ``account`` are about to be worked out anew, as something changed: once, however much did."""

    account = models.OneToOneField(Account, primary_key=True, on_delete=models.CASCADE, related_name="+")


class SuggestionRound(models.Model):
    """How far the nightly work on everybody's suggestions is; one row."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    day = models.DateField(null=True)  # on which it began last
    above = models.BigIntegerField(default=0)  # accounts up to this id have theirs
    is_complete = models.BooleanField(default=True)
    stirred_at = models.DateTimeField(null=True)


class ProfilePart(models.Model):
    """One thing that a line of ``account``'s profile says, by which the directory finds it."""

    pk = models.CompositePrimaryKey("account_id", "field", "value")
    account = _account()
    field = models.CharField(max_length=60)  # the name of the line, as it is compared
    value = models.CharField(max_length=60)  # likewise
    shown = models.CharField(max_length=60)

    class Meta:
        indexes = (models.Index(fields=["field", "value", "account"], name="profile_part_found"),)
