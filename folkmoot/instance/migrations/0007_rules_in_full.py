"""Rules say more than a line, know the kind of report they are about, and are retired instead of deleted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("instance", "0006_announcements_by_language"),
    ]

    operations = [
        migrations.AddField("rule", "hint", models.JSONField(default=dict)),
        migrations.AddField("rule", "category", models.CharField(default="", max_length=30)),
        migrations.AddField("rule", "retired_at", models.DateTimeField(null=True)),
        migrations.AddField("policyversion", "rules", models.JSONField(default=list)),
        migrations.AddField("policydraft", "rules", models.JSONField(default=list)),
    ]
