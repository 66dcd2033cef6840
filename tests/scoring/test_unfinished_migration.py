"""A bloc writes one table at a time; what was begun beside it stays readable."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from scoring.enums import TableState
from scoring.models import ScoringTable
from tests.factories.campaigns import launched_campaign

BEFORE, AFTER = [("scoring", "0005_drafted_appeals")], [("scoring", "0006_one_unfinished_table")]


def migrate(to):
    MigrationExecutor(connection).migrate(to)


def test_of_several_begun_tables_the_one_asked_about_goes_on(migrated, province):
    campaign = launched_campaign(province)
    migrate(BEFORE)
    states = [TableState.DRAFT, TableState.PROPOSED, TableState.DRAFT]
    for version, state in enumerate(states, start=1):
        ScoringTable.objects.create(campaign=campaign, bloc=province.bloc, version=version, name="x", state=state)
    migrate(AFTER)
    assert list(ScoringTable.objects.order_by("version").values_list("state", flat=True)) == [
        TableState.SUPERSEDED,
        TableState.PROPOSED,
        TableState.SUPERSEDED,
    ]
