"""How many cases stand on each shelf of the queue is read from indexes, not from the cases."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0009_rota"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("state__in", ("open", "escalated", "waiting"))),
                fields=["state"],
                name="case_states",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("assignee_id__isnull", False), ("state__in", ("open", "escalated", "waiting"))),
                fields=["assignee_id"],
                name="case_held",
            ),
        ),
    ]
