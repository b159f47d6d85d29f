"""What is announced stands in several languages; what was announced before stands in the community's own."""

from django.db import migrations, models


def into_languages(apps, _editor):
    announcement, setting = apps.get_model("instance", "Announcement"), apps.get_model("instance", "Setting")
    language = setting.objects.filter(name="language").values_list("value", flat=True).first() or "en"
    for each in announcement.objects.order_by("id").iterator():
        made = {"texts": {language: each.text}, "htmls": {language: each.html}}
        announcement.objects.filter(id=each.id).update(**made)


class Migration(migrations.Migration):
    dependencies = [("instance", "0005_policies")]
    operations = [
        migrations.AddField("announcement", "texts", models.JSONField(default=dict), preserve_default=False),
        migrations.AddField("announcement", "htmls", models.JSONField(default=dict), preserve_default=False),
        migrations.RunPython(into_languages, migrations.RunPython.noop),
        migrations.RemoveField("announcement", "text"),
        migrations.RemoveField("announcement", "html"),
    ]
