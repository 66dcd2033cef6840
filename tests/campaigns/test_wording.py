"""Every target of the five founding documents in words."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from campaigns.drafts import TargetLine
from campaigns.enums import Op
from campaigns.wording import as_printed, figure, in_words, shortest

TRUTH = Path(__file__).resolve().parents[1] / "data" / "truth"

WORDS = {
    "bac-giang-2024-ke-hoach": [
        "đạt 14,5%", "đạt 4.500 USD", "đạt 13,5%", "đạt 16.068 tỷ đồng", "đạt 103.580 tỷ đồng", "138–140 triệu đồng",
        "đạt 2,3 triệu lượt", "đạt 33,3%", "đạt 87,36%", "đạt 95,2%", "đạt 26,6%", "đạt 34,4 giường", "đạt 99,32%",
        "đạt 42,5%", "đạt 82%", "đạt 92,6%", "đạt 88%", "đạt 1,82%", "đạt 78%", "đạt 34%", "đạt 2,5%", "đạt 63,8%",
        "đạt 94%", "đạt 57,5%", "đạt 86,7%", "đạt 97,5%", "đạt 80,6%", "đạt 100%", "đạt 37,7%", "định tính",
        "đạt 100%", "đạt 100%",
    ],
    "cao-bang-2021-chi-thi-01": [
        "tăng 7,5–8%", "đạt 40,3 triệu đồng", "từ 2.000 tỷ đồng trở lên", "từ 42 triệu đồng trở lên",
        "đạt 2.370 triệu USD", "đạt 120 triệu USD", "đạt 600 triệu USD", "đạt 1.650 triệu USD", "tăng từ 11% trở lên",
        "đạt 77%", "đạt 96%", "định tính", "tăng thêm 6 trường", "đạt 15 bác sỹ/vạn dân", "đạt 65,84%",
        "đạt 35 giường bệnh/vạn dân", "đạt 98,45%", "đạt 85%", "đạt 95%", "đạt 56%", "đạt 81%", "giảm từ 4% trở lên",
        "đạt 46,6%", "đạt 34,4%", "dưới 3,45%", "tăng thêm 5 xã trở lên", "đạt 56,54%", "đạt 96%", "từ 91% trở lên",
        "đạt 25%", "đạt 2.600 hộ", "đạt 80%", "đạt 100%", "định tính",
    ],
    "ha-giang-2021-chuong-trinh-273": [
        "đạt 7,5%", "đạt 33 triệu đồng", "đạt 2.700 tỷ đồng", "đạt 270 triệu USD", "giảm 4,0%", "đạt 55,2%",
        "đạt 1,38%", "đạt 10,5 bác sĩ/1 vạn dân", "đạt 42 giường bệnh/1 vạn dân", "đạt 45,3%", "đạt 8 xã", "trên 95%",
        "định tính", "định tính", "định tính", "định tính", "định tính", "trên 90%",
    ],
    "ha-giang-2021-khoi-tong-hop-ke-hoach-632": [],
    "tuan-giao-2021-chi-thi": [],
}  # fmt: skip


def line(target: dict[str, str | None]) -> TargetLine:
    return TargetLine(
        op=target["op"],
        value=target["value"] and Decimal(target["value"]),
        value_max=target["value_max"] and Decimal(target["value_max"]),
        unit_of_measure=target["unit"] or "",
        bound=target.get("bound", ""),
    )


@pytest.mark.parametrize("code", sorted(WORDS))
def test_in_words_says_every_target_of_a_founding_document(code):
    data = json.loads((TRUTH / f"{code}.json").read_text(encoding="utf-8"))
    words = [in_words(line(target)) for indicator in data["indicators"] for target in indicator["targets"]]
    assert words == WORDS[code]


@pytest.mark.parametrize(
    ("target", "words"),
    [
        (TargetLine(op="<=", value=Decimal("1.5"), unit_of_measure="%"), "không quá 1,5%"),
        (TargetLine(op="increase_by", value=Decimal("3"), bound=">", unit_of_measure="xã"), "tăng thêm trên 3 xã"),
        (TargetLine(op="decrease_by", value=Decimal("2"), bound=">", unit_of_measure="vụ"), "giảm trên 2 vụ"),
        (TargetLine(op="=", value=Decimal("5")), "đạt 5"),
        (TargetLine(op="range", value=Decimal("4.5"), value_max=Decimal("5.0"), unit_of_measure="‰"), "4,5–5,0‰"),
    ],
)
def test_in_words_says_what_the_documents_do_not_show(target, words):
    assert in_words(target) == words


@pytest.mark.parametrize(
    ("value", "decimals", "printed", "shown"),
    [
        (Decimal("4.0000"), 1, "4.0", "4,0"),
        (Decimal("7.5000"), 0, "7.5", "7,5"),
        (Decimal("2700.0000"), 0, "2700", "2.700"),
        (Decimal("140"), 0, "140", "140"),
        (Decimal("0"), 0, "0", "0"),
        (Decimal("99.32"), 2, "99.32", "99,32"),
    ],
)
def test_as_printed_keeps_the_zeros_of_the_print_only(value, decimals, printed, shown):
    assert (as_printed(value, decimals), figure(value, decimals)) == (printed, shown)


def test_shortest_counts_the_fewest_decimals():
    assert (shortest(Decimal("7.5"), Decimal("8")), shortest(Decimal("4.0"), None), shortest(None)) == (0, 1, 0)


@pytest.mark.parametrize(
    ("op", "direction", "words"),
    [
        (Op.EQUAL, "lower", "không quá 1,38%"),
        (Op.EQUAL, "higher", "đạt 1,38%"),
        (Op.EQUAL, "", "đạt 1,38%"),
        (Op.BELOW, "lower", "dưới 1,38%"),
        (Op.DECREASE, "lower", "giảm 1,38%"),
    ],
)
def test_a_value_of_which_less_is_better_is_no_mark_to_come_up_to(op, direction, words):
    assert in_words(TargetLine(op=op, value=Decimal("1.38"), unit_of_measure="%", direction=direction)) == words
