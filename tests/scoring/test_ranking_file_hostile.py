"""Files that somebody wrote to deceive, to stop the reading, or to keep a machine busy."""

import json
from copy import deepcopy
from decimal import Decimal
from io import StringIO
from pathlib import Path
from time import process_time

import pytest
from django.conf import settings
from django.core.management import call_command

from scoring.calculation.facts import ParamsRefused, decimal_param
from scoring.calculation.verification import differences
from scoring.rule_words import START, from_cell, in_cell, rule_of

SECONDS = 8  # of the processor; reading every key, row, criterion anew for each took longer
FILE = {
    "table": {
        "groups": [
            {
                "no": "I",
                "max_points": "10",
                "criteria": [{"no": "1", "max_points": "10", "rule": "manual", "excludes": ["flag"]}],
            },
            {
                "no": "II",
                "kind": "penalty",
                "criteria": [{"no": "2", "rule": "per_case", "params": {"points": "-1", "floor": "-3"}}],
            },
        ]
    },
    "units": [{"unit": "a", "lines": {"1": {"points": {"self": "9"}}, "2": {"actual": "1"}}}],
    "ranking": [{"unit": "a", "rank": 1}],
}


def found(content):
    return differences(json.dumps(content, ensure_ascii=False))


def told(tmp_path, content):
    """The lines that the command prints."""
    path, out = tmp_path / "tep.json", StringIO()
    path.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(SystemExit):
        call_command("verify_ranking", str(path), stdout=out)
    return out.getvalue().split("\n")[:-1]


def test_the_file_is_right_before_it_is_spoiled():
    assert found(FILE) == []


@pytest.mark.parametrize(
    "value",
    ["1e1", "1_0", "１０", "٣", "+1", " 1", "1 ", "1.", ".5", "1e999999999", "NaN", "Infinity", "-", "", 10**12],
)
def test_takes_as_a_number_only_what_is_written_as_one(value):
    with pytest.raises(ParamsRefused, match="phải là một số"):
        decimal_param({"x": value}, "x")


@pytest.mark.parametrize("value", ["0", "-1", "10", "0.125", "-999999999999.999999", 7])
def test_takes_plain_numbers(value):
    assert decimal_param({"x": value}, "x") == Decimal(value)


@pytest.mark.parametrize("value", ["1e1", "1e999999999", "1_0", "１０"])
def test_answers_odd_numbers_of_classes_and_params_with_a_sentence(value):
    by_class, by_rule = deepcopy(FILE), deepcopy(FILE)
    by_class["table"]["classes"] = [{"name": "Tốt", "from": value}]
    by_rule["table"]["groups"][1]["criteria"][0]["params"]["floor"] = value
    assert found(by_class)[0].startswith("table.classes: Tham số “from” phải là một số")
    assert found(by_rule)[0].startswith("table.groups[1].criteria[0]: Tham số “floor” phải là một số")


def criteria():
    for path in sorted((Path(settings.BASE_DIR) / "fixtures" / "scoring").glob("*.json")):
        for group in json.loads(path.read_text(encoding="utf-8"))["groups"]:
            yield from group["criteria"]


def test_takes_what_templates_forms_and_workbooks_write():
    for one in criteria():
        rule_of(one["rule"], one["params"])
        assert from_cell(one["rule"], in_cell(one["rule"], one["params"])) is not None
    for key, params in START.items():
        assert from_cell(key, in_cell(key, params)) is not None


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda table: table.update(bonus_cap="-1"), "table.bonus_cap: không được nhỏ hơn 0."),
        (lambda table: table.update(total_cap="-1"), "table.total_cap: không được nhỏ hơn 0."),
        (lambda table: table.update(rounding_step="0.015"), "table.rounding_step: bước làm tròn phải từ 0.01 đến 100"),
        (lambda table: table.update(rounding_step="1.005"), "table.rounding_step: bước làm tròn phải từ 0.01 đến 100"),
        (lambda table: table["groups"][1].update(max_points="-5"), "table.groups[1].max_points: không được nhỏ hơn 0."),
        (
            lambda table: table["groups"][1]["criteria"][0].update(max_points="-5"),
            "table.groups[1].criteria[0].max_points: không được nhỏ hơn 0.",
        ),
        (
            lambda table: table["groups"][0]["criteria"][0].update(excludes=["flagg"]),
            "table.groups[0].criteria[0].excludes[0]: cần một trong: flag, certificate, unclassified; gặp “flagg”.",
        ),
    ],
)
def test_refuses_a_table_that_nobody_can_mean(spoil, said):
    content = deepcopy(FILE)
    spoil(content["table"])
    assert any(one.startswith(said) for one in found(content)), found(content)


FORGED = "x\nkhớp\n"


@pytest.mark.parametrize("sign", ["\n", "\r", "\x1b[2K", "\u202e", "\u2028"])
def test_no_value_writes_a_line_of_its_own(tmp_path, sign):
    key, rank = deepcopy(FILE), deepcopy(FILE)
    key[f"x{sign}khớp{sign}"] = 1
    rank["table"]["groups"][0]["criteria"][0]["rule"] = f"x{sign}khớp{sign}"
    for content in (key, rank):
        lines = told(tmp_path, content)
        assert len(lines) == 1
        assert lines[0] != "khớp"
        assert all(one.isprintable() for one in lines)


def test_a_forged_unit_and_criterion_stay_in_their_line(tmp_path):
    text = json.dumps(FILE, ensure_ascii=False).replace('"unit": "a"', f'"unit": {json.dumps(FORGED)}')
    content = json.loads(text.replace('"no": "2"', '"no": "2\\nkhớp"').replace('"2": {', '"2\\nkhớp": {'))
    content["ranking"][0]["rank"] = 2
    content["units"][0]["lines"]["2\nkhớp"]["points"] = {"self": "-2"}
    lines = told(tmp_path, content)
    assert "khớp" not in lines
    assert all("\\n" in one or one.startswith("ranking[0].rank") for one in lines)


def in_time(text):
    begun = process_time()
    said = differences(text)
    assert process_time() - begun < SECONDS
    return said


def test_doubled_keys_are_found_without_looking_through_all_of_them_each_time():
    text = "{" + ",".join(f'"k{at}": 1, "k{at}": 2' for at in range(20_000)) + "}"
    assert len(in_time(text)) == 20_000


def test_many_rows_of_a_ranking_are_read_in_one_go():
    content = deepcopy(FILE)
    content["ranking"] = [{"unit": "a", "rank": 1}] * 20_000
    assert len(in_time(json.dumps(content))) == 19_999


def test_many_criteria_are_read_in_one_go():
    content = deepcopy(FILE)
    numbers = [f"1.{at}" for at in range(3000)]
    row = {"max_points": "0", "rule": "manual"}
    content["table"]["groups"] = [{"no": no, "max_points": "1", "criteria": [{"no": no, **row}]} for no in numbers]
    content["units"][0]["lines"] = {no: {"points": {"self": "0"}} for no in numbers}
    assert in_time(json.dumps(content)) == []
