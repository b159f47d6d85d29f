"""Apps, what members allow them, and tokens that belong to an app."""

import django.db.models.deletion
import folkmoot.core.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_quote_policy'),
    ]

    operations = [
        migrations.CreateModel(
            name='App',
            fields=[
                ('id', models.BigIntegerField(default=folkmoot.core.ids.new_id, primary_key=True, serialize=False)),
                ('client_id', models.CharField(max_length=64, unique=True)),
                ('secret_digest', models.CharField(default='', max_length=64)),
                ('name', models.CharField(max_length=60)),
                ('website', models.CharField(default='', max_length=2000)),
                ('redirect_uris', models.TextField()),
                ('scopes', models.CharField(max_length=2000)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.AddField(
            model_name='token',
            name='refresh_digest',
            field=models.CharField(max_length=64, null=True, unique=True),
        ),
        migrations.AddField(
            model_name='token',
            name='used_on',
            field=models.DateField(null=True),
        ),
        migrations.AlterField(
            model_name='token',
            name='account',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='tokens', to='accounts.account'),
        ),
        migrations.AlterField(
            model_name='token',
            name='expires_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name='token',
            name='scopes',
            field=models.CharField(max_length=2000),
        ),
        migrations.AddField(
            model_name='token',
            name='app',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.app'),
        ),
        migrations.CreateModel(
            name='Grant',
            fields=[
                ('id', models.BigIntegerField(default=folkmoot.core.ids.new_id, primary_key=True, serialize=False)),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('redirect_uri', models.CharField(max_length=2000)),
                ('challenge', models.CharField(default='', max_length=43)),
                ('scopes', models.CharField(max_length=2000)),
                ('expires_at', models.DateTimeField(db_index=True)),
                ('used_at', models.DateTimeField(null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.account')),
                ('app', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.app')),
            ],
        ),
        migrations.AddField(
            model_name='token',
            name='grant',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.grant'),
        ),
    ]
