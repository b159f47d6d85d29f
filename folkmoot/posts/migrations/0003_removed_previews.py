"""Previews that an author removed stay away."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One more column, empty for every preview there is."""

    dependencies = (("posts", "0002_everything_people_post"),)

    operations = (
        migrations.AddField(
            model_name="postcard",
            name="removed_at",
            field=models.DateTimeField(null=True),
        ),
    )
