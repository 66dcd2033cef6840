"""The parameters of every rule in words: what a form asks, what a workbook holds, what a page tells (domain.md B8).

Lists are written a row per line as they stand in documents: "trên 98: 5", "từ 97: 4", "từ 5 ngày: -5". Pure.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from core.numbers import NumberRefused, format_decimal, parse_quantity
from scoring.calculation.facts import HUNDRED, Facts, ParamsRefused
from scoring.calculation.rules import RULES, rule_of
from scoring.calculation.rules.deductions import MILESTONE_WORDS

_ROW = re.compile(r"(?P<word>từ|trên)\s+(?P<start>[^:]+?)\s*:\s*(?P<points>\S+)", re.IGNORECASE)
_DAYS = re.compile(r"từ\s+(?P<days>[0-9]+)\s*(ngày)?\s*:\s*(?P<points>\S+)", re.IGNORECASE)
_SIZE = re.compile(r"từ\s+(?P<start>[^|]+?)\s*\|\s*(?P<tiers>.+)", re.IGNORECASE)
TIERS_HELP = "Mỗi dòng một bậc, từ mức cao xuống mức thấp, ví dụ: trên 98: 5 (trên 98 thì 5 điểm) hoặc từ 97: 4."


@dataclass(frozen=True)
class Param:
    """One parameter: ``kind`` says how its text is read; ``choices`` (value, words) for a choice and for ticks.

    Kinds: "number", "share" (typed in percent, kept as a part of one), "choice", "ticks", "text", and lists with a row
    per line: "tiers", "sizes", "points", "brackets". What is not ``required`` may be left empty.
    """

    key: str
    label: str
    kind: str
    help: str = ""
    required: bool = True
    choices: tuple[tuple[str, str], ...] = ()

    @property
    def lines(self) -> bool:
        """Whether the text has several lines."""
        return self.kind in ("tiers", "sizes", "brackets")


OF_PLAN = Param("of", "So với", "choice", choices=(("actual", "số thực hiện"), ("percent", "% kế hoạch")))
BETTER = Param("better", "Tốt hơn khi", "choice", choices=(("higher", "cao hơn"), ("lower", "thấp hơn")))
BONUS = Param(
    "bonus_cap_percent",
    "Thưởng tối đa (% điểm chuẩn)",
    "number",
    "Ghi 0 nếu không thưởng vượt kế hoạch.",
)
RATE = Param(
    "bonus_rate",
    "Vượt kế hoạch 1% được thưởng (% điểm chuẩn)",
    "number",
    "Ví dụ 0,5: vượt 10% được thưởng 5% điểm chuẩn. Để trống là 1.",
    required=False,
)
BY_RANK = Param("points", "Điểm theo thứ hạng", "points", "Từ hạng nhất xuống, cách nhau dấu chấm phẩy: 60; 45; 30.")
PARAMS: dict[str, tuple[Param, ...]] = {
    "proportional": (BONUS, RATE),
    "inverse": (BONUS, RATE),
    "change": (BONUS, RATE),
    "range": (
        Param("low", "Đủ điểm từ", "number"),
        Param("high", "Đến", "number"),
        Param(
            "outside",
            "Ngoài khoảng",
            "choice",
            choices=(("none", "0 điểm"), ("proportional", "theo tỷ lệ so với mức gần nhất")),
        ),
    ),
    "tiers": (
        OF_PLAN,
        Param("tiers", "Các bậc", "tiers", TIERS_HELP),
        Param("otherwise", "Không đạt bậc nào (điểm)", "number", "Để trống là 0 điểm.", required=False),
        Param("no_plan", "Không có kế hoạch (điểm)", "number", "Chỉ khi so với % kế hoạch.", required=False),
    ),
    "tiers_by_size": (
        Param("second", "Đại lượng quyết định quy mô", "text", "Ví dụ: Số hồ sơ đã giải quyết."),
        Param(
            "sizes",
            "Các bậc theo quy mô",
            "sizes",
            "Mỗi dòng một quy mô, bắt đầu từ 0, ví dụ: từ 1.000 | từ 10: 2,5; từ 5: 1.",
        ),
        Param("otherwise", "Không đạt bậc nào (điểm)", "number", "Để trống là 0 điểm.", required=False),
    ),
    "per_step": (
        OF_PLAN,
        Param("start", "Tính từ trên mức", "number"),
        Param("step", "Mỗi bước là", "number"),
        Param("points", "Điểm mỗi bước", "number"),
        Param("cap", "Tối đa (điểm)", "number", "Cùng dấu với điểm mỗi bước."),
    ),
    "graded": tuple(
        Param(grade, f"Mức {grade} (%)", "share", f"Mức {words}: phần trăm điểm chuẩn được hưởng.")
        for grade, words in (("A", "tốt, luôn 100"), ("B", "khá"), ("C", "trung bình"), ("D", "yếu"))
    ),
    "all_or_nothing": (
        Param("by", "Xét đạt theo", "choice", choices=(("answer", "trả lời đạt hay không"), ("plan", "kế hoạch"))),
        Param(
            "better",
            "Khi so với kế hoạch, tốt hơn là",
            "choice",
            choices=(("", "–"), *BETTER.choices),
            required=False,
        ),
    ),
    "rank": (BY_RANK,),
    "half_and_leader": (),
    "rank_in_bloc": (BY_RANK, BETTER),
    "manual": (),
    "per_case": (
        Param("points", "Mỗi trường hợp trừ (số âm)", "number", "Ví dụ -5."),
        Param("floor", "Trừ nhiều nhất (số âm)", "number", "Ví dụ -20."),
    ),
    "late": (
        Param("milestones", "Mốc nộp được xét", "ticks", choices=tuple(MILESTONE_WORDS.items())),
        Param(
            "brackets",
            "Các bậc ngày chậm",
            "brackets",
            "Mỗi dòng một bậc, ví dụ: từ 5 ngày: -5. Để trống thì theo bậc ghi ở mốc thời hạn.",
            required=False,
        ),
    ),
    "exclusion": (),
}
START: dict[str, dict[str, Any]] = {
    "proportional": {"bonus_cap_percent": "10"},
    "inverse": {"bonus_cap_percent": "10"},
    "change": {"bonus_cap_percent": "10"},
    "range": {"low": "7", "high": "8", "outside": "none"},
    "tiers": {"of": "actual", "tiers": [{"over": "98", "points": "5"}, {"from": "97", "points": "4"}]},
    "tiers_by_size": {
        "second": "Số hồ sơ đã giải quyết",
        "sizes": [
            {"from": "0", "tiers": [{"from": "10", "points": "2"}]},
            {"from": "1000", "tiers": [{"from": "10", "points": "2.5"}]},
        ],
    },
    "per_step": {"of": "actual", "start": "90", "step": "1", "points": "0.1", "cap": "0.5"},
    "graded": {"A": "1", "B": "0.85", "C": "0.7", "D": "0.5"},
    "all_or_nothing": {},
    "rank": {"points": ["60", "45", "30", "15", "0"]},
    "half_and_leader": {},
    "rank_in_bloc": {"points": ["60", "45", "30", "15", "0"], "better": "higher"},
    "manual": {},
    "per_case": {"points": "-5", "floor": "-20"},
    "late": {"milestones": ["final_report"], "brackets": [{"from": 5, "points": "-5"}, {"from": 10, "points": "-10"}]},
    "exclusion": {},
}
_PLAN = Facts(plan=Decimal(8), actual=Decimal(9), unit="xã")
_SAMPLES: dict[str, Facts] = {
    "inverse": Facts(plan=Decimal(5), actual=Decimal("4.5"), unit="%"),
    "change": Facts(plan=Decimal(4), actual=Decimal("4.3"), unit="%", change="giảm"),
    "graded": Facts(grade="B"),
    "all_or_nothing": Facts(plan=Decimal(8), actual=Decimal(9), grade="Y"),
    "rank": Facts(ranks=(1, 2, 2)),
    "half_and_leader": Facts(
        plan=Decimal(10), actual=Decimal(15), peers=(Fraction(2), Fraction(3, 2)), unit="vụ", plan_word="Chỉ tiêu"
    ),
    "rank_in_bloc": Facts(actual=Decimal(38), peers=(Fraction(40), Fraction(38), Fraction(30))),
    "per_case": Facts(actual=Decimal(2)),
    "late": Facts(days_late={"final_report": 6, "midterm_report": 6, "register": 6}),
    "exclusion": Facts(grade="N"),
}


def example(key: str, params: Mapping[str, Any], max_points: Decimal) -> str:
    """The sentence that the rule gives for made-up facts: what a unit will read; "" while the params do not fit."""
    try:
        rule = rule_of(key, params)
    except ParamsRefused:
        return ""
    return rule.score(_sample(key, params), max_points=max_points, step=Decimal("0.01")).sentence


def written(key: str, params: Mapping[str, Any]) -> str:
    """The parameters in one line: "Thưởng tối đa (% điểm chuẩn): 10"; "" for a rule that has none."""
    known = ((one, params.get(one.key)) for one in PARAMS.get(key, ()))
    return " · ".join(
        f"{one.label}: {text_of(one, value).replace(chr(10), '; ')}" for one, value in known if value not in (None, "")
    )


def in_cell(key: str, params: Mapping[str, Any]) -> str:
    """The parameters as a cell of a workbook holds them: a parameter per line, "Từ: 7"."""
    known = ((one, params.get(one.key)) for one in PARAMS.get(key, ()))
    rows = ((one, text_of(one, value)) for one, value in known if value not in (None, ""))
    return "\n".join(f"{one.label}: {text.replace(chr(10), ' / ')}" for one, text in rows)


def from_cell(key: str, text: str) -> dict[str, Any]:
    """The parameters that a cell says; ParamsRefused names all that is missing, not known or cannot be."""
    by_label = {one.label.casefold(): one for one in PARAMS[key]}
    texts: dict[str, str] = {}
    faults: list[str] = []
    for row in filter(None, (row.strip() for row in text.splitlines())):
        label = next((known for known in by_label if row.casefold().startswith(f"{known}:")), None)
        if label is None:
            offered = "; ".join(one.label for one in PARAMS[key]) or "không có tham số nào"
            faults.append(f"không rõ “{row}”. Cách tính “{RULES[key].label}” có: {offered}")
        else:
            texts[by_label[label].key] = row[len(label) + 1 :].strip()
    for one in PARAMS[key]:
        try:
            value_of(one, texts.get(one.key, ""))
        except ParamsRefused as refusal:
            faults.append(refusal.sentence)
    if faults:
        raise ParamsRefused(" ".join(f"{one.rstrip('.')}." for one in faults))
    return params_of(key, texts)


def text_of(param: Param, value: Any) -> str:
    """A stored parameter as a person types it; "" for none. Ticks as their words."""
    if value is None:
        return ""
    if param.kind in ("choice", "ticks"):
        words = dict(param.choices)
        return "; ".join(words.get(one, str(one)) for one in ([value] if isinstance(value, str) else value))
    return _WRITERS[param.kind](value)


def value_of(param: Param, text: str) -> Any:
    """What was typed as it is stored, None when it is empty; ParamsRefused with the sentence."""
    text = text.strip()
    if not text:
        if param.required and param.kind != "choice":  # a choice left out is its first
            raise ParamsRefused(f"{param.label}: chưa ghi.")
        return None
    try:
        return _of_words(param, text) if param.kind in ("choice", "ticks") else _READERS[param.kind](text)
    except (ParamsRefused, NumberRefused) as refusal:
        raise ParamsRefused(f"{param.label}: {refusal.sentence}") from refusal


def params_of(key: str, texts: Mapping[str, str]) -> dict[str, Any]:
    """All parameters of a rule from their texts; ParamsRefused also where the rule does not take them."""
    found = {one.key: value_of(one, texts.get(one.key, "")) for one in PARAMS[key]}
    params = {name: value for name, value in found.items() if value is not None}
    if key == "all_or_nothing" and params.get("by") == "answer":
        params.pop("better", None)
    rule_of(key, params)
    return params


def rule_key(text: str) -> str:
    """The rule with this name or key; ParamsRefused with all names."""
    wanted = text.strip().casefold()
    found = next((key for key, kind in RULES.items() if wanted in (key, kind.label.casefold())), None)
    if found is None:
        raise ParamsRefused(
            f"Không có cách tính “{text}”. Các cách tính: {'; '.join(r.label for r in RULES.values())}."
        )
    return found


def _sample(key: str, params: Mapping[str, Any]) -> Facts:
    if key == "tiers" and params.get("of") != "percent":
        return Facts(actual=_first(params["tiers"]))
    if key == "tiers_by_size":
        size = params["sizes"][-1]
        return Facts(actual=_first(size["tiers"]), second=Decimal(size["from"]) + 500)
    if key == "per_step" and params.get("of") != "percent":
        return Facts(actual=Decimal(params["start"]) + 3 * Decimal(params["step"]))
    if key == "range":
        return Facts(actual=Decimal(params["low"]))
    return _SAMPLES.get(key, _PLAN)


def _first(rows: Any) -> Decimal:
    row = rows[0]
    return Decimal(row["from"]) if "from" in row else Decimal(row["over"]) + 1


def _of_words(param: Param, text: str) -> Any:
    keys = {words.casefold(): key for key, words in param.choices} | {key: key for key, _ in param.choices}
    parts = [part.strip() for part in text.split(";") if part.strip()]
    unknown = [part for part in parts if part.casefold() not in keys]
    if unknown or (param.kind == "choice" and len(parts) != 1):
        offered = "; ".join(words for _, words in param.choices)
        raise ParamsRefused(f"không rõ “{text}”, chỉ nhận: {offered}.")
    found = [keys[part.casefold()] for part in parts]
    return found if param.kind == "ticks" else found[0]


def _number(text: str) -> str:
    return f"{parse_quantity(text).normalize():f}"


def _shown(value: Any) -> str:
    return format_decimal(Decimal(str(value)))


def _tiers(text: str) -> list[dict[str, str]]:
    rows = [row.strip() for row in re.split(r"[\n;/]", text) if row.strip()]
    found = []
    for row in rows:
        match = _ROW.fullmatch(row)
        if match is None:
            raise ParamsRefused(f"không đọc được “{row}”; viết “trên 98: 5” hoặc “từ 97: 4”.")
        start = "over" if match["word"].lower() == "trên" else "from"
        found.append({start: _number(match["start"].rstrip("%")), "points": _number(match["points"])})
    return found


def _tiers_text(rows: Any, between: str = "\n") -> str:
    return between.join(
        f"{'trên' if 'over' in row else 'từ'} {_shown(row.get('over', row.get('from')))}: {_shown(row['points'])}"
        for row in rows
    )


def _sizes(text: str) -> list[dict[str, Any]]:
    found = []
    for row in filter(None, (row.strip() for row in re.split(r"[\n/]", text))):
        match = _SIZE.fullmatch(row)
        if match is None:
            raise ParamsRefused(f"không đọc được “{row}”; viết “từ 1.000 | từ 10: 2,5; từ 5: 1”.")
        found.append({"from": _number(match["start"]), "tiers": _tiers(match["tiers"])})
    return found


def _brackets(text: str) -> list[dict[str, Any]]:
    found = []
    for row in filter(None, (row.strip() for row in re.split(r"[\n;/]", text))):
        match = _DAYS.fullmatch(row)
        if match is None:
            raise ParamsRefused(f"không đọc được “{row}”; viết “từ 5 ngày: -5”.")
        found.append({"from": int(match["days"]), "points": _number(match["points"])})
    return found


_READERS: dict[str, Callable[[str], Any]] = {
    "number": _number,
    "share": lambda text: f"{(parse_quantity(text) / HUNDRED).normalize():f}",
    "text": lambda text: text,
    "tiers": _tiers,
    "sizes": _sizes,
    "points": lambda text: [_number(part) for part in text.split(";") if part.strip()],
    "brackets": _brackets,
}
_WRITERS: dict[str, Callable[[Any], str]] = {
    "number": _shown,
    "share": lambda value: _shown(Decimal(value) * HUNDRED),
    "text": str,
    "tiers": _tiers_text,
    "sizes": lambda rows: "\n".join(f"từ {_shown(row['from'])} | {_tiers_text(row['tiers'], '; ')}" for row in rows),
    "points": lambda rows: "; ".join(_shown(row) for row in rows),
    "brackets": lambda rows: "\n".join(f"từ {row['from']} ngày: {_shown(row['points'])}" for row in rows),
}
