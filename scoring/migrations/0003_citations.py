import django.db.models.deletion
from django.db import migrations, models

LINK, CITATION = "scoring_scoreline_evidence", "scoring_citation"


class Migration(migrations.Migration):
    """The table of links becomes that of citations: its rows stay, and each gets a page (none so far)."""

    dependencies = [
        ("campaigns", "0001_initial"),
        ("scoring", "0002_assigned_plan_and_late_brackets"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    f"ALTER TABLE {LINK} RENAME TO {CITATION}", f"ALTER TABLE {CITATION} RENAME TO {LINK}"
                ),
                migrations.RunSQL(
                    f"ALTER TABLE {CITATION} RENAME COLUMN scoreline_id TO line_id",
                    f"ALTER TABLE {CITATION} RENAME COLUMN line_id TO scoreline_id",
                ),
            ],
            state_operations=[
                migrations.CreateModel(
                    name="Citation",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("line", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="citations", to="scoring.scoreline", verbose_name="dòng điểm")),
                        ("evidence", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="citations", to="campaigns.evidence", verbose_name="minh chứng")),
                    ],
                    options={
                        "verbose_name": "viện dẫn minh chứng",
                        "verbose_name_plural": "viện dẫn minh chứng",
                        "ordering": ["pk"],
                        "unique_together": {("line", "evidence")},
                    },
                ),
                migrations.AlterField(
                    model_name="scoreline",
                    name="evidence",
                    field=models.ManyToManyField(blank=True, related_name="score_lines", through="scoring.Citation", to="campaigns.evidence", verbose_name="minh chứng"),
                ),
            ],
        ),
        migrations.AddField(
            model_name="citation",
            name="page",
            field=models.CharField(blank=True, default="", max_length=30, verbose_name="trang"),
            preserve_default=False,
        ),
        # The link's own constraint bears a name that Django made up.
        migrations.AlterUniqueTogether(name="citation", unique_together=set()),
        migrations.AddConstraint(
            model_name="citation",
            constraint=models.UniqueConstraint(fields=["line", "evidence"], name="one_citation_per_document", violation_error_message="Tiêu chí đã viện dẫn tài liệu này."),
        ),
    ]
