import django.db.models.deletion
from django.db import migrations, models

import folkmoot.core.ids


class Migration(migrations.Migration):
    """What is passed on to the police."""

    dependencies = [("moderation", "0003_cases")]

    operations = [
        migrations.CreateModel(
            name="ThreatReferral",
            fields=[
                (
                    "id",
                    models.BigIntegerField(default=folkmoot.core.ids.new_id, primary_key=True, serialize=False),
                ),
                ("country", models.CharField(max_length=2)),
                ("text", models.TextField()),
                ("proof", models.CharField(db_default="", default="", max_length=64)),
                ("opened_by", models.BigIntegerField()),
                ("reminded_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("sent_by", models.BigIntegerField(null=True)),
                ("sent_how", models.CharField(db_default="", default="", max_length=500)),
                ("dropped_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="moderation.case",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="threatreferral",
            index=models.Index(fields=["case", "-id"], name="referral_of_case"),
        ),
        migrations.AddIndex(
            model_name="threatreferral",
            index=models.Index(
                condition=models.Q(("dropped_at", None), ("sent_at__isnull", True)),
                fields=["reminded_at"],
                name="referral_unsent",
            ),
        ),
    ]
