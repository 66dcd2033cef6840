"""Making a table from a template, and freezing it."""

import json
from pathlib import Path

import pytest

from core.exceptions import Refused
from scoring.enums import TableState
from scoring.models import Criterion
from scoring.services import tables
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
    draft_table(province, campaign)
    assert draft_table(province, campaign).version == 2


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
            ('Tiêu chí 5.1: Điểm trừ mỗi vụ (points) phải là số âm, ví dụ "-5".'),
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
    assert refused.value.reason == "Khối đã có bảng tiêu chí được thống nhất."


def test_refuses_to_freeze_twice(province, campaign):
    table = frozen_table(province, campaign)
    with pytest.raises(Refused) as refused:
        tables.freeze_table(table_id=table.pk, by=province.staff)
    assert refused.value.reason == "Không thể “thống nhất” khi bảng tiêu chí đang ở trạng thái “Đã thống nhất”."


def test_lets_the_leader_of_the_bloc_freeze(province, campaign):
    table = draft_table(province, campaign)
    assert tables.freeze_table(table_id=table.pk, by=province.secretary).frozen_by == province.secretary


@pytest.mark.parametrize("role", ["officer", "head", "leader"])
def test_leaves_freezing_to_staff_and_the_bloc(province, campaign, role):
    table = draft_table(province, campaign)
    with pytest.raises(Refused) as refused:
        tables.freeze_table(table_id=table.pk, by=province.everybody()[role])
    assert refused.value.reason == "Chỉ cơ quan thường trực hoặc Trưởng khối chốt được bảng tiêu chí."
