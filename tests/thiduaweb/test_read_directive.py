"""The command that reads a launching document prints the keys and values of the truth files."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.support.directives import FOUNDING, TRUTH

CODE = "ha-giang-2021-chuong-trinh-273"


def printed(*arguments):
    out = StringIO()
    call_command("read_directive", *arguments, stdout=out)
    return out.getvalue()


def test_json():
    data = json.loads(printed(str(FOUNDING / f"{CODE}.txt"), "--json"))
    truth = json.loads((TRUTH / f"{CODE}.json").read_text(encoding="utf-8"))
    assert set(truth) - {"notes"} <= set(data)
    assert data["title"] == truth["title"]
    (target,) = data["indicators"][4]["targets"]
    assert (target["value"], target["unit"], target["confidence"]) == ("4.0", "%", "sure")
    text = (FOUNDING / f"{CODE}.txt").read_text(encoding="utf-8")
    assert text[target["source"]["start"] : target["source"]["end"]] == "Tỷ lệ hộ nghèo giảm 4,0%"


def test_summary():
    lines = printed(str(FOUNDING / f"{CODE}.txt")).splitlines()
    assert "Chỉ tiêu: 17 dòng, 18 mức" in lines
    assert any(line.startswith("Hạn 2021-01-10") for line in lines)


def test_a_byte_order_mark_is_no_text(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes("\ufeffKẾ HOẠCH\nThi đua năm 2021\n".encode())
    assert json.loads(printed(str(path), "--json"))["title"] == "Thi đua năm 2021"


def test_files_that_cannot_be_read(tmp_path):
    with pytest.raises(CommandError, match="Không mở được"):
        printed(str(tmp_path / "none.txt"))
    (tmp_path / "b.txt").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CommandError, match="UTF-8"):
        printed(str(tmp_path / "b.txt"))
