"""The parameters of every rule in words and back, and the sentence of an example."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from scoring.calculation.facts import ParamsRefused
from scoring.calculation.rules import RULES, rule_of
from scoring.rule_words import PARAMS, START, example, from_cell, in_cell, params_of, rule_key, text_of, written

SHIPPED = [
    (one["no"], one["rule"], one["params"])
    for path in sorted((Path(__file__).parents[2] / "fixtures" / "scoring").glob("*.json"))
    for group in json.loads(path.read_text())["groups"]
    for one in group["criteria"]
]


def test_knows_the_parameters_of_every_rule():
    assert PARAMS.keys() == RULES.keys() == START.keys()


@pytest.mark.parametrize("key", RULES)
def test_begins_every_rule_with_an_example(key):
    rule_of(key, START[key])
    assert example(key, START[key], Decimal(5))


@pytest.mark.parametrize("key", RULES)
def test_reads_what_it_writes(key):
    texts = {one.key: text_of(one, START[key].get(one.key)) for one in PARAMS[key]}
    assert rule_of(key, params_of(key, texts)) == rule_of(key, START[key])


@pytest.mark.parametrize(("no", "key", "params"), SHIPPED)
def test_reads_every_shipped_rule_from_a_cell(no, key, params):
    assert rule_of(key, from_cell(key, in_cell(key, params))) == rule_of(key, params)


def test_says_thresholds_as_documents_do():
    params = {"tiers": [{"over": "98", "points": "5"}, {"from": "97", "points": "4.5"}]}
    assert written("tiers", params) == "Các bậc: trên 98: 5; từ 97: 4,5"
    late = {"milestones": ["register"], "brackets": [{"from": 5, "points": "-5"}]}
    assert written("late", late) == "Mốc nộp được xét: bản đăng ký · Các bậc ngày chậm: từ 5 ngày: -5"


@pytest.mark.parametrize(
    ("key", "cell", "sentence"),
    [
        ("tiers", "So với: số thực hiện\nCác bậc: 98 thì 5", "không đọc được “98 thì 5”"),
        ("per_case", "Mỗi trường hợp trừ (số âm): -5", "Trừ nhiều nhất (số âm): chưa ghi."),
        ("per_case", "Điểm: -5", "không rõ “Điểm: -5”"),
        ("manual", "Điểm: 5", "không có tham số nào"),
        ("per_step", "So với: cái gì", "chỉ nhận: số thực hiện; % kế hoạch"),
    ],
)
def test_says_what_it_cannot_read(key, cell, sentence):
    with pytest.raises(ParamsRefused) as refused:
        from_cell(key, cell)
    assert sentence in refused.value.sentence


def test_finds_a_rule_by_its_name():
    assert rule_key("theo bậc") == rule_key("tiers") == "tiers"
    with pytest.raises(ParamsRefused):
        rule_key("theo ý")
