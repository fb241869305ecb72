"""Each plan names the form that began it. Plans there already get a nonce each, so that the column can be unique."""

import uuid

from django.db import migrations, models

from clinic.kit.db import install_triggers

HELP = "Of the form that made it: the same form, once."


def name_each(apps, schema_editor):
    plans = apps.get_model("treatments", "Plan")
    for key in plans.objects.filter(nonce=None).values_list("pk", flat=True):
        plans.objects.filter(pk=key).update(nonce=uuid.uuid4())


class Migration(migrations.Migration):
    dependencies = [("treatments", "0002_medicine")]

    operations = [
        migrations.AddField("plan", "nonce", models.UUIDField(null=True, editable=False)),
        migrations.RunPython(name_each, migrations.RunPython.noop),
        migrations.AlterField(
            "plan", "nonce", models.UUIDField(default=uuid.uuid4, editable=False, help_text=HELP, unique=True)
        ),
        migrations.RunPython(install_triggers("treatments"), migrations.RunPython.noop),
    ]
