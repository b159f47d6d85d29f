import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """What members get by mail and when; who is here already has no row, and gets what they got before."""

    dependencies = [("notifications", "0009_from_staff")]

    operations = [
        migrations.CreateModel(
            name="Letters",
            fields=[
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="accounts.account",
                    ),
                ),
                ("mail", models.CharField(db_default="", default="", max_length=300)),
                ("silent", models.CharField(db_default="", default="", max_length=300)),
                (
                    "digest",
                    models.CharField(
                        choices=[("daily", "Daily"), ("weekly", "Weekly"), ("off", "Off")],
                        db_default="off",
                        default="off",
                        max_length=6,
                    ),
                ),
                ("hour", models.SmallIntegerField(db_default=8, default=8)),
                ("quiet_from", models.TimeField(null=True)),
                ("quiet_until", models.TimeField(null=True)),
                ("news_due", models.DateTimeField(null=True)),
                ("news_at", models.DateTimeField(null=True)),
                ("news_id", models.BigIntegerField(db_default=0, default=0)),
                ("digest_due", models.DateTimeField(null=True)),
                ("digest_id", models.BigIntegerField(db_default=0, default=0)),
                ("refusals", models.SmallIntegerField(db_default=0, default=0)),
                ("refused_at", models.DateTimeField(null=True)),
                ("refused_id", models.BigIntegerField(db_default=0, default=0)),
                ("stopped_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(condition=Q(news_due__isnull=False), fields=["news_due"], name="letters_news_due"),
                    models.Index(
                        condition=Q(digest_due__isnull=False), fields=["digest_due"], name="letters_digest_due"
                    ),
                ],
            },
        ),
    ]
