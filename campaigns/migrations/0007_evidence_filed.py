"""When each document was first filed: others than the unit see none before (integrity P3)."""

from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def mark_what_was_filed(apps, _schema_editor):
    """The first receipt of the unit since the document came into its folder took the document along."""
    Evidence = apps.get_model("campaigns", "Evidence")
    Receipt = apps.get_model("campaigns", "Receipt")
    since = Receipt.objects.filter(
        submission__participation=OuterRef("participation"), received_at__gte=OuterRef("added_at")
    )
    first = since.order_by("received_at").values("received_at")[:1]
    Evidence.objects.filter(removed_at=None).update(filed_at=Subquery(first))


class Migration(migrations.Migration):

    dependencies = [
        ("campaigns", "0006_evidence_marks"),
    ]

    operations = [
        migrations.AddField(
            model_name="evidence",
            name="filed_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="nộp lúc"),
        ),
        migrations.RunPython(mark_what_was_filed, migrations.RunPython.noop),
    ]
