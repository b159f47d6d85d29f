"""An author can see later which circle a post was for."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """One more table, empty for every post there is."""

    dependencies = (
        ("posts", "0003_removed_previews"),
        ("relations", "0002_everything_people_post"),
    )

    operations = (
        migrations.CreateModel(
            name="PostCircle",
            fields=[
                (
                    "post",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="posts.post",
                    ),
                ),
                (
                    "circle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="relations.circle"
                    ),
                ),
            ],
            options={"db_table": "post_circle"},
        ),
    )
