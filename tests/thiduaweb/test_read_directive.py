"""The command that reads a launching document prints the keys and values of the truth files."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from docx import Document

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


def test_a_word_file_carries_its_text_along(tmp_path):
    document, path = Document(), tmp_path / "ke-hoach.docx"
    for line in ("KẾ HOẠCH", "Phát động thi đua năm 2021", "I. CHỈ TIÊU", "1. Thu ngân sách đạt 2.700 tỷ đồng."):
        document.add_paragraph(line)
    document.save(str(path))
    data = json.loads(printed(str(path), "--json"))
    (target,) = data["indicators"][0]["targets"]
    assert data["text"][target["source"]["start"] : target["source"]["end"]] == "Thu ngân sách đạt 2.700 tỷ đồng"


def test_an_old_font_is_pointed_out_not_converted(tmp_path):
    path = tmp_path / "cu.txt"
    path.write_text("KÕ ho¹ch ph¸t ®éng phong trµo thi ®ua n¨m 2021\nThu ng©n s¸ch ®¹t 2.700 tû ®ång", encoding="utf-8")
    assert "phông cũ (TCVN3)" in printed(str(path))


def test_files_that_cannot_be_read(tmp_path):
    with pytest.raises(CommandError, match="Không mở được"):
        printed(str(tmp_path / "none.txt"))
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.4 cut off")
    with pytest.raises(CommandError, match="tải dở"):
        printed(str(tmp_path / "b.pdf"))
