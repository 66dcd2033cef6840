"""Whether a plan asks for less than the campaign above it: told, never refused."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from campaigns.drafts import TargetLine
from campaigns.enums import Op
from campaigns.models import Campaign
from campaigns.queries.hierarchy import looseness
from campaigns.tightening import later_deadlines, looser, outside_days
from tests.support.dates import on
from thiduaweb.demo import ground

UP, DOWN = "higher", "lower"


def aim(
    op: str, value: str | None = None, high: str | None = None, *, bound: str = "", direction: str = "", unit: str = "%"
):
    return TargetLine(
        op=op,
        value=None if value is None else Decimal(value),
        value_max=None if high is None else Decimal(high),
        bound=bound,
        direction=direction,
        unit_of_measure=unit,
    )


@pytest.mark.parametrize(
    ("own", "above", "how"),
    [
        (aim(Op.AT_LEAST, "90"), aim(Op.AT_LEAST, "95"), "thấp hơn"),
        (aim(Op.AT_LEAST, "95"), aim(Op.AT_LEAST, "95"), ""),
        (aim(Op.AT_LEAST, "96"), aim(Op.AT_LEAST, "95"), ""),
        (aim(Op.AT_LEAST, "95"), aim(Op.ABOVE, "95"), "thấp hơn"),
        (aim(Op.ABOVE, "95"), aim(Op.AT_LEAST, "95"), ""),
        (aim(Op.EQUAL, "94", direction=UP), aim(Op.AT_LEAST, "95"), "thấp hơn"),
        (aim(Op.EQUAL, "94"), aim(Op.EQUAL, "95"), "thấp hơn"),
        (aim(Op.EQUAL, "2.1", direction=DOWN), aim(Op.EQUAL, "1.82", direction=DOWN), "cao hơn"),
        (aim(Op.EQUAL, "1.5", direction=DOWN), aim(Op.EQUAL, "1.82", direction=DOWN), ""),
        (aim(Op.BELOW, "3.5"), aim(Op.BELOW, "3.45"), "cao hơn"),
        (aim(Op.AT_MOST, "3.45"), aim(Op.BELOW, "3.45"), "cao hơn"),
        (aim(Op.RANGE, "130", "140"), aim(Op.RANGE, "138", "140"), "thấp hơn"),
        (aim(Op.RANGE, "138", "150"), aim(Op.RANGE, "138", "140"), ""),
        (aim(Op.RANGE, "1", "3", direction=DOWN), aim(Op.RANGE, "1", "2", direction=DOWN), "cao hơn"),
        (aim(Op.DECREASE, "3.5", direction=DOWN), aim(Op.DECREASE, "4.0", direction=DOWN), "giảm ít hơn"),
        (aim(Op.DECREASE, "4.5"), aim(Op.DECREASE, "4.0"), ""),
        (aim(Op.INCREASE, "4", unit="xã"), aim(Op.INCREASE, "5", unit="xã"), "tăng ít hơn"),
        (aim(Op.INCREASE, "5", bound=">="), aim(Op.INCREASE, "5", bound=">"), "tăng ít hơn"),
        (aim(Op.QUALITATIVE), aim(Op.AT_LEAST, "95"), "không còn mức cụ thể"),
        (aim(Op.AT_LEAST, "1"), aim(Op.QUALITATIVE), ""),
        (aim(Op.BELOW, "12"), aim(Op.DECREASE, "4"), "có cách đạt khác nên không so được"),
        (aim(Op.AT_LEAST, "2", unit="xã"), aim(Op.AT_LEAST, "1"), "có đơn vị tính khác nên không so được"),
    ],
)  # fmt: skip
def test_a_target_is_looser_where_it_asks_for_less(own, above, how):
    assert looser(own, above) == how


def due(kind: str, moment: str, name: str = "Gửi báo cáo"):
    return SimpleNamespace(kind=kind, name=name, due_at=on(moment))


def test_a_deadline_is_later_than_all_of_its_kind_above():
    above = [due("final_report", "2021-11-30 00:00"), due("final_report", "2021-11-20 00:00")]
    own = [due("final_report", "2021-11-30 00:00"), due("register", "2022-01-01 00:00")]
    late = due("final_report", "2021-12-05 00:00", "Gửi Trưởng khối")
    assert later_deadlines([*own, late], above) == [
        "Mốc “Gửi Trưởng khối” đến hết thứ Bảy 04/12/2021 (trước ngày 05/12/2021) – muộn hơn hạn của cấp trên: "
        "đến hết thứ Hai 29/11/2021 (trước ngày 30/11/2021)."
    ]


def test_days_outside_those_above_are_named():
    above = (date(2021, 1, 1), date(2021, 12, 31))
    assert outside_days((date(2021, 1, 1), date(2021, 12, 31)), above) == []
    assert outside_days((None, date(2022, 1, 1)), (None, None)) == []
    assert outside_days((date(2020, 12, 31), date(2022, 1, 15)), above) == [
        "Bắt đầu ngày 31/12/2020, trước phong trào cấp trên (01/01/2021).",
        "Kết thúc ngày 15/01/2022, sau phong trào cấp trên (31/12/2021).",
    ]


def test_the_real_plan_of_a_bloc_is_due_after_the_province(at, django_assert_num_queries):
    at("2020-12-20")
    ground.lay()
    plan = Campaign.objects.select_related("parent").get(code="ha-giang-2021-khoi-tong-hop-ke-hoach-632")
    with django_assert_num_queries(2):
        found = looseness(plan)
    assert found == [
        "Mốc “Các đơn vị gửi báo cáo tổng kết cho Trưởng khối” đến hết thứ Bảy 04/12/2021 (trước ngày 05/12/2021) – "
        "muộn hơn hạn của cấp trên: đến hết thứ Hai 29/11/2021 (trước ngày 30/11/2021)."
    ]
