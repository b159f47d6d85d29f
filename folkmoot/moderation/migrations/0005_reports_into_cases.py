"""What each report is about becomes an item of it, and what is open gathers in cases."""

from django.db import migrations


def gather(apps, _editor):
    report, case = apps.get_model("moderation", "Report"), apps.get_model("moderation", "Case")
    item = apps.get_model("moderation", "ReportItem")
    for each in report.objects.order_by("id").iterator():
        what = ("account", each.account_id) if each.post_id is None else ("post", each.post_id)
        copy = {"text": each.snapshot} if each.snapshot else {}
        item.objects.create(report=each, kind=what[0], object_id=what[1], snapshot=copy)
        if each.outcome == "":
            live, _made = case.objects.get_or_create(account_id=each.account_id, state="open")
            case.objects.filter(id=live.id).update(reports=live.reports + 1)
            report.objects.filter(id=each.id).update(case=live)


class Migration(migrations.Migration):
    dependencies = [("moderation", "0004_threats")]
    operations = [migrations.RunPython(gather, migrations.RunPython.noop)]
