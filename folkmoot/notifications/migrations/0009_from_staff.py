from django.db import migrations, models


class Migration(migrations.Migration):
    """What members hear from those who run the community."""

    dependencies = [("notifications", "0008_collections")]

    operations = [
        migrations.AlterField(
            model_name="notification",
            name="kind",
            field=models.CharField(
                choices=[
                    ("follow", "Follow"),
                    ("request", "Request"),
                    ("mention", "Mention"),
                    ("reply", "Reply"),
                    ("like", "Like"),
                    ("boost", "Boost"),
                    ("reaction", "Reaction"),
                    ("poll", "Poll"),
                    ("edit", "Edit"),
                    ("quote", "Quote"),
                    ("ask", "Ask"),
                    ("post", "Post"),
                    ("collected", "Collected"),
                    ("collection", "Collection"),
                    ("plan", "Plan"),
                    ("report", "Report"),
                    ("decision", "Decision"),
                    ("appeal", "Appeal"),
                ],
                max_length=10,
            ),
        ),
    ]
