"""Rights on the vocabulary: editors propose terms, moderators also release them. See 0002_groups."""

from importlib import import_module

from django.db import migrations

RECORDS = {
    ("evaluations", "proposedterm"): {"Editors": "add change view", "Moderators": "add change view"},
    ("evaluations", "vocabularyrelease"): {"Editors": "view", "Moderators": "add view"},
}
permission = import_module("xrays.migrations.0002_groups").permission


def give_rights(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    for (app_label, model), rights in RECORDS.items():
        for name, actions in rights.items():
            group, _ = Group.objects.get_or_create(name=name)
            group.permissions.add(*(permission(apps, app_label, model, action) for action in actions.split()))


class Migration(migrations.Migration):
    dependencies = [("xrays", "0004_engine_of_older_pages"), ("evaluations", "0004_vocabulary")]

    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
