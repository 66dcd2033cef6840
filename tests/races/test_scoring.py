"""Scoring side by side: a sheet is on the table in force, no points are lost, a bloc follows together, a table freezes
once, and a published document says what the sheets say (integrity P2, P5).

Where a guard can be taken away simply, the same race without it must show the fault.
"""

import threading
from datetime import date
from decimal import Decimal

import pytest

from core import clock
from core.exceptions import Conflict, Refused
from core.models import AuditEvent
from organizations.models import User
from scoring.calculation.verification import differences
from scoring.enums import AppealState, RankingKind, TableState, Tier
from scoring.enums import SheetState as S
from scoring.models import Criterion, Ranking, ScoreLine, ScoreSheet, ScoringTable
from scoring.queries.sheets import with_context
from scoring.queries.tables import frozen_table as in_force
from scoring.services import agreements, appeals, lines, midterm, rankings, sheets, tables, versions
from tests.factories.campaigns import participation_of
from tests.factories.figures import record
from tests.factories.scoring import SCORING_DAY, draft_table, frozen_table, line_of, provisional, sheet_at
from tests.factories.scoring import contested as contest
from tests.factories.sheets import criterion, filled, group, table_with
from tests.support.dates import on
from tests.support.races import PATIENCE, race

pytestmark = pytest.mark.races
SHORTLY = 0.7  # seconds; how long somebody hesitates for another who cannot come


def fresh(person):
    """Read anew, since seats are kept on the object."""
    return User.objects.get(pk=person.pk)


class Hesitation:
    """One runner stops after ``module.name`` until another is ready, or shortly where that one has to wait."""

    def __init__(self, monkeypatch, module, name):
        self.there, self.done = threading.Event(), threading.Event()
        plain = getattr(module, name)

        def stop(*args, **given):
            found = plain(*args, **given)
            if not self.there.is_set():
                self.there.set()
                self.done.wait(SHORTLY)
            return found

        monkeypatch.setattr(module, name, stop)

    def meanwhile(self, act):
        """``act`` while the other one stands still."""

        def run():
            self.there.wait(PATIENCE)
            try:
                return act()
            finally:
                self.done.set()

        return run


@pytest.fixture
def table(province, campaign):
    made = frozen_table(province, campaign)
    clock.assume(on(SCORING_DAY))
    return made


def next_version(province, table, without=""):
    """A version of the table that waits to be frozen."""
    made = versions.change_table(table_id=table.pk, reason="Đổi điểm", by=province.staff)
    Criterion.objects.filter(group__table=made, no=without).delete()
    return made


def freeze(province, table):
    return lambda: tables.freeze_table(table_id=table.pk, by=fresh(province.staff), basis="Biên bản họp khối")


def opening(province, campaign, person=None):
    folder = participation_of(campaign, province.unit)
    return lambda: sheets.open_sheet(participation=folder, by=fresh(person or province.officer))


def saving(sheet, no, tier, person, **values):
    line = line_of(sheet, no)
    return lambda: lines.save_line(line_id=line.pk, tier=tier, values=values, version=line.version, by=fresh(person))


def test_a_sheet_opened_while_a_version_freezes_ends_on_that_version(province, campaign, table, monkeypatch):
    newer = next_version(province, table)
    pause = Hesitation(monkeypatch, sheets, "read_facts")
    opened, frozen = race(opening(province, campaign), pause.meanwhile(freeze(province, newer)))
    assert (opened.table_id, frozen.state) == (table.pk, TableState.FROZEN)
    assert ScoreSheet.objects.get().table == newer
    assert set(ScoreLine.objects.values_list("criterion__group__table", flat=True)) == {newer.pk}


def test_without_the_lock_of_the_table_the_sheet_stays_behind(province, campaign, table, monkeypatch):
    """Negative control of the one above."""
    newer = next_version(province, table)
    monkeypatch.setattr(sheets, "lock_frozen_table", in_force)
    pause = Hesitation(monkeypatch, sheets, "read_facts")
    race(opening(province, campaign), pause.meanwhile(freeze(province, newer)))
    table.refresh_from_db()
    assert (ScoreSheet.objects.get().table, table.state) == (table, TableState.SUPERSEDED)


def test_a_sheet_that_waits_for_a_version_is_opened_on_it(province, campaign, table, monkeypatch):
    newer = next_version(province, table)
    pause = Hesitation(monkeypatch, tables, "take_effect")
    _, opened = race(freeze(province, newer), pause.meanwhile(opening(province, campaign)))
    assert opened.table_id == newer.pk


def test_two_of_one_unit_who_open_at_once_get_one_sheet(province, campaign, table):
    results = race(*[opening(province, campaign, person) for person in (province.officer, province.head)] * 3)
    assert {one.pk for one in results} == {ScoreSheet.objects.get().pk}


def test_points_saved_while_a_version_freezes_are_kept_or_asked_again(province, campaign, table, monkeypatch):
    """The saver waits for the sheet, which has another table then: it is still found, the row has a version more."""
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign)
    newer = next_version(province, table)
    pause = Hesitation(monkeypatch, tables, "take_effect")
    save = saving(sheet, "2.1", Tier.BLOC, province.secretary, points=Decimal(10))
    _, saved = race(freeze(province, newer), pause.meanwhile(save))
    assert isinstance(saved, Conflict)
    assert saving(sheet, "2.1", Tier.BLOC, province.secretary, points=Decimal(10))().bloc_points == 10


def test_a_row_that_a_version_drops_while_it_is_saved_is_refused(province, campaign, table, monkeypatch):
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign)
    newer = next_version(province, table, without="2.1")
    pause = Hesitation(monkeypatch, tables, "take_effect")
    save = saving(sheet, "2.1", Tier.BLOC, province.secretary, points=Decimal(10))
    _, saved = race(freeze(province, newer), pause.meanwhile(save))
    assert isinstance(saved, Refused)
    assert saved.reason == "Tiêu chí này không còn trong bảng tiêu chí đang áp dụng; hãy tải lại trang."


def test_a_publication_that_waits_for_a_version_knows_every_sheet(province, campaign, table, monkeypatch):
    for member in range(3):
        sheet_at(S.APPRAISED, province, campaign, member=member)
    newer = next_version(province, table)
    pause = Hesitation(monkeypatch, tables, "take_effect")
    _, made = race(freeze(province, newer), pause.meanwhile(publishing(province, campaign)))
    assert disagreements(made) == []


@pytest.mark.parametrize("attempt", range(3))
def test_two_scorers_of_one_row_give_one_conflict(province, campaign, table, attempt):
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign)
    people = (province.secretary, province.heads[2])
    savers = [
        saving(sheet, "2.1", Tier.BLOC, person, points=Decimal(points), note=str(person))
        for person, points in zip(people, (7, 8), strict=True)
    ]
    results = race(*savers)
    line = line_of(sheet, "2.1")
    stored = [one for one in results if isinstance(one, ScoreLine)]
    refused = [one for one in results if isinstance(one, Conflict)]
    assert [(one.bloc_points, one.bloc_note) for one in stored] == [(line.bloc_points, line.bloc_note)]
    assert [one.theirs.bloc_points for one in refused] == [line.bloc_points]
    assert AuditEvent.objects.filter(event="line.scored", detail__tier=Tier.BLOC).count() == 1


def test_without_the_lock_of_the_sheet_the_first_scorer_is_overwritten(province, campaign, table, monkeypatch):
    """Negative control of the one above."""
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign)
    monkeypatch.setattr(lines, "lock_for", lambda *_: with_context(ScoreSheet.objects.all()).get(pk=sheet.pk))
    pause = Hesitation(monkeypatch, lines, "require_valid")
    first = saving(sheet, "2.1", Tier.BLOC, province.secretary, points=Decimal(7), note="Một")
    second = saving(sheet, "2.1", Tier.BLOC, province.heads[2], points=Decimal(8), note="Hai")
    results = race(first, pause.meanwhile(second))
    assert [isinstance(one, ScoreLine) for one in results] == [True, True]
    assert line_of(sheet, "2.1").bloc_points == 7


@pytest.mark.parametrize("attempt", range(3))
def test_the_last_two_of_a_comparing_bloc_file_at_once_and_all_points_follow(province, campaign, attempt):
    compared = criterion("1", "half_and_leader", plan="10")
    table_with(province, campaign, group("I", compared, criterion("2", "rank_in_bloc", {"points": ["10", "6", "3"]})))
    made = [
        filled(province, campaign, {no: {"actual": Decimal(actual)} for no in "12"}, member=member)
        for member, actual in enumerate((12, 20, 14))
    ]
    filings = [
        lambda one=one, head=head: sheets.submit_self_score(sheet_id=one.pk, by=fresh(head))
        for one, head in zip(made, province.heads, strict=True)
    ]
    filings[0]()
    results = race(*filings[1:])
    assert [one for one in results if isinstance(one, Exception)] == []
    assert {no: points_at(made, no) for no in "12"} == {"1": [6, 10, 7], "2": [3, 10, 6]}
    assert list(ScoreSheet.objects.order_by("self_total").values_list("self_total", flat=True)) == [9, 13, 20]


def points_at(made, no):
    return [line_of(sheet, no).self_points for sheet in made]


@pytest.fixture
def asked(province, campaign):
    """A table on which all members but the last two have agreed."""
    made = draft_table(province, campaign)
    agreements.propose_table(table_id=made.pk, by=province.staff)
    agreeing(province, made, 0)()
    return made


def agreeing(province, table, member):
    return lambda: agreements.answer_table(
        table_id=table.pk, unit=province.units[member], agrees=True, note="", by=fresh(province.heads[member])
    )


@pytest.mark.parametrize("attempt", range(3))
def test_the_last_two_agree_at_once_and_the_table_freezes_once(province, campaign, asked, attempt):
    results = race(agreeing(province, asked, 1), agreeing(province, asked, 2))
    assert sorted(one.state for one in results) == [TableState.FROZEN, TableState.PROPOSED]
    assert in_force(campaign, province.bloc) == asked
    assert AuditEvent.objects.filter(event="table.frozen").count() == 1


def test_without_the_lock_of_the_table_the_last_two_do_not_see_each_other(province, campaign, asked, monkeypatch):
    """Negative control of the one above: all have agreed, and nothing is frozen."""
    monkeypatch.setattr(agreements, "lock_table", lambda pk: type(asked).objects.get(pk=pk))
    pause = Hesitation(monkeypatch, agreements, "all_agree")
    race(agreeing(province, asked, 1), pause.meanwhile(agreeing(province, asked, 2)))
    assert asked.agreements.count() == 3
    assert in_force(campaign, province.bloc) is None


def publishing(province, campaign, kind=RankingKind.FINAL):
    bloc = province.bloc
    return lambda: rankings.publish_bloc(campaign=campaign, bloc=bloc, by=fresh(province.staff), kind=kind)


def granting(province, appeal):
    return lambda: appeals.grant_appeal(
        appeal_id=appeal.pk, points=Decimal(8), reason="Đủ căn cứ", by=fresh(province.staff)
    )


@pytest.fixture
def contested(province, campaign, table):
    """An appeal that waits after the last day of appeals."""
    window = provisional(province, campaign)
    line = line_of(ScoreSheet.objects.get(participation__unit=province.unit), "3.1")
    made = contest(province, line)
    clock.assume(window.appeals_until)
    return made


def disagreements(ranking):
    """Where a published document, its rows and the sheets do not say the same."""
    found = differences(ranking.document)
    stored = {
        one.participation.unit.code: one.appraised_total
        for one in ScoreSheet.objects.select_related("participation__unit")
    }
    for row in Ranking.objects.get(pk=ranking.pk).rows:
        if {Decimal(row["total"]), Decimal(row["appraised_total"])} != {stored[row["unit"]]}:
            found.append(row["unit"])
    return found


@pytest.mark.parametrize("attempt", range(3))
def test_a_publication_beside_a_granted_appeal_is_refused_or_has_its_points(province, campaign, contested, attempt):
    granted, made = race(granting(province, contested), publishing(province, campaign))
    assert granted.state == AppealState.GRANTED
    if isinstance(made, Refused):
        assert made.reason == "Còn 1 kiến nghị chưa trả lời; trả lời xong mới công bố được."
        made = publishing(province, campaign)()
    assert disagreements(made) == []
    assert line_of(contested.line.sheet, "3.1").appraised_points == 8


def test_a_publication_waits_for_an_appeal_that_is_being_granted(province, campaign, contested, monkeypatch):
    pause = Hesitation(monkeypatch, appeals, "keep_totals")
    _, made = race(granting(province, contested), pause.meanwhile(publishing(province, campaign)))
    assert disagreements(made) == []


def test_without_the_lock_of_the_sheets_a_publication_keeps_old_points(province, campaign, contested, monkeypatch):
    """Negative control of the one above."""

    def read(campaign, bloc_id):
        return list(
            with_context(ScoreSheet.objects.filter(participation__campaign=campaign, participation__bloc=bloc_id))
        )

    monkeypatch.setattr(rankings, "lock_sheets", read)
    pause = Hesitation(monkeypatch, rankings, "lock_sheets")
    made, granted = race(publishing(province, campaign), pause.meanwhile(granting(province, contested)))
    assert granted.state == AppealState.GRANTED
    assert disagreements(made) == [province.unit.code]


def test_of_two_who_begin_a_table_one_is_told_of_the_other(province, campaign, monkeypatch):
    def beginning():
        return tables.create_empty_table(campaign=campaign, bloc=province.bloc, name="", by=fresh(province.staff))

    pause = Hesitation(monkeypatch, tables, "next_version")
    made = race(beginning, pause.meanwhile(beginning))
    refused = [one for one in made if isinstance(one, Refused)]
    assert [one.reason.split(";")[0] for one in refused] == ["Khối vừa có một bảng tiêu chí khác được soạn"]
    assert ScoringTable.objects.count() == 1


def test_two_midterms_of_a_bloc_without_sheets_are_numbered_one_after_the_other(province, campaign, table, monkeypatch):
    target = Criterion.objects.get(group__table=table, no="1.1").target_id
    record(participation_of(campaign, province.unit), province.officer, date(2021, 6, 1), {target: Decimal(20)})

    def keeping():
        by = fresh(province.staff)
        return midterm.keep_midterm(campaign=campaign, bloc=province.bloc, by=by, until=date(2021, 6, 20))

    pause = Hesitation(monkeypatch, midterm, "computed")
    kept = race(keeping, pause.meanwhile(keeping))
    assert {one.version for one in kept} == {1, 2}
