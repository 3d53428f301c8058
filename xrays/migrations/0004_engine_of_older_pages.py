"""Pages that named no engine were evaluated by the site's default, which was the built-in one: they keep it."""

from django.db import migrations

NAME_IT = "UPDATE xrays_xraypage SET engine = 'local' WHERE engine = ''"


class Migration(migrations.Migration):
    dependencies = [("xrays", "0003_renderings")]
    operations = [migrations.RunSQL(NAME_IT, migrations.RunSQL.noop)]
