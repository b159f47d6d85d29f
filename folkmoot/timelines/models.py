"""Home feeds as stored: hints about what to show; reading applies the rule again."""

from django.db import models

from folkmoot.accounts.models import Account
from folkmoot.posts.models import Post


class HomeEntry(models.Model):
    """``post`` belongs into the home feed of ``account``."""

    pk = models.CompositePrimaryKey("account_id", "post_id")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+", db_index=False)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")

    class Meta:
        db_table = "home_entry"
