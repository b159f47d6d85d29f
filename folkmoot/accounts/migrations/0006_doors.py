from functools import reduce

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Replace

ALIKE = (("_", ""), ("0", "o"), ("1", "l"), ("i", "l"), ("rn", "m"), ("vv", "w"))


class Migration(migrations.Migration):

    dependencies = [("accounts", "0005_leaving")]

    operations = [
        migrations.CreateModel(
            name="AddressRule",
            fields=[
                ("domain", models.CharField(max_length=253, primary_key=True, serialize=False)),
                ("allows", models.BooleanField()),
                ("note", models.CharField(default="", max_length=200)),
                ("made_by", models.BigIntegerField()),
                ("made_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="SpentProof",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("expires_at", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="Arrival",
            fields=[
                (
                    "login",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField(db_index=True)),
                ("near", models.CharField(default="", max_length=32)),
                ("mailbox", models.CharField(db_index=True, default="", max_length=32)),
                ("proved", models.BooleanField(default=True)),
                (
                    "invitation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="accounts.invitation",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="account",
            index=models.Index(
                reduce(lambda found, pair: Replace(found, *map(models.Value, pair)), ALIKE, models.F("username")),
                name="account_likeness",
                condition=models.Q(domain=""),
            ),
        ),
    ]
