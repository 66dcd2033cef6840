"""The page on the ranking file against the rules themselves: who has the page alone can write a file that is right."""

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from scoring.calculation.facts import ParamsRefused
from scoring.calculation.rules import RULES, rule_of
from scoring.calculation.verification import complete, differences
from scoring.rule_words import PARAMS, START

PAGE = (Path(settings.BASE_DIR) / "docs" / "ranking-file.md").read_text(encoding="utf-8")
NEEDED, OF_THE_LINE, WITHOUT = "–", "those of the line", "none"
PENALTY = ("per_case", "late", "exclusion")


def rows_under(*titles):
    """The rows of the page's table with these titles, each as its cells."""
    _, table = PAGE.split(f"| {' | '.join(titles)} |\n", 1)
    body = table.split("\n\n", 1)[0].splitlines()[1:]
    return [[cell.strip() for cell in row.strip("|").split(" | ")] for row in body]


def names(cell):
    return re.findall(r"`(\w+)`", cell)


def code(cell):
    return json.loads(cell.strip("`"))


EXAMPLES = {names(rule)[0]: cells for rule, _, *cells in rows_under("Rule", "What follows", "Params", "Line", "Points")}
TOLD = {
    (rule, names(param)[0]): default
    for rules, param, _, default, _ in rows_under("Rule", "Param", "Shape", "Default", "Meaning")
    for rule in names(rules)
}
DECLARED = [(rule, param.key) for rule, params in PARAMS.items() for param in params]


def test_the_page_tells_every_rule_and_every_param_and_no_other():
    assert sorted(EXAMPLES) == sorted(RULES)
    assert set(TOLD) == set(DECLARED)


def given(rule, param):
    """Params that fit, with ``param`` where it is allowed, but without it."""
    params = {"tiers": {"of": "percent"}, "all_or_nothing": {"by": "plan"}}.get(rule, {})
    return {key: value for key, value in (START[rule] | params).items() if key != param}


@pytest.mark.parametrize(("rule", "param"), DECLARED)
def test_a_param_may_be_left_out_where_the_page_says_so_and_means_then_what_it_says(rule, param):
    params, default = given(rule, param), TOLD[rule, param]
    if default == NEEDED:
        with pytest.raises(ParamsRefused):
            rule_of(rule, params)
    elif default in (OF_THE_LINE, WITHOUT):
        assert not getattr(rule_of(rule, params), param)
    else:
        assert rule_of(rule, params) == rule_of(rule, params | {param: code(default)})


@pytest.mark.parametrize("rule", RULES)
def test_the_example_of_a_rule_earns_what_the_page_says(rule):
    params, line, points = EXAMPLES[rule]
    deducts = rule in PENALTY
    criterion = {"no": "1", "rule": rule, "params": code(params), "max_points": "0" if deducts else "10"}
    group = {"no": "I", "kind": "penalty" if deducts else "points", "max_points": criterion["max_points"]}
    document, _ = complete(
        {
            "table": {"groups": [group | {"criteria": [criterion]}]},
            "units": [{"unit": "dong-van", "lines": {"1": code(line)}}],
        }
    )
    assert document.units[0].sheet.lines["1"].points["self"] == Decimal(points)


WHOLE = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)[1]


def test_the_page_alone_is_enough_for_a_file_with_all_rules(tmp_path, capsys):
    used = [one["rule"] for group in json.loads(WHOLE)["table"]["groups"] for one in group["criteria"]]
    assert sorted(used) == sorted(RULES)
    file = tmp_path / "viet-tay.json"
    file.write_text(WHOLE, encoding="utf-8")
    call_command("verify_ranking", str(file))
    assert capsys.readouterr().out == "khớp\n"


def test_one_other_figure_in_it_is_found_and_told_as_on_the_page():
    said = differences(WHOLE.replace('"actual": "42"', '"actual": "43"', 1))
    assert len(said) == 1
    assert f"```\n{said[0]}\n```" in PAGE


STATED = json.loads(WHOLE)["units"][0]["lines"]


@pytest.mark.parametrize("no", STATED)
def test_one_other_point_in_it_is_found_at_its_place(no):
    """Points that people give follow from nothing: there the total no longer fits."""
    content = json.loads(WHOLE)
    points = content["units"][0]["lines"][no]["points"]
    points["self"] = str(Decimal(points["self"]) - 1)
    place = "ranking[1].total" if no == "2.4" else f"units[0].lines[“{no}”].points.self"
    assert place in [one.split(": ")[0] for one in differences(json.dumps(content))]
