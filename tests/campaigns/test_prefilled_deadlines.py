"""Deadlines of new campaigns that start from what exists: when they are due, and whom they bind."""

from dataclasses import replace
from datetime import date, time

import pytest

from campaigns.drafts import MilestoneLine, asked_twice
from campaigns.enums import Addressee, Audience, Reading, SubmissionKind
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
    found = [(line.name, line.audience, line.blocs) for line in prefill.draft.milestones]
    assert found == [("Cả hai khối", "blocs", (province.bloc,)), ("Mọi đơn vị", "all", ())]
    assert [hint for hint in prefill.hints if "khối 2" in hint] == []
    services.create_campaign(by=province.staff, authority=province.authority, code="ke-hoach", draft=prefill.draft)


def test_a_lower_campaign_binds_everybody_and_says_so(province, narrow):
    lower = placed_below(narrow, bloc=None, authority=province.authority)
    assert [(line.audience, line.blocs) for line in lower.draft.milestones] == [("all", ())] * 3
    assert [hint for hint in lower.hints if "cấp trên chỉ" in hint] == [
        f"Mốc “{name}” của phong trào cấp trên chỉ dành cho một số khối, nay ghi là mọi đơn vị phải nộp; hãy xem lại."
        for name in ("Cả hai khối", "Chỉ khối 2")
    ]


@pytest.fixture
def apart(province, at):
    """Three blocs of 2021, of which the first sits in 2022, each with a deadline of its own for the register."""
    at("2020-12-20")
    blocs = (
        province.bloc,
        bloc("khoi-2", "Khối số 2", province.authority, (district("vi-xuyen", "Vị Xuyên", province.authority),)),
        bloc("khoi-3", "Khối số 3", province.authority, (district("bac-me", "Bắc Mê", province.authority),)),
    )
    lines = tuple(
        replace(ENDS, name=f"Khối {at}", day=date(2021, 1, 15 - at), audience=Audience.BLOCS, blocs=(one,))
        for at, one in enumerate(blocs, start=1)
    )
    next_year(province)
    return launched_campaign(province, blocs=blocs, milestones=lines)


def left_out(name: str, whose: str = "vốn chỉ dành cho khối không được mời nữa") -> str:
    return f"Mốc “{name}” {whose} nên đã được lược bỏ; đã có mốc khác cho cùng loại hồ sơ và cùng nơi nhận."


def saved(province, draft) -> list[str]:
    """The names of the deadlines of ``draft`` once it is stored."""
    new = services.create_campaign(by=province.staff, authority=province.authority, code="ban-moi", draft=draft)
    return [line.name for line in new.milestones.order_by("position")]


def test_copies_leave_out_what_another_deadline_asks_for(province, apart):
    prefill = copied(apart, 2022)
    assert [hint for hint in prefill.hints if hint.startswith("Mốc “") and "ngày nghỉ" not in hint] == [
        left_out("Khối 2"),
        left_out("Khối 3"),
    ]
    [line] = prefill.draft.milestones
    assert (line.audience, line.blocs) == ("blocs", (province.bloc,))
    assert saved(province, prefill.draft) == ["Khối 1"]


def test_copies_widen_the_earliest_where_no_other_deadline_remains(province, apart):
    apart.milestones.filter(name="Khối 1").delete()
    prefill = copied(apart, 2022)
    widened = "Mốc “Khối 3” vốn chỉ dành cho khối không được mời nữa, nay ghi là mọi đơn vị phải nộp; hãy xem lại."
    assert [hint for hint in prefill.hints if "vốn chỉ" in hint] == [widened, left_out("Khối 2")]
    assert {line.audience for line in prefill.draft.milestones} == {"all"}
    assert saved(province, prefill.draft) == ["Khối 3"]


def test_copies_keep_deadlines_of_another_kind_or_addressee(province, at, apart):
    second = apart.milestones.get(name="Khối 2")
    second.addressee = Addressee.BLOC_LEADER
    second.save()
    assert [(line.name, line.audience) for line in copy_of(apart, 2022).milestones] == [
        ("Khối 1", "blocs"),
        ("Khối 2", "all"),
    ]


def test_a_plan_takes_the_deadline_of_its_own_bloc_of_several(province, apart):
    draft = placed_below(apart, bloc=province.bloc, authority=province.authority).draft
    assert saved(province, draft) == ["Khối 1"]


def test_a_lower_campaign_takes_one_deadline_of_several_for_blocs(province, apart):
    prefill = placed_below(apart, bloc=None, authority=province.authority)
    above = "của phong trào cấp trên chỉ dành cho một số khối"
    assert [hint for hint in prefill.hints if "lược bỏ" in hint] == [
        left_out("Khối 1", above),
        left_out("Khối 2", above),
    ]
    assert [(line.name, line.audience) for line in prefill.draft.milestones] == [("Khối 3", "all")]


UP = replace(ENDS, kind=SubmissionKind.FINAL_REPORT, name="Lên tỉnh", day=date(2021, 12, 10))
ASIDE = replace(UP, name="Cho Trưởng khối", day=date(2021, 11, 20), addressee=Addressee.BLOC_LEADER)


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        (UP, ASIDE, "Cho Trưởng khối"),
        (ASIDE, UP, "Cho Trưởng khối"),
        (replace(UP, day=date(2021, 11, 1)), ASIDE, "Lên tỉnh"),
        (replace(UP, audience=Audience.LEADERS, day=date(2021, 11, 1)), ASIDE, "Cho Trưởng khối"),
        (replace(UP, name="Cho Trưởng khối", day=ASIDE.day), ASIDE, "Cho Trưởng khối"),
    ],
)
def test_a_plan_asks_once_for_what_its_leader_passes_on(province, at, first, second, found):
    at("2020-12-20")
    parent = launched_campaign(province, milestones=(first, second))
    prefill = placed_below(parent, bloc=province.bloc, authority=province.authority)
    assert [line.addressee for line in prefill.draft.milestones] == [Addressee.BLOC_LEADER]
    assert saved(province, prefill.draft) == [found]


def test_a_deadline_of_the_own_bloc_and_one_for_everybody_are_one_in_a_plan(province, at):
    at("2020-12-20")
    own = replace(ASIDE, audience=Audience.BLOCS, blocs=(province.bloc,))
    parent = launched_campaign(province, milestones=(UP, own))
    assert saved(province, below(parent, bloc=province.bloc, authority=province.authority)) == ["Cho Trưởng khối"]


def test_prefills_say_at_once_what_will_be_refused(province, at):
    at("2020-12-20")
    campaign = launched_campaign(province, milestones=(UP, ASIDE))
    campaign.milestones.update(addressee=Addressee.STANDING_BODY)  # as older campaigns may be
    next_year(province)
    for prefill in (copied(campaign, 2022), placed_below(campaign, bloc=None, authority=province.authority)):
        [sentence] = asked_twice(prefill.draft.milestones)
        assert prefill.hints[-1] == sentence
