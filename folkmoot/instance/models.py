"""This community: its settings, its rules and the link that makes its first owner."""

from django.db import models

from folkmoot.core.ids import new_id
from folkmoot.media.models import Picture


class Setting(models.Model):
    """One value an operator may edit in the browser; ``instance.settings`` gives it its type."""

    name = models.CharField(max_length=60, primary_key=True)
    value = models.JSONField()
    changed_at = models.DateTimeField(auto_now=True)


class Rule(models.Model):
    """One house rule of the community, in every language it was written in; other words are another rule."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    position = models.SmallIntegerField()
    text = models.JSONField()  # localised: {"en": "...", "ar": "..."}
    hint = models.JSONField(default=dict)  # what stands below it, likewise
    category = models.CharField(max_length=30, default="")  # the kind of report that it is about
    retired_at = models.DateTimeField(null=True)  # it holds no more; what was decided by it still names it


class SetupLink(models.Model):
    """The one-time door to the set-up wizard, kept only as a digest."""

    digest = models.CharField(max_length=64, primary_key=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class Emoji(models.Model):
    """An emoji of the community's own, written as its name between colons."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    name = models.CharField(max_length=40, unique=True)
    picture = models.OneToOneField(Picture, on_delete=models.CASCADE, related_name="+")
    category = models.CharField(max_length=40, default="")
    made_by = models.BigIntegerField()
    hidden_at = models.DateTimeField(null=True)  # offered no more; what was written stays


class Announcement(models.Model):
    """Something that those who run the community say to all its members at once."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    texts = models.JSONField()  # localised: {"en": "...", "ar": "..."}
    htmls = models.JSONField()  # the same, made safe
    shows_at = models.DateTimeField()  # members see it from then on
    starts_at = models.DateTimeField(null=True)  # of what it is about
    ends_at = models.DateTimeField(null=True)  # nobody sees it any more
    all_day = models.BooleanField(default=False)  # of these two only the days count
    made_by = models.BigIntegerField()
    changed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)


class Dismissal(models.Model):
    """A member has read an announcement, and does not want to see it again."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="+", db_index=False)
    account_id = models.BigIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["announcement", "account_id"], name="dismissal_once"),)


class AnnouncementReaction(models.Model):
    """A member answered an announcement with an emoji."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="+", db_index=False)
    account_id = models.BigIntegerField()
    emoji = models.CharField(max_length=60)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["announcement", "emoji", "account_id"], name="announcement_reaction_once"),
        )


class PolicyVersion(models.Model):
    """One version of a text that the community stands by; once published it never changes."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    kind = models.CharField(max_length=10)
    number = models.IntegerField()  # of its kind, from 1
    texts = models.JSONField()  # localised: {"en": "...", "ar": "..."}
    rules = models.JSONField(default=list)  # of rules: each with its title, what stands below it, and its kind
    facts = models.JSONField(default=dict)  # what was so when the text was made
    significant = models.BooleanField(default=False)  # members are told, and asked to agree
    effective_at = models.DateTimeField()
    published_at = models.DateTimeField()
    made_by = models.BigIntegerField(null=True)  # none: by the command line

    class Meta:
        constraints = (models.UniqueConstraint(fields=["kind", "number"], name="policy_version_once"),)


class PolicyDraft(models.Model):
    """A text that owners are still writing; nobody else sees it."""

    kind = models.CharField(max_length=10, primary_key=True)
    texts = models.JSONField()
    rules = models.JSONField(default=list)
    facts = models.JSONField(default=dict)
    changed_at = models.DateTimeField()
    made_by = models.BigIntegerField(null=True)
