from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# What `lots.rules.lot_epc` says, for the lots that were recorded before it was asked.
NAME = """
UPDATE lots_lot l SET epc = CASE
    WHEN p.gtin <> '' THEN 'https://id.gs1.org/01/' || p.gtin || '/10/' || l.code
    ELSE %s || '/class/' || COALESCE(NULLIF(p.code, ''), 'p' || p.id) || '.' || l.code END
FROM products_product p WHERE p.id = l.product_id AND l.epc = ''
"""


def name_lots(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(NAME, [settings.ORIGIN])


class Migration(migrations.Migration):
    dependencies = [("lots", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name="lot",
            name="epc",
            field=models.CharField(
                blank=True,
                db_index=True,
                default="",
                help_text="tên trong sự kiện EPCIS, đặt một lần khi ghi lô: sản phẩm có GTIN về sau cũng không đổi tên lô cũ",
                max_length=200,
            ),
        ),
        migrations.RunPython(name_lots, migrations.RunPython.noop),
    ]
