"""Keys that find a name in part, by sound or with a slip, and the function that looks them up."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

from rongyao.bureau.registry.identity.search_keys import keys_of

# Array operators are not leakproof, so under row-level security no index would serve them. The function runs as
# the owner of the table and answers ids only; the rows themselves are still read under the reader's own scope.
FUNCTION = """
CREATE OR REPLACE FUNCTION registry_people_by_key(sure text[], parts text[]) RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT coalesce(array_agg(id), '{}') FROM (
    SELECT id FROM registry_person WHERE search_keys && sure
    UNION
    SELECT id FROM registry_person WHERE cardinality(parts) > 0 AND search_keys @> parts
  ) AS found
$$
"""


def give_keys(apps, schema_editor):
    # The owner's own connection: the application's would wait for this very transaction.
    people = apps.get_model("registry", "Person").objects.using(schema_editor.connection.alias)
    batch = []
    for row in people.only("id", "name").iterator(chunk_size=2000):
        row.search_keys = keys_of(row.name)
        batch.append(row)
        if len(batch) == 2000:
            people.bulk_update(batch, ["search_keys"])
            batch = []
    people.bulk_update(batch, ["search_keys"])


class Migration(migrations.Migration):
    dependencies = [("registry", "0003_remarks_and_row_index")]

    operations = [
        migrations.RemoveIndex(model_name="person", name="person_by_other_reading"),
        migrations.AddField(
            model_name="person",
            name="search_keys",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.TextField(), blank=True, default=list, size=None
            ),
        ),
        migrations.RunPython(give_keys, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex(
            model_name="person",
            index=django.contrib.postgres.indexes.GinIndex(fields=["search_keys"], name="person_by_search_key"),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["name", "birth_on"], name="person_by_name_and_birth"),
        ),
        migrations.RunSQL(FUNCTION, "DROP FUNCTION registry_people_by_key(text[], text[])"),
    ]
