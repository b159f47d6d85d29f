from django.db import migrations, models


class Migration(migrations.Migration):
    """Whoever is here has taken their first steps; those who sign up from now on begin with them."""

    dependencies = [
        ('accounts', '0012_trust'),
    ]

    operations = [
        migrations.AddField(
            model_name='login',
            name='first_steps',
            field=models.SmallIntegerField(db_default=64, default=64),
        ),
    ]
