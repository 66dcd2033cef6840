"""Making a table from a template, and freezing it."""

import json
from pathlib import Path

import pytest

from core.exceptions import Refused
from scoring.enums import TableState
from scoring.models import Criterion, ScoringTable
from scoring.services import agreements, table_editing, tables
from tests.factories.campaigns import draft_campaign
from tests.factories.scoring import draft_table, frozen_table, template

pytestmark = pytest.mark.django_db
FIXTURES = sorted((Path(__file__).parents[2] / "fixtures" / "scoring").glob("*.json"))


def bent(group, criterion=None, **changes):
    """TEMPLATE with one group (or one criterion of it) changed."""
    made = template()
    row = made["groups"][group]
    (row if criterion is None else row["criteria"][criterion]).update(changes)
    return made


def test_links_criteria_to_the_targets_of_the_campaign(province, campaign):
    table = draft_table(province, campaign)
    linked = {one.no: str(one.target) for one in Criterion.objects.filter(group__table=table).exclude(target=None)}
    assert linked == {
        "1.1": "Thu nhập bình quân đầu người",
        "1.2": "Tỷ lệ hộ nghèo giảm",
        "2.1": "Cải cách hành chính",
    }
    assert (table.state, table.version) == (TableState.DRAFT, 1)


def test_numbers_the_next_draft(province, campaign):
    first = draft_table(province, campaign)
    ScoringTable.objects.filter(pk=first.pk).update(state=TableState.SUPERSEDED)
    assert draft_table(province, campaign).version == 2


@pytest.mark.parametrize("proposed", [False, True])
def test_writes_one_draft_at_a_time(province, campaign, proposed):
    first = draft_table(province, campaign)
    if proposed:
        agreements.propose_table(table_id=first.pk, by=province.staff)
    with pytest.raises(Refused, match="Khối đã có bảng tiêu chí phiên bản 1"):
        draft_table(province, campaign)
    assert ScoringTable.objects.count() == 1


@pytest.mark.parametrize("version", [1, 2])
def test_refuses_a_draft_that_was_begun_at_the_same_moment(province, campaign, monkeypatch, version):
    """What the one saw before the other's was there; the database sees both."""
    draft_table(province, campaign)
    monkeypatch.setattr(tables, "unfinished", lambda *_: ScoringTable.objects.none())
    monkeypatch.setattr(tables, "next_version", lambda *_: version)
    with pytest.raises(Refused, match="Khối vừa có một bảng tiêu chí khác được soạn"):
        draft_table(province, campaign)
    assert ScoringTable.objects.count() == 1


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_accepts_the_shipped_rules(province, campaign, path):
    shipped = json.loads(path.read_text())
    for group in shipped["groups"]:
        for criterion in group["criteria"]:
            criterion["indicator"] = None
    table = tables.create_table_from_template(
        campaign=campaign, bloc=province.bloc, template=shipped, by=province.staff
    )
    assert tables.freeze_table(table_id=table.pk, by=province.staff).state == TableState.FROZEN


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        (bent(0, 0, indicator="9"), "Tiêu chí 1.1: phong trào không có chỉ tiêu số 9."),
        (bent(0, 0, target_label="bác sĩ"), "Tiêu chí 1.1: phong trào không có chỉ tiêu số 1 “bác sĩ”."),
        (
            bent(4, 0, params={"points": "5", "floor": "-20"}),
            ('Tiêu chí 5.1: Điểm trừ mỗi vụ phải là số âm, ví dụ "-5".'),
        ),
    ],
)
def test_refuses_a_template_that_does_not_fit(province, campaign, changed, sentence):
    with pytest.raises(Refused) as refused:
        tables.create_table_from_template(campaign=campaign, bloc=province.bloc, template=changed, by=province.staff)
    assert refused.value.reason == sentence


def test_refuses_to_freeze_criteria_that_exceed_their_group(province, campaign):
    table = draft_table(province, campaign, groups=bent(0, max_points="19")["groups"])
    with pytest.raises(Refused) as refused:
        tables.freeze_table(table_id=table.pk, by=province.staff)
    assert refused.value.reason == "Tổng nhóm I là 20, tối đa 19 (1.1: 10; 1.2: 10)."


def test_freezes_one_table_per_bloc(province, campaign):
    table = frozen_table(province, campaign)
    assert (table.state, table.frozen_by) == (TableState.FROZEN, province.staff)
    with pytest.raises(Refused) as refused:
        frozen_table(province, campaign)
    assert refused.value.reason == (
        "Khối đã có bảng tiêu chí đang áp dụng (phiên bản 1). Muốn sửa, hãy mở bảng đó và bấm “Thay đổi bảng”."
    )


def test_refuses_to_freeze_twice(province, campaign):
    table = frozen_table(province, campaign)
    with pytest.raises(Refused) as refused:
        tables.freeze_table(table_id=table.pk, by=province.staff)
    assert refused.value.reason == "Không thể “thống nhất” khi bảng tiêu chí đang ở trạng thái “Đã thống nhất”."


def test_asks_for_a_basis_while_members_have_not_agreed(province, campaign):
    table = draft_table(province, campaign)
    with pytest.raises(Refused) as refused:
        tables.freeze_table(table_id=table.pk, by=province.staff, basis=" ")
    assert refused.value.reason == (
        "Chưa đủ ý kiến đồng ý của các thành viên: ghi căn cứ chốt, ví dụ “Biên bản họp khối số …”."
    )
    minutes = "Biên bản họp khối số 03 ngày 15/01/2021"
    assert tables.freeze_table(table_id=table.pk, by=province.staff, basis=minutes).basis == minutes


@pytest.mark.parametrize("role", ["officer", "head", "leader", "bloc_secretary"])
def test_leaves_freezing_to_staff(province, campaign, role):
    table = draft_table(province, campaign)
    with pytest.raises(Refused) as refused:
        tables.freeze_table(table_id=table.pk, by=province.everybody()[role])
    assert refused.value.reason == (
        "Chỉ cơ quan thường trực chốt được bảng tiêu chí khi chưa đủ ý kiến đồng ý của các thành viên."
    )


@pytest.mark.parametrize("role", ["staff", "bloc_secretary"])
def test_lets_staff_and_the_office_of_the_leader_begin_one(province, campaign, role):
    by = province.everybody()[role]
    table = tables.create_table_from_template(campaign=campaign, bloc=province.bloc, template=template(), by=by)
    assert table.state == TableState.DRAFT
    table_editing.discard_table(table_id=table.pk, by=by)
    empty = tables.create_empty_table(campaign=campaign, bloc=province.bloc, name="", by=by)
    assert (empty.version, empty.name) == (1, "Bảng tiêu chí chấm điểm năm 2021")


@pytest.mark.parametrize("role", ["officer", "head", "leader"])
def test_lets_nobody_else_begin_one(province, campaign, role):
    with pytest.raises(Refused) as refused:
        tables.create_empty_table(campaign=campaign, bloc=province.bloc, name="", by=province.everybody()[role])
    assert refused.value.reason == "Chỉ cơ quan thường trực hoặc Trưởng khối soạn được bảng tiêu chí."


def test_copies_what_the_bloc_had_in_another_campaign(province, campaign):
    last = frozen_table(province, campaign, tie_breaks=["group:II"], classes=[{"name": "Tốt", "from": "30"}])
    other = draft_campaign(province, "nam-sau", title="Phong trào năm sau")
    made = tables.copy_table(campaign=other, bloc=province.bloc, source=last, by=province.staff)
    assert (made.state, made.tie_breaks, made.classes) == ("draft", last.tie_breaks, last.classes)
    old, new = (Criterion.objects.filter(group__table=one) for one in (last, made))
    assert list(new.values_list("no", "rule", "params")) == list(old.values_list("no", "rule", "params"))
    assert not new.exclude(target=None).exists()
