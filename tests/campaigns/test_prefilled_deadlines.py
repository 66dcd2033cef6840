"""Deadlines of new campaigns that start from what exists: when they are due, and whom they bind."""

from dataclasses import replace
from datetime import date, time

import pytest

from campaigns.drafts import MilestoneLine
from campaigns.enums import Audience, Reading, SubmissionKind
from campaigns.prefills import below, copied, copy_of, moved, placed_below
from campaigns.services import campaigns as services
from campaigns.services import extensions
from tests.campaigns.test_prefills import next_year
from tests.factories.campaigns import launched_campaign
from tests.factories.ground import bloc, district, second_staff
from tests.support.dates import on

ENDS = MilestoneLine(kind=SubmissionKind.REGISTER, name="Mốc", day=date(2021, 1, 9), reading=Reading.END_OF_DAY)


@pytest.mark.parametrize(
    ("line", "until"),
    [
        (replace(ENDS, printed_on=date(2021, 1, 9)), ("2021-01-15 17:00", "2021-01-20 00:00")),
        (replace(ENDS, printed_on=date(2020, 1, 9)), ("2021-01-15 17:00",)),  # a slip of the print
        (ENDS, ("2021-01-20 00:00",)),
        (replace(ENDS, reading=Reading.BEFORE_DAY, printed_on=date(2021, 1, 9)), ("2021-01-15 17:00",)),
        (replace(ENDS, reading=Reading.BEFORE_DAY), ("2021-01-20 00:00", "2021-01-21 00:00")),
        (replace(ENDS, reading=Reading.BY_HOUR, hour=time(11, 30)), ("2021-01-20 00:00",)),
    ],
)
def test_copies_take_the_deadlines_that_held_before_they_were_put_off(province, at, line, until):
    at("2020-12-20")
    campaign = launched_campaign(province, milestones=(line,))
    [milestone], second = campaign.milestones.all(), second_staff(province)
    for new_due_at in map(on, until):
        asked = extensions.request_extension(
            milestone=milestone, unit=None, new_due_at=new_due_at, reason="Mưa lũ.", by=province.staff
        )
        extensions.grant_extension(extension_id=asked.pk, by=second)
    next_year(province)
    [again], [passed_on] = (
        copy_of(campaign, 2022).milestones,
        below(campaign, bloc=province.bloc, authority=province.authority).milestones,
    )
    assert (again.day, again.reading, again.hour) == (moved(line.day, 1), line.reading, line.hour)
    assert (passed_on.day, passed_on.reading, passed_on.hour) == (line.day, line.reading, line.hour)


def test_what_was_put_off_for_one_unit_changes_no_copy(province, at):
    at("2020-12-20")
    campaign = launched_campaign(province, milestones=(ENDS,))
    asked = extensions.request_extension(
        milestone=campaign.milestones.get(), unit=province.unit, new_due_at=on("2021-01-15 17:00"), reason="Mưa lũ.",
        by=province.staff,
    )  # fmt: skip
    extensions.grant_extension(extension_id=asked.pk, by=second_staff(province))
    [line] = below(campaign, bloc=province.bloc, authority=province.authority).milestones
    assert (line.day, line.reading, line.hour) == (ENDS.day, ENDS.reading, None)


@pytest.fixture
def narrow(province, at):
    """Two blocs of 2021, of which the first sits in 2022; deadlines for both, for the second, and for everybody."""
    at("2020-12-20")
    second = bloc("khoi-2", "Khối số 2", province.authority, (district("vi-xuyen", "Vị Xuyên", province.authority),))
    chosen = replace(ENDS, audience=Audience.BLOCS)
    lines = (
        replace(chosen, name="Cả hai khối", blocs=(province.bloc, second)),
        replace(chosen, kind=SubmissionKind.MIDTERM_REPORT, name="Chỉ khối 2", blocs=(second,)),
        replace(ENDS, kind=SubmissionKind.FINAL_REPORT, name="Mọi đơn vị"),
    )
    next_year(province)
    return launched_campaign(province, blocs=(province.bloc, second), milestones=lines)


WIDENED = "Mốc “Chỉ khối 2” vốn chỉ dành cho khối không được mời nữa, nay ghi là mọi đơn vị phải nộp; hãy xem lại."


def test_copies_bind_called_blocs_only(province, narrow):
    prefill = copied(narrow, 2022)
    found = [(line.audience, line.blocs) for line in prefill.draft.milestones]
    assert found == [("blocs", (province.bloc,)), ("all", ()), ("all", ())]
    assert [hint for hint in prefill.hints if hint.startswith("Mốc “") and "ngày nghỉ" not in hint] == [WIDENED]
    services.create_campaign(
        by=province.staff, authority=province.authority, code="nam-sau", draft=prefill.draft
    )  # which refuses deadlines of blocs that are not called


def test_drafts_below_bind_their_own_bloc_only(province, narrow):
    prefill = placed_below(narrow, bloc=province.bloc, authority=province.authority)
    found = [(line.audience, line.blocs) for line in prefill.draft.milestones]
    assert found == [("blocs", (province.bloc,)), ("all", ()), ("all", ())]
    assert WIDENED in prefill.hints
    services.create_campaign(by=province.staff, authority=province.authority, code="ke-hoach", draft=prefill.draft)
    lower = placed_below(narrow, bloc=None, authority=province.authority).draft
    assert [(line.audience, line.blocs) for line in lower.milestones] == [("all", ())] * 3
