"""The ranking file: exported files are right, whatever is changed in them is found, bad files get sentences."""

import json
import re
from copy import deepcopy
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from core.snapshots import canonical_bytes
from scoring.calculation.ranking_file import EXCLUDED, FORMAT
from scoring.calculation.verification import complete, differences, digest
from scoring.enums import Loss

PAGE = Path(settings.BASE_DIR) / "docs" / "ranking-file.md"
TABLE = {
    "name": "Bảng điểm",
    "rounding_step": "0.01",
    "bonus_cap": "3",
    "total_cap": "60",
    "ranked_by": "points",
    "tie_breaks": ["group:II", "exceeded", "votes"],
    "classes": [{"name": "Tốt", "from": "30", "no_case_of": ["4.1"]}, {"name": "Khá", "from": "10"}],
    "groups": [
        {
            "no": "I",
            "name": "Chỉ tiêu",
            "kind": "points",
            "max_points": "20",
            "criteria": [
                {"no": "1.1", "max_points": "10", "rule": "proportional", "params": {"bonus_cap_percent": "10"}},
                {"no": "1.2", "max_points": "10", "rule": "half_and_leader", "params": {}},
            ],
        },
        {
            "no": "II",
            "name": "Định tính",
            "kind": "points",
            "max_points": "15",
            "criteria": [
                {
                    "no": "2.1",
                    "max_points": "10",
                    "rule": "graded",
                    "params": {"A": "1", "B": "0.85", "C": "0.7", "D": "0.5"},
                },
                {"no": "2.2", "max_points": "5", "rule": "manual", "params": {}},
            ],
        },
        {
            "no": "III",
            "name": "Thưởng",
            "kind": "bonus",
            "max_points": "2",
            "criteria": [{"no": "3.1", "max_points": "2", "rule": "manual", "params": {}}],
        },
        {
            "no": "IV",
            "name": "Trừ",
            "kind": "penalty",
            "max_points": "0",
            "criteria": [
                {
                    "no": "4.1",
                    "max_points": "0",
                    "rule": "per_case",
                    "params": {"points": "-1", "floor": "-4"},
                    "excludes": ["flag"],
                },
                {
                    "no": "4.2",
                    "max_points": "0",
                    "rule": "late",
                    "params": {"milestones": ["register"], "brackets": [{"from": 5, "points": "-2"}]},
                },
            ],
        },
    ],
}


def unit(code, actual, grade, votes, cases="0"):
    points = {"self": "4.5", "bloc": "4", "appraised": "4"}
    return {
        "unit": code,
        "name": code.upper(),
        "tier": "appraised",
        "votes": votes,
        "lines": {
            "1.1": {"plan": "40", "actual": actual},
            "1.2": {"plan": "10", "actual": str(Decimal(actual) / 4)},
            "2.1": {"grade": grade},
            "2.2": {"points": points, "notes": {"bloc": "Thiếu báo cáo", "appraised": ""}},
            "3.1": {"points": {"self": "1", "bloc": "1", "appraised": "1"}},
            "4.1": {"actual": cases},
            "4.2": {"days_late": {"register": 6}},
        },
    }


def exported():
    """A whole file: three units, two of them equal but for the votes."""
    units = [unit("a", "42", "A", 3), unit("b", "38.5", "B", 1, "1"), unit("c", "42", "A", 5)]
    document, content = complete({"table": deepcopy(TABLE), "units": units})
    for given_unit, read in zip(content["units"], document.units, strict=True):
        for no, line in read.sheet.lines.items():
            given_unit["lines"][no]["points"] = dict(line.points)
    content["sha256"] = digest(content)
    return json.loads(canonical_bytes(content))


FILE = exported()


def without_hash(content):
    return {key: value for key, value in content.items() if key != "sha256"}


def found(content):
    return differences(json.dumps(content, ensure_ascii=False))


def test_knows_every_loss_that_a_case_may_cost():
    assert list(EXCLUDED) == Loss.values


def test_an_exported_file_is_right():
    assert found(FILE) == []
    assert [(row["unit"], row["rank"], row["parted_by"]) for row in FILE["ranking"]] == [
        ("c", 1, ""),
        ("a", 2, "số phiếu suy tôn"),
        ("b", 3, ""),
    ]


def test_layout_does_not_matter():
    assert differences("\n " + json.dumps(FILE, indent=4)) == []


def leaves(value, path=()):
    """The places of all figures, words and flags."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield from leaves(one, (*path, key))
    elif isinstance(value, list):
        for at, one in enumerate(value):
            yield from leaves(one, (*path, at))
    else:
        yield path


def put(content, path, value):
    for key in path[:-1]:
        content = content[key]
    content[path[-1]] = value


def at(content, path):
    for key in path:
        content = content[key]
    return content


def changed(value):
    """Another value of the same kind."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if value is None:
        return "1"
    if re.fullmatch(r"-?[0-9.]+", value):
        return str(Decimal(value) + Decimal("0.5"))
    return value + "x"


PLACES = list(leaves(FILE))


@pytest.mark.parametrize("path", PLACES, ids=lambda path: ".".join(map(str, path)))
def test_every_change_of_a_value_is_found(path):
    content = deepcopy(FILE)
    put(content, path, changed(at(content, path)))
    assert found(content) != []


def is_decisive(path):
    """Not names, reasons, a cap that nobody reaches, a figure beyond a cap: they change nothing that follows."""
    words = {
        "units": ("points", "totals", "grade", "tier", "classification"),
        "table": ("rule", "ranked_by", "kind"),
    }
    return path[0] == "ranking" or any(word in path for word in words.get(path[0], ()))


DECISIVE = list(filter(is_decisive, PLACES))


@pytest.mark.parametrize("path", DECISIVE, ids=lambda path: ".".join(map(str, path)))
def test_points_totals_and_ranks_are_found_without_the_hash(path):
    content = without_hash(deepcopy(FILE))
    put(content, path, changed(at(content, path)))
    assert found(content) != []


@hypothesis_settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(PLACES), st.sampled_from([None, [], {}, True, -1, "", "NaN", "1e9", 10**30, "9" * 60, 0.5]))
def test_no_value_however_wrong_breaks_the_reading(path, value):
    content = deepcopy(FILE)
    before = at(content, path)
    put(content, path, value)
    said = found(content)
    assert (said != []) == (before != value or type(before) is not type(value))
    assert all(isinstance(one, str) and one for one in said)


def test_units_that_are_dropped_doubled_or_swapped_are_found():
    for where in ("units", "ranking"):
        for spoil in (lambda rows: rows.pop(), lambda rows: rows.append(rows[0]), lambda rows: rows.reverse()):
            content = without_hash(deepcopy(FILE))
            spoil(content[where])
            right = where == "units" and spoil.__code__.co_names == ("reverse",)  # the order of inputs means nothing
            assert (found(content) == []) == right
    swapped = without_hash(deepcopy(FILE))
    first, second = swapped["units"][0], swapped["units"][1]
    first["unit"], second["unit"] = second["unit"], first["unit"]
    assert found(swapped) != []


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda file: file["units"][0]["lines"].pop("1.1"), "units[0].lines: thiếu tiêu chí “1.1”."),
        (
            lambda file: file["units"][0]["lines"].update({"9.9": {}}),
            "units[0].lines[“9.9”]: bảng không có tiêu chí này.",
        ),
        (
            lambda file: file["units"][2]["lines"]["1.1"].update(actual=38.5),
            'units[2].lines[“1.1”].actual: số phải ghi trong ngoặc kép, ví dụ "38.5"; gặp “38.5”.',
        ),
        (
            lambda file: file["units"][0]["lines"]["2.2"]["notes"].update(bloc=" "),
            "units[0].lines[“2.2”].notes.bloc: điểm khác bước trước thì phải có lý do.",
        ),
        (
            lambda file: file["units"][0]["lines"]["2.2"]["points"].update(appraised="5.5"),
            "units[0].lines[“2.2”].points.appraised: ghi 5,5, phải từ 0 đến 5.",
        ),
        (
            lambda file: file["table"]["groups"][0]["criteria"][0].update(rule="khac"),
            "table.groups[0].criteria[0]: Không có cách tính “khac”.",
        ),
        (
            lambda file: file["table"]["groups"][0]["criteria"][0]["params"].update(bonus_cap_percent="abc"),
            "table.groups[0].criteria[0]: Tham số “bonus_cap_percent” phải là một số",
        ),
        (lambda file: file["table"].update(tie_breaks=["may_rui"]), "table.tie_breaks[0]: không có cách xét"),
        (
            lambda file: file["units"][1]["lines"]["1.1"]["points"].update(self="9"),
            "units[1].lines[“1.1”].points.self: ghi 9, theo cách tính là 9,63 (Kế hoạch 40,0 · thực hiện 38,5 →",
        ),
        (lambda file: file["ranking"][0].update(rank=2), "ranking[0].rank: hạng ghi 2, tính lại là 1."),
        (lambda file: file["ranking"].reverse(), "ranking: thứ tự phải là c, a, b."),
        (lambda file: file.update(ghi_chu="x"), "ghi_chu: khóa không rõ"),
    ],
)
def test_says_where_and_what(spoil, said):
    content = deepcopy(FILE)
    spoil(content)
    assert any(one.startswith(said) for one in found(content)), found(content)


ODD_PARAMS = '{"no": "1", "rule": "late", "params": {"milestones": [[1]]}}'
BAD = [
    *("", "không phải JSON", "[]", "null", "1", '"a"', "NaN", "{}", '{"table": 5}'),
    *("[" * 100_000, '{"a":' * 5000, "1" * 10_000, '{"units": "\\ud800"}', '{"table": {}, "table": {}}'),
    '{"table": {"groups": [{"no": "I", "criteria": [' + ODD_PARAMS + "]}]}}",
]


@pytest.mark.parametrize("text", BAD, ids=lambda text: text[:20])
def test_answers_bad_files_with_sentences(text):
    said = differences(text)
    assert said
    assert all(re.match(r"^[^:]+: .+", one) for one in said)


def page_example():
    return json.loads(re.search(r"```json\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)[1])


def test_the_example_of_the_page_is_right_and_says_what_the_page_says_when_it_is_not():
    example = page_example()
    assert found(example) == []
    first, second = example["ranking"]
    first["rank"], second["rank"] = 2, 1
    said = found(example)
    assert len(said) == 2
    assert "\n".join(said) in PAGE.read_text(encoding="utf-8")


def test_facts_alone_get_points_by_rule():
    units = [{"unit": "a", "lines": unit("a", "42", "A", 1)["lines"]}]
    assert found({"table": TABLE, "units": units}) == []


def verified(path):
    out = StringIO()
    try:
        call_command("verify_ranking", str(path), stdout=out)
    except SystemExit as ended:
        return ended.code, out.getvalue()
    return 0, out.getvalue()


def test_the_command_needs_no_database(tmp_path):
    """Without the mark for the database every query would fail the test."""
    right, wrong, odd = tmp_path / "a.json", tmp_path / "b.json", tmp_path / "c.json"
    right.write_text(json.dumps(FILE), encoding="utf-8-sig")
    wrong.write_text(json.dumps(FILE).replace('"rank": 1', '"rank": 2'), encoding="utf-8")
    odd.write_bytes(b"\xff\xfe\x00")
    assert verified(right) == (0, "khớp\n")
    assert verified(wrong)[0] == 1
    assert verified(wrong)[1].startswith("ranking[0].rank: hạng ghi 2, tính lại là 1.\n")
    assert verified(odd) == (1, "Tệp không phải văn bản UTF-8.\n")
    assert verified(tmp_path / "khong-co.json")[0] == 1
    assert verified(tmp_path)[0] == 1


@pytest.mark.parametrize(("tier", "lost"), [("self", []), ("bloc", ["flag"]), ("appraised", [])])
def test_costs_a_unit_only_what_the_tiers_up_to_the_counting_one_say(tier, lost):
    case = {"no": "1", "rule": "per_case", "params": {"points": "-1", "floor": "-3"}, "excludes": ["flag"]}
    asked = {"no": "2", "rule": "exclusion", "params": {}, "excludes": ["flag"]}
    lines = {
        "1": {"actual": "0", "points": {"self": "0", "bloc": "-1", "appraised": "0"}},
        "2": {"grade": "N", "answers": {"bloc": "Y", "appraised": "N"}},
    }
    _, content = complete(
        {
            "table": {"groups": [{"no": "I", "kind": "penalty", "max_points": "0", "criteria": [case, asked]}]},
            "units": [{"unit": "dong-van", "tier": tier, "lines": lines}],
        }
    )
    assert content["units"][0]["excluded"] == lost
    assert differences(canonical_bytes(content).decode()) == []


PLAIN = {"no": "1", "max_points": "10", "rule": "proportional", "params": {"bonus_cap_percent": "0"}}


def without_bonus(file_format, *actuals):
    """A file of units whose results are held against a plan of 8, where exceeding it earns nothing."""
    table = {"tie_breaks": ["exceeded"], "groups": [{"no": "I", "max_points": "10", "criteria": [PLAIN]}]}
    units = [
        {"unit": f"u{at}", "lines": {"1": {"plan": "8", "actual": actual}}}
        for at, actual in enumerate(actuals, start=1)
    ]
    return complete({"format": file_format, "table": table, "units": units})[1]


def test_counts_targets_exceeded_where_exceeding_earns_nothing():
    content = without_bonus(FORMAT, "8", "16")
    assert [one["totals"]["self"]["exceeded"] for one in content["units"]] == [0, 1]
    assert [(row["unit"], row["rank"], row["parted_by"]) for row in content["ranking"]] == [
        ("u2", 1, ""),
        ("u1", 2, "số chỉ tiêu vượt"),
    ]
    assert found(json.loads(canonical_bytes(content))) == []


def test_a_file_of_the_first_format_is_verified_as_it_was_computed():
    old = json.loads(canonical_bytes(without_bonus("thiduaweb/ranking/1", "8", "16")))
    assert [one["totals"]["self"]["exceeded"] for one in old["units"]] == [0, 0]
    assert [(row["rank"], row["tied"]) for row in old["ranking"]] == [(1, True), (1, True)]
    assert found(old) == []
    assert any("số chỉ tiêu vượt ghi 0, tính lại là 1" in one for one in found(old | {"format": FORMAT}))
