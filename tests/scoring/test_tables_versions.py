"""An agreed table changes as a new version: looked at before it is agreed, then the sheets of the bloc move to it."""

from decimal import Decimal

import pytest
from django.urls import reverse

from core.exceptions import Refused
from core.models import AuditEvent
from scoring.enums import SheetState as S
from scoring.enums import TableState, Tier
from scoring.models import Criterion, CriterionGroup, ScoreLine, ScoringTable
from scoring.models.tables import CRITERION_FIELDS, GROUP_FIELDS, SETTINGS
from scoring.queries.differences import differences
from scoring.queries.panels import panel
from scoring.queries.rankings.board import whole_board
from scoring.queries.sheets import lock_sheets
from scoring.queries.tables import frozen_table as in_force
from scoring.services import agreements, rankings, tables, versions
from scoring.services import table_editing as editing
from tests.factories.scoring import draft_table, line_of, provisional, published, scorer_of, sheet_at, write
from tests.support.pages import text_of

pytestmark = pytest.mark.django_db
REASON = "Sở Nội vụ đổi hướng dẫn"


@pytest.fixture
def changing(province, table):
    """A draft of version 2."""
    return versions.change_table(table_id=table.pk, reason=REASON, by=province.secretary)


def change(table, no, **values):
    Criterion.objects.filter(group__table=table, no=no).update(**values)


def drop(table, no):
    Criterion.objects.filter(group__table=table, no=no).delete()


def add(province, table, group, no, **values):
    given = {"no": no, "name": "Mới", "max_points": Decimal(1), "rule": "manual", "params": {}} | values
    return editing.save_criterion(group_id=table.groups.get(no=group).pk, values=given, by=province.staff)


def freeze(province, table):
    return tables.freeze_table(table_id=table.pk, by=province.staff, basis="Biên bản họp khối")


def points(sheet, no):
    line = line_of(sheet, no)
    return tuple(None if value is None else float(value) for value in (line.points_of(tier) for tier in Tier))


def test_begins_as_a_copy_with_a_reason(table, changing):
    assert (changing.version, changing.state, changing.change_reason) == (2, TableState.DRAFT, REASON)
    old, new = (Criterion.objects.filter(group__table=one) for one in (table, changing))
    rows = ("no", "name", "max_points", "rule", "params", "target", "excludes")
    assert list(new.values_list(*rows)) == list(old.values_list(*rows))
    assert in_force(table.campaign, table.bloc) == table


@pytest.mark.parametrize("reason", ["", "  "])
def test_wants_a_reason(province, table, reason):
    with pytest.raises(Refused) as refused:
        versions.change_table(table_id=table.pk, reason=reason, by=province.staff)
    assert refused.value.reason == "Hãy ghi lý do thay đổi bảng tiêu chí đã thống nhất."


def test_writes_one_version_at_a_time(province, table, changing):
    with pytest.raises(Refused) as refused:
        versions.change_table(table_id=table.pk, reason=REASON, by=province.staff)
    assert refused.value.reason == "Phiên bản 2 của bảng tiêu chí đang được soạn hoặc lấy ý kiến."


def test_changes_only_what_is_agreed(province, campaign):
    with pytest.raises(Refused):
        versions.change_table(table_id=draft_table(province, campaign).pk, reason=REASON, by=province.staff)


@pytest.mark.parametrize("role", ["officer", "head", "leader"])
def test_is_begun_by_those_who_write_tables(province, table, role):
    with pytest.raises(Refused):
        versions.change_table(table_id=table.pk, reason=REASON, by=province.everybody()[role])


def test_changes_nothing_once_the_ranking_is_final(province, campaign, table):
    changing = versions.change_table(table_id=table.pk, reason=REASON, by=province.staff)
    published(province, campaign)
    with pytest.raises(Refused) as refused:
        versions.change_table(table_id=table.pk, reason=REASON, by=province.staff)
    assert refused.value.reason == versions.PUBLISHED
    with pytest.raises(Refused):
        freeze(province, changing)
    assert in_force(campaign, province.bloc) == table


def test_asks_whether_the_ranking_is_final_once_it_holds_the_sheets(province, campaign, table, changing, monkeypatch):
    for member in range(3):
        sheet_at(S.APPRAISED, province, campaign, member=member)

    def after_a_publication(*args):
        rankings.publish_bloc.__wrapped__(campaign=campaign, bloc=province.bloc, by=province.staff)
        return lock_sheets(*args)

    monkeypatch.setattr(versions, "lock_sheets", after_a_publication)
    with pytest.raises(Refused) as refused:
        freeze(province, changing)
    assert refused.value.reason == versions.PUBLISHED


def test_shows_whose_rank_would_move_and_writes_nothing(province, campaign, table, changing):
    better = {"1.1": {"actual": Decimal("39.27")}, "3.1": {"points": Decimal(5)}}
    sheet_at(S.SELF_SUBMITTED, province, campaign, member=0)
    sheet_at(S.SELF_SUBMITTED, province, campaign, member=1, values=better)
    sheet_at(S.DRAFT, province, campaign, member=2)
    change(changing, "3.1", max_points=5)
    change(changing, "1.1", params={"bonus_cap_percent": "10"}, max_points=13)
    changing.groups.filter(no="I").update(max_points=23)
    before = list(ScoreLine.objects.order_by("pk").values())
    rows = {one.unit: one for one in versions.whose_rank_moves(table, changing)}
    assert rows.keys() == {"Đồng Văn", "Mèo Vạc"}
    assert (rows["Đồng Văn"].rank_before, rows["Đồng Văn"].rank) == (1, 2)
    assert (rows["Mèo Vạc"].rank_before, rows["Mèo Vạc"].rank) == (2, 1)
    assert all(one.moved for one in rows.values())
    assert list(ScoreLine.objects.order_by("pk").values()) == before


def test_shows_the_preview_to_those_who_write_it(sign_in, province, campaign, table, changing):
    sheet_at(S.SELF_SUBMITTED, province, campaign)
    drop(changing, "3.1")
    url = reverse("scoring:table_moves", args=[changing.pk])
    page = text_of(sign_in(province.secretary).get(url))
    assert "Đồng Văn" in page
    assert "Tổ chức phong trào" in page
    agreements.propose_table(table_id=changing.pk, by=province.secretary)
    assert sign_in(province.head).get(url).status_code == 403


def test_says_where_two_versions_differ(table, changing):
    change(changing, "3.1", max_points=5)
    drop(changing, "4.1")
    changing.groups.filter(no="I").update(max_points=21)
    changing.bonus_cap = Decimal(10)
    found = {one.what: (one.before, one.after) for one in differences(table, changing)}
    assert found.keys() == {"Quy định chung", "Nhóm I", "Tiêu chí 3.1", "Tiêu chí 4.1"}
    assert found["Tiêu chí 4.1"][1] == ()
    assert found["Tiêu chí 3.1"] == (("Điểm tối đa: 8",), ("Điểm tối đa: 5",))
    assert found["Quy định chung"][1] == ("Tổng điểm thưởng vượt chỉ tiêu tối đa: 10",)


def other(field, province):
    """A value that the field does not have in the table of these tests."""
    values = {
        "tie_breaks": ["votes"],
        "classes": [{"name": "Xuất sắc", "from": "90"}],
        "params": {"bonus_cap_percent": "7"},
        "excludes": ["flag"],
        "appraiser": province.standing_body,
        "rule": "manual",
        "position": 9,
        "kind": "bonus",
        "scorer": "standing_body",
    }
    if field.name in values:
        return values[field.name]
    if field.choices:
        return field.choices[-1][0]
    return {"BooleanField": True, "DecimalField": Decimal("7.5"), "PositiveSmallIntegerField": 8}.get(
        field.get_internal_type(), "khác"
    )


@pytest.mark.parametrize(
    ("model", "says", "tells"),
    [
        (
            ScoringTable,
            SETTINGS,
            "campaign bloc version state change_reason proposed_at proposed_by basis frozen_at frozen_by",
        ),
        (CriterionGroup, GROUP_FIELDS, "table"),
        (Criterion, (*CRITERION_FIELDS, "target", "group"), ""),
    ],
)
def test_overlooks_no_field_where_two_versions_differ(province, table, changing, model, says, tells):
    fields = {field.name: field for field in model._meta.concrete_fields if field.name != "id"}
    assert fields.keys() == {*says, *tells.split()}
    groups, criteria = changing.groups, Criterion.objects.filter(group__table=changing)
    row = {ScoringTable: changing, CriterionGroup: groups.get(no="I"), Criterion: criteria.get(no="1.1")}[model]
    elsewhere = {"target": None, "group": changing.groups.get(no="II")}
    for name in says:
        value = elsewhere[name] if name in elsewhere else other(fields[name], province)
        kept = getattr(row, name)
        model.objects.filter(pk=row.pk).update(**{name: value})
        changing.refresh_from_db()
        assert differences(table, changing), name
        model.objects.filter(pk=row.pk).update(**{name: kept})
    changing.refresh_from_db()
    assert differences(table, changing) == []


def test_says_that_days_of_lateness_are_counted_anew(sign_in, province, campaign, table, changing):
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign)
    client, url = sign_in(province.secretary), reverse("scoring:table_moves", args=[changing.pk])
    assert "Số ngày nộp chậm được tính lại" not in text_of(client.get(url))
    ScoreLine.objects.filter(sheet=sheet, criterion__no="5.2").update(days_late={}, self_points=0)
    assert "Số ngày nộp chậm được tính lại" in text_of(client.get(url))
    assert differences(table, changing) == []


def test_names_the_table_in_force_on_the_campaign_page(province, campaign, table, changing):
    assert [row["table"] for row in panel(campaign, province.staff)["scoring_rows"]] == [table]


def test_moves_every_sheet_that_is_not_published(province, campaign, table, changing):
    sheets = [sheet_at(state, province, campaign, member=at) for at, state in enumerate((S.DRAFT, S.APPRAISED))]
    freeze(province, changing)
    table.refresh_from_db()
    assert table.state == TableState.SUPERSEDED
    assert in_force(campaign, province.bloc) == changing
    for sheet in sheets:
        total = sheet.total
        sheet.refresh_from_db()
        assert (sheet.table, sheet.total) == (changing, total)
        assert {line.criterion.group.table_id for line in sheet.lines.all()} == {changing.pk}


def test_keeps_facts_notes_evidence_and_points_where_nothing_changed(province, campaign, table, changing):
    sheet = sheet_at(S.APPRAISED, province, campaign)
    before = line_of(sheet, "1.1")
    freeze(province, changing)
    after = line_of(sheet, "1.1")
    assert (after.pk, after.actual, after.self_points, after.appraised_points) == (
        before.pk,
        before.actual,
        before.self_points,
        before.appraised_points,
    )


def test_lets_points_follow_the_new_rule_as_far_as_they_were_taken_over(province, campaign, table, changing):
    sheet = sheet_at(S.APPRAISED, province, campaign)
    assert points(sheet, "1.2") == (10.75, 10.75, 10.75)
    change(changing, "1.2", params={"bonus_cap_percent": "5"})
    freeze(province, changing)
    assert points(sheet, "1.2") == (10.5, 10.5, 10.5)


def test_keeps_what_a_scorer_decided_on_its_own(province, campaign, table, changing):
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign)
    write(sheet, "1.2", Tier.BLOC, scorer_of(province, 0), points=Decimal(8), note="Số liệu chưa đủ")
    change(changing, "1.2", params={"bonus_cap_percent": "5"})
    freeze(province, changing)
    assert points(sheet, "1.2") == (10.5, 8.0, None)
    assert line_of(sheet, "1.2").bloc_note == "Số liệu chưa đủ"


def test_drops_points_beyond_the_new_bounds(province, campaign, table, changing):
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign)
    change(changing, "3.1", max_points=5)
    freeze(province, changing)
    assert points(sheet, "3.1") == (None, None, None)
    assert line_of(sheet, "3.1").self_note == ""


def test_begins_new_lines_and_tells_the_trail_of_those_that_go(province, campaign, table, changing):
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign)
    drop(changing, "4.1")
    add(province, changing, "IV", "4.3")
    freeze(province, changing)
    numbers = set(sheet.lines.values_list("criterion__no", flat=True))
    assert "4.1" not in numbers
    assert points(sheet, "4.3") == (None, None, None)
    event = AuditEvent.objects.get(event="sheet.moved_to_version")
    assert [one["no"] for one in event.detail["gone"]] == ["4.1"]
    assert (event.detail["new"], event.detail["version"]) == (["4.3"], 2)


def test_sends_a_sheet_with_something_to_score_back_to_the_bloc(province, campaign, table, changing):
    sheet = sheet_at(S.APPRAISED, province, campaign)
    add(province, changing, "IV", "4.3")
    freeze(province, changing)
    sheet.refresh_from_db()
    assert (sheet.state, sheet.appraised_at) == (S.SELF_SUBMITTED, None)
    assert sheet.return_reason == "Bảng tiêu chí có phiên bản 2: chấm tiếp tiêu chí 4.3."


def test_asks_anew_where_the_question_is_another(province, campaign, table, changing):
    sheet = sheet_at(S.SELF_SUBMITTED, province, campaign)
    change(changing, "2.1", rule="manual", params={}, target=None)
    change(changing, "1.1", rule="manual", params={})
    freeze(province, changing)
    assert (line_of(sheet, "2.1").grade, points(sheet, "2.1")) == ("", (None, None, None))
    assert line_of(sheet, "1.1").self_points is None


def test_compares_the_whole_bloc_under_the_new_rule(province, campaign, table, changing):
    sheets = [
        sheet_at(S.APPRAISED, province, campaign, member=at, values={"1.1": {"actual": Decimal(actual)}})
        for at, actual in enumerate(("42", "50", "38.5"))
    ]
    change(changing, "1.1", rule="half_and_leader", params={})
    freeze(province, changing)
    assert [points(sheet, "1.1")[0] for sheet in sheets] == [6.52, 10.0, 5.0]
    assert [points(sheet, "1.1")[2] for sheet in sheets] == [6.52, 10.0, 5.0]
    assert rankings.publish_bloc(campaign=campaign, bloc=province.bloc, by=province.staff).rows[0]["rank"] == 1


def test_takes_effect_when_all_members_agree(province, campaign, table, changing):
    agreements.propose_table(table_id=changing.pk, by=province.secretary)
    for unit, head in zip(province.units, province.heads, strict=True):
        agreements.answer_table(table_id=changing.pk, unit=unit, agrees=True, note="", by=head)
    assert in_force(campaign, province.bloc) == changing


def test_leads_from_the_agreed_table_to_its_next_version(sign_in, province, table):
    client = sign_in(province.secretary)
    page = text_of(client.get(reverse("scoring:table", args=[table.pk])))
    assert "Thay đổi bảng" in page
    response = client.post(reverse("scoring:table_change", args=[table.pk]), {"reason": ""})
    assert "Hãy ghi lý do thay đổi" in text_of(response)
    response = client.post(reverse("scoring:table_change", args=[table.pk]), {"reason": REASON})
    made = table.campaign.scoring_tables.get(version=2)
    assert response.url == reverse("scoring:table_edit", args=[made.pk])
    assert "Đang có phiên bản 2" in text_of(client.get(reverse("scoring:table", args=[table.pk])))


def test_a_provisional_ranking_speaks_by_the_table_it_was_computed_by(province, campaign, table):
    kept = provisional(province, campaign)
    changing = versions.change_table(table_id=table.pk, reason=REASON, by=province.staff)
    changing.groups.filter(no="I").update(name="Tên mới", max_points=Decimal(30))
    type(changing).objects.filter(pk=changing.pk).update(tie_breaks=["votes"], ranked_by="percent")
    shown = whole_board(campaign, [province.bloc])
    freeze(province, changing)
    now = whole_board(campaign, [province.bloc])
    assert now.rankings[province.bloc.pk].pk == kept.pk
    assert (now.columns, now.tie_note, now.order) == (shown.columns, shown.tie_note, shown.order)
    assert [(row.place, row.cells) for row in now.rows] == [(row.place, row.cells) for row in shown.rows]
