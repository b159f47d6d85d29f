from django.db import migrations, models

_WAITING = """UPDATE accounts_account SET trust = 0 WHERE domain = '' AND login_id IN (
  SELECT l.id FROM accounts_login l WHERE l.approved_at IS NULL)"""
_HERE = """INSERT INTO accounts_trust (account_id, began_at, since, seen, seen_now, seen_before, minutes, reason)
  SELECT a.id, CASE WHEN a.trust = 0 THEN NULL ELSE l.joined_at END, CURRENT_TIMESTAMP, 0, 0, 0, 0, ''
  FROM accounts_account a JOIN accounts_login l ON l.id = a.login_id WHERE a.domain = ''"""


class Migration(migrations.Migration):
    """Whoever is here keeps all that was open to them; those who still wait begin like everybody who comes now."""

    dependencies = [
        ('accounts', '0011_roles'),
    ]

    operations = [
        migrations.AddField(
            model_name='account',
            name='trust',
            field=models.SmallIntegerField(db_default=2, default=2),
        ),
        migrations.CreateModel(
            name='Trust',
            fields=[
                ('account', models.OneToOneField(on_delete=models.CASCADE, primary_key=True, related_name='+', serialize=False, to='accounts.account')),
                ('began_at', models.DateTimeField(null=True)),
                ('since', models.DateTimeField()),
                ('seen', models.IntegerField(default=0)),
                ('counted_on', models.DateField(null=True)),
                ('window_on', models.DateField(null=True)),
                ('seen_now', models.SmallIntegerField(default=0)),
                ('seen_before', models.SmallIntegerField(default=0)),
                ('minutes', models.IntegerField(default=0)),
                ('set_by', models.BigIntegerField(null=True)),
                ('reason', models.CharField(default='', max_length=500)),
            ],
            options={
                'indexes': [models.Index(fields=['counted_on'], name='trust_counted')],
            },
        ),
        migrations.RunSQL(_WAITING, migrations.RunSQL.noop),
        migrations.RunSQL(_HERE, migrations.RunSQL.noop),
    ]
