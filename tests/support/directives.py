"""How well the reader reads: targets right, missed and invented, counted against what a person read by hand."""

import json
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from campaigns.directive import Directive, read

DATA = Path(__file__).resolve().parents[1] / "data"
FOUNDING = DATA / "directives" / "founding"
TRUTH = DATA / "truth"


class Count(NamedTuple):
    right: int
    missed: int
    invented: int


def key(op, value, value_max, unit, bound):
    """What must agree in a target; labels and names are compared by eye."""
    number = str(Decimal(value)) if value is not None else None
    number_max = str(Decimal(value_max)) if value_max is not None else None
    return str(op), number, number_max, " ".join((unit or "").split()), bound or ""


def expected(truth: dict) -> Counter:
    return Counter(
        key(t["op"], t["value"], t.get("value_max"), t.get("unit"), t.get("bound"))
        for one in truth["indicators"]
        for t in one["targets"]
    )


def found(directive: Directive) -> Counter:
    return Counter(
        key(t.op.value, t.value, t.value_max, t.unit, t.bound) for one in directive.indicators for t in one.targets
    )


def count(text: str, truth: dict) -> Count:
    wanted, got = expected(truth), found(read(text))
    right = sum((wanted & got).values())
    return Count(right, sum(wanted.values()) - right, sum(got.values()) - right)


def pairs(texts: Path, truths: Path):
    """(name, text, truth) of every document of a folder."""
    for path in sorted(texts.glob("*.txt")):
        truth = json.loads((truths / f"{path.stem}.json").read_text(encoding="utf-8"))
        yield path.stem, path.read_text(encoding="utf-8-sig"), truth


def measure(texts: Path, truths: Path) -> dict[str, Count]:
    return {name: count(text, truth) for name, text, truth in pairs(texts, truths)}


def main() -> None:
    """``python -m tests.support.directives [FOLDER]``: counts for each document, by numbers only."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOUNDING
    counts = measure(folder, folder if len(sys.argv) > 1 else TRUTH)
    for name, one in counts.items():
        sys.stdout.write(f"{name:50} right {one.right:3}  missed {one.missed:3}  invented {one.invented:3}\n")
    total = [sum(column) for column in zip(*counts.values(), strict=True)]
    sys.stdout.write(f"total: right {total[0]}, missed {total[1]}, invented {total[2]}\n")


if __name__ == "__main__":
    main()
