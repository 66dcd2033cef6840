"""What was answered before addressees answered each for themselves is the answer of the one that decided it."""

from django.db import migrations
from django.db.models import Exists, OuterRef, Q, Subquery

OLD_GUARD = {
    "postgresql": "DROP TRIGGER IF EXISTS guard_delivery_before_closing ON campaigns_delivery",
    "sqlite": "DROP TRIGGER IF EXISTS delivery_before_closing_update",
}


def let_closed_books_be_answered(apps, editor):
    """The guard as it was refused any change of what a closed book holds; the new one is made after the migration."""
    with editor.connection.cursor() as cursor:
        cursor.execute(OLD_GUARD[editor.connection.vendor])


def copy_answers(apps, editor):
    """To the deliveries to the standing body; to all where none went there; of self-scores to all."""
    Submission = apps.get_model("campaigns", "Submission")
    Delivery = apps.get_model("campaigns", "Delivery")
    answered = Submission.objects.filter(pk=OuterRef("submission"))
    to_standing_body = Delivery.objects.filter(
        submission=OuterRef("submission"), milestone__addressee="standing_body"
    )
    decided = Delivery.objects.filter(
        Q(milestone__addressee="standing_body") | Q(submission__kind="self_score") | ~Exists(to_standing_body),
        submission__state__in=["accepted", "returned"],
        submission__answered_at__isnull=False,
        outcome="",
    )
    Delivery.objects.filter(pk__in=decided.values("pk")).update(
        outcome=Subquery(answered.values("state")),
        answered_at=Subquery(answered.values("answered_at")),
        answered_by=Subquery(answered.values("answered_by")),
        answer=Subquery(answered.values("answer")),
    )


class Migration(migrations.Migration):

    dependencies = [
        ("campaigns", "0004_registration"),
    ]

    operations = [
        migrations.RunPython(let_closed_books_be_answered, migrations.RunPython.noop),
        migrations.RunPython(copy_answers, migrations.RunPython.noop),
    ]
