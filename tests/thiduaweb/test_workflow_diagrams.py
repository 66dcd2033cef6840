"""The drawings of the workflows: what they hold, and that the stored ones are up to date."""

import pytest
from django.core.management import CommandError, call_command

from campaigns.workflow import SUBMISSION
from scoring.workflow import APPEAL
from tests.support.project import ROOT
from thiduaweb.management.commands.workflow_diagrams import diagram, page, tables


def test_diagram_draws_states_with_their_owners_beginnings_moves_and_ends():
    assert diagram(SUBMISSION) == "\n".join(
        [
            "stateDiagram-v2",
            "    draft: Bản nháp (đơn vị)",
            "    submitted: Chờ duyệt (nơi nhận)",
            "    returned: Trả lại (đơn vị)",
            "    accepted: Đã duyệt (cơ quan thường trực)",
            "    [*] --> draft",
            "    draft --> submitted: nộp",
            "    returned --> submitted: nộp",
            "    returned --> submitted: lấy lại bản đã nộp",
            "    submitted --> returned: trả lại",
            "    submitted --> accepted: duyệt",
            "    accepted --> submitted: mở lại",
        ]
    )
    assert "    granted --> [*]" in diagram(APPEAL).splitlines()


def test_every_floor_with_a_table_is_drawn():
    assert {floor for floor, _ in tables()} == {"campaigns", "scoring", "awards"}


def test_the_stored_drawings_are_up_to_date():
    call_command("workflow_diagrams", check=ROOT / "docs" / "workflows.md")


def test_check_of_a_stale_file_fails_and_says_what_to_do(tmp_path):
    stale = tmp_path / "workflows.md"
    stale.write_text("cũ", encoding="utf-8")
    with pytest.raises(CommandError, match="workflow_diagrams --write"):
        call_command("workflow_diagrams", check=stale)


def test_check_of_a_missing_file_fails(tmp_path):
    with pytest.raises(CommandError, match="đã cũ"):
        call_command("workflow_diagrams", check=tmp_path / "none.md")


def test_write_makes_a_file_that_checks(tmp_path):
    call_command("workflow_diagrams", write=tmp_path / "workflows.md")
    call_command("workflow_diagrams", check=tmp_path / "workflows.md")
    assert (tmp_path / "workflows.md").read_text(encoding="utf-8") == page()


def test_without_a_file_it_prints(capsys):
    call_command("workflow_diagrams")
    assert capsys.readouterr().out == page()
