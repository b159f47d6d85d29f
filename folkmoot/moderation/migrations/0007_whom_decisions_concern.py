from django.db import migrations

_WHOM = """UPDATE moderation_restriction SET account_id = CASE WHEN kind = 'account' THEN object_id
  ELSE (SELECT p.account_id FROM post p WHERE p.id = moderation_restriction.object_id) END
  WHERE account_id IS NULL"""


class Migration(migrations.Migration):
    """Earlier decisions say whom they concern, as new ones do."""

    dependencies = [
        ("moderation", "0006_reported_items"),
        ("posts", "0001_initial"),
    ]

    operations = [migrations.RunSQL(_WHOM, migrations.RunSQL.noop)]
