"""Who may quote what a member writes, unless a post says otherwise."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="account",
            name="quote_policy",
            field=models.CharField(db_default="anyone", default="anyone", max_length=10),
        ),
    ]
