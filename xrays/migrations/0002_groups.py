"""Rights of the three groups.

A migration and not a signal: it runs once, so that rights an administrator takes away later stay taken away. Wagtail
made Editors and Moderators with their rights on pages; rights on our records are added here. Permission rows are
made here when Django has not made them yet, which it does only after all migrations of a fresh database.
"""

from django.db import migrations

RECORDS = {
    ("evaluations", "jobdescription"): {"Editors": "add change view", "Moderators": "add change delete view"},
    ("evaluations", "persona"): {"Editors": "add change view", "Moderators": "add change delete view"},
    ("evaluations", "ledger"): {"Editors": "add change view", "Moderators": "add change view"},
    ("evaluations", "evaluation"): {"Editors": "add change view", "Moderators": "add change view"},
    ("xrays", "marketingsettings"): {"Marketing": "change"},
}
# What Wagtail gives its two groups at the root of the page tree; made sure of for databases where they were removed.
PAGES = {"Editors": ("add_page", "change_page"), "Moderators": ("add_page", "change_page", "publish_page")}


def permission(apps, app_label, model, action):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    content_type, _ = ContentType.objects.get_or_create(app_label=app_label, model=model)
    found, _ = Permission.objects.get_or_create(
        content_type=content_type,
        codename=f"{action}_{model}",
        defaults={"name": f"Can {action} {apps.get_model(app_label, model)._meta.verbose_name}"},
    )
    return found


def give_rights(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    admin, _ = ContentType.objects.get_or_create(app_label="wagtailadmin", model="admin")
    access, _ = Permission.objects.get_or_create(
        content_type=admin, codename="access_admin", defaults={"name": "Can access Wagtail admin"}
    )
    groups = {}
    for name in ("Editors", "Moderators", "Marketing"):
        groups[name], _ = Group.objects.get_or_create(name=name)
        groups[name].permissions.add(access)
    for (app_label, model), rights in RECORDS.items():
        for name, actions in rights.items():
            groups[name].permissions.add(*(permission(apps, app_label, model, action) for action in actions.split()))

    Page = apps.get_model("wagtailcore", "Page")
    GroupPagePermission = apps.get_model("wagtailcore", "GroupPagePermission")
    root = Page.objects.filter(depth=1).order_by("path").first()
    if root is None:
        return
    for name, codenames in PAGES.items():
        for codename in codenames:
            right = permission(apps, "wagtailcore", "page", codename.removesuffix("_page"))
            GroupPagePermission.objects.get_or_create(group=groups[name], page=root, permission=right)


class Migration(migrations.Migration):
    dependencies = [
        ("xrays", "0001_initial"),
        ("evaluations", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
