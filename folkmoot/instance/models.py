"""This community: its settings, its rules and the link that makes its first owner."""

from django.db import models

from folkmoot.core.ids import new_id


class Setting(models.Model):
    """One value an operator may edit in the browser; ``instance.settings`` gives it its type."""

    name = models.CharField(max_length=60, primary_key=True)
    value = models.JSONField()
    changed_at = models.DateTimeField(auto_now=True)


class Rule(models.Model):
    """One house rule of the community, in every language it was written in."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    position = models.SmallIntegerField()
    text = models.JSONField()  # localised: {"en": "...", "ar": "..."}


class SetupLink(models.Model):
    """The one-time door to the set-up wizard, kept only as a digest."""

    digest = models.CharField(max_length=64, primary_key=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
