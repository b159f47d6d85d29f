"""Communities that were set up before there was a gate are open, as they were."""

from django.db import migrations

OPEN = """INSERT INTO instance_setting (name, value, changed_at)
  SELECT 'is_open', value, changed_at FROM instance_setting WHERE name = 'is_set_up' ON CONFLICT DO NOTHING"""


class Migration(migrations.Migration):
    """Only this: what new communities need stands in ``instance.actions.open_community``."""

    dependencies = (("instance", "0003_announcements"),)
    operations = (migrations.RunSQL(OPEN, migrations.RunSQL.noop),)
