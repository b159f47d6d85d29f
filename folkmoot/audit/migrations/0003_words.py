"""Words that staff wrote with an act lie beside the chain, so that they can be erased."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only")]

    operations = [
        migrations.CreateModel(
            name="Words",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("salt", models.CharField(max_length=43)),
                ("text", models.TextField()),
            ],
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[  # Django would build the table anew on SQLite, and lose its guards with it
                migrations.RunSQL(
                    "ALTER TABLE audit_entry ADD COLUMN words varchar(64) NOT NULL DEFAULT ''",
                    "ALTER TABLE audit_entry DROP COLUMN words",
                ),
            ],
            state_operations=[
                migrations.AddField(
                    model_name="entry",
                    name="words",
                    field=models.CharField(db_default="", default="", max_length=64),
                ),
            ],
        ),
    ]
