from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("entitlements", "0002_inputs_kept_and_runs")]

    operations = [
        migrations.AddIndex(
            model_name="determination",
            index=models.Index(fields=["facts_hash"], name="determination_by_facts"),
        ),
    ]
