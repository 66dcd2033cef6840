"""What was filed before documents remembered it is known from the receipts; the rest stays with the unit (P3)."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from campaigns.models import Evidence
from campaigns.services.evidence import add_evidence
from tests.factories.campaigns import launched_campaign, participation_of
from tests.factories.submissions import file_evidence
from tests.support.files import another_pdf

BEFORE, AFTER = [("campaigns", "0006_evidence_marks")], [("campaigns", "0007_evidence_filed")]


def test_the_first_receipt_since_a_document_was_added_filed_it(migrated, province, at, settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"
    folder = participation_of(launched_campaign(province), province.unit)

    def add(number):
        return add_evidence(participation=folder, file=another_pdf(number), by=province.officer)

    at("2021-06-15 09:00")
    filed = add(1)
    receipt = file_evidence(province, folder.campaign)
    at("2021-07-01 09:00")
    kept = add(2)
    for state in (BEFORE, AFTER):
        MigrationExecutor(connection).migrate(state)
    assert dict(Evidence.objects.values_list("pk", "filed_at")) == {filed.pk: receipt.received_at, kept.pk: None}
