"""The tables of PgQueuer, made with everything else so that a job can be written in the transaction of an act."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from pgqueuer.adapters.persistence.qb import QueryBuilderEnvironment


def install(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    schema_editor.execute(QueryBuilderEnvironment().build_install_query(), params=None)


def uninstall(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    schema_editor.execute(QueryBuilderEnvironment().build_uninstall_query(), params=None)


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]
    operations = [migrations.RunPython(install, uninstall)]
