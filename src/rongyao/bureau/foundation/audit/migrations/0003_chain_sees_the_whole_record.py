"""The chain reads its last link as the owner of the table: whoever adds a row may not be allowed to see it."""

from django.db import migrations

OWN = "ALTER FUNCTION audit_event_chain() SECURITY DEFINER SET search_path = public, pg_temp"
ASK = "ALTER FUNCTION audit_event_chain() SECURITY INVOKER RESET search_path"


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only_chain")]
    operations = [migrations.RunSQL(OWN, ASK)]
