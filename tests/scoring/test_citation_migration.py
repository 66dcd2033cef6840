"""The table of links becomes that of citations, and nobody's citation is lost on the way."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from campaigns.services.evidence import add_evidence
from scoring.enums import SheetState as S
from scoring.models import Citation
from tests.factories.scoring import line_of, sheet_at
from tests.support.files import pdf

BEFORE, AFTER = [("scoring", "0002_assigned_plan_and_late_brackets")], [("scoring", "0003_citations")]


def migrate(to):
    """Go there; gives the models as they are there."""
    return MigrationExecutor(connection).migrate(to).apps


def test_links_become_citations_and_keep_their_rows(migrated, province, campaign, table, settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"
    sheet = sheet_at(S.DRAFT, province, campaign)
    proof = add_evidence(participation=sheet.participation, file=pdf(), by=province.officer)
    line = line_of(sheet, "1.1")
    Citation.objects.create(line=line, evidence=proof, page="3")
    old = migrate(BEFORE).get_model("scoring", "ScoreLine").objects.get(pk=line.pk)
    assert [one.pk for one in old.evidence.all()] == [proof.pk]
    migrate(AFTER)
    assert list(Citation.objects.values_list("line", "evidence", "page")) == [(line.pk, proof.pk, "")]
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, Citation._meta.db_table)
    unique = [
        name for name, one in constraints.items() if one["unique"] and one["columns"] == ["line_id", "evidence_id"]
    ]
    assert unique == ["one_citation_per_document"]
