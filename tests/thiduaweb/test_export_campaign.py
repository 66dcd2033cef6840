"""The five founding documents go in as JSON and come out as a reader finds them in print."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from blocs.models import Bloc
from campaigns.models import Campaign, Content, Extension, Milestone, Target
from core import clock
from core.models import AuditEvent
from tests.support.dates import on
from thiduaweb.campaign_data import export_campaign, load_campaign
from thiduaweb.demo import fixtures, ground

TRUTH = Path(__file__).resolve().parents[1] / "data" / "truth"
PROGRAMME = "ha-giang-2021-chuong-trinh-273"
PLAN = "ha-giang-2021-khoi-tong-hop-ke-hoach-632"


@pytest.fixture
def documents(at) -> None:
    at("2020-12-20")
    ground.lay()


@pytest.mark.parametrize("code", fixtures.CAMPAIGNS)
def test_export_gives_what_the_document_prints(documents, code):
    truth = json.loads((TRUTH / f"{code}.json").read_text(encoding="utf-8"))
    exported = export_campaign(code)
    assert exported == truth
    assert list(exported) == list(truth)


def test_load_twice_changes_nothing(documents):
    def state() -> list[int]:
        return [model.objects.count() for model in (Campaign, Target, Milestone, Content, AuditEvent)]

    before = state()
    data = fixtures.campaign(PLAN) | {"code": PLAN}
    load_campaign(data, by=ground.staff_of("hg-ubnd"))
    assert state() == before


def test_load_keeps_the_misprinted_date_beside_the_one_that_is_meant(documents):
    milestone = Milestone.objects.get(campaign__code=PLAN, kind="midterm_report")
    assert milestone.printed_on.isoformat() == "2020-06-20"
    assert milestone.due_at.astimezone(clock.VIETNAM).isoformat() == "2021-06-20T00:00:00+07:00"
    assert milestone.remark.startswith("Văn bản in “20/6/2020” trong khi đây là kế hoạch năm 2021")


def test_load_makes_passages_of_movements_duties_and_quarters(documents):
    headings = list(Content.objects.filter(campaign__code=PLAN).values_list("heading", flat=True))
    assert headings[-9:] == [
        "Danh sách phong trào thi đua chuyên đề",
        "Hoạt động Quý I",
        "Hoạt động Quý II",
        "Hoạt động Quý III",
        "Hoạt động Quý IV",
        "Nhiệm vụ của Trưởng khối",
        "Nhiệm vụ của Phó Trưởng khối",
        "Nhiệm vụ của các đơn vị thành viên",
        "Báo cáo không ghi ngày cụ thể",
    ]


def test_load_calls_the_blocs_of_the_authority_and_none_for_a_plan(documents):
    called = {one.code: sorted(one.blocs.values_list("code", flat=True)) for one in Campaign.objects.all()}
    assert called == {
        "ha-giang-2021-chuong-trinh-273": ["huyen-1", "huyen-2", "so-ban-nganh-1", "tong-hop"],
        PLAN: [],
        "cao-bang-2021-chi-thi-01": ["cb-huyen-1", "cb-so-nganh-1"],
        "tuan-giao-2021-chi-thi": ["tg-co-quan-1", "tg-xa-1"],
        "bac-giang-2024-ke-hoach": ["bg-huyen-1", "bg-so-nganh-1"],
    }


def test_export_leaves_out_deadlines_that_staff_added(documents):
    Milestone.objects.filter(campaign__code=PLAN, kind="midterm_report").update(printed_on=None)
    assert [deadline["date"] for deadline in export_campaign(PLAN)["deadlines"]] == ["2021-12-05"]


MORE = {
    "hour": "17:00",
    "opens_on": "2021-06-01",
    "audience": "blocs",
    "blocs": ["huyen-1"],
    "accepts_late": False,
    "brackets": [{"from_day": 5, "points": "-5"}, {"from_day": 10, "points": "-7.5"}],
}


def test_what_a_deadline_sets_besides_its_day_goes_in_and_comes_out(documents):
    data = fixtures.campaign(PROGRAMME) | {"code": "phong-trao-moi", "awards": []}
    first = data["deadlines"][0] | MORE | {"reading": "by_hour", "date": "2021-06-30"}
    data = data | {"deadlines": [first, data["deadlines"][1]]}
    milestone = load_campaign(data, by=ground.staff_of("hg-ubnd")).milestones.get(position=1)
    assert (milestone.due_at, milestone.opens_at) == (on("2021-06-30 17:00"), on("2021-06-01 00:00"))
    assert [bloc.code for bloc in milestone.blocs.all()] == ["huyen-1"]
    assert (milestone.audience, milestone.accepts_late) == ("blocs", False)
    assert export_campaign("phong-trao-moi")["deadlines"] == [
        {"what": first["what"], "date": "2021-06-30", **MORE},
        {key: data["deadlines"][1][key] for key in ("what", "date")},
    ]


def test_export_leaves_out_that_a_deadline_was_put_off(documents):
    before = export_campaign(PROGRAMME)
    milestone = Milestone.objects.filter(campaign__code=PROGRAMME).earliest("due_at")
    Extension.objects.create(
        milestone=milestone, old_due_at=milestone.due_at, new_due_at=on("2021-12-31 17:00"), reason="Mưa lũ",
        requested_at=on("2021-01-05 09:00"), requested_by=ground.staff_of("hg-ubnd"), cause="incident",
        state="granted", decided_at=on("2021-01-05 10:00"), decided_by=ground.staff_of("hg-ubnd"),
    )  # fmt: skip
    Milestone.objects.filter(pk=milestone.pk).update(due_at=on("2021-12-31 17:00"), reading="by_hour")
    assert export_campaign(PROGRAMME) == before


def test_load_refuses_the_code_of_an_unknown_bloc(documents):
    data = fixtures.campaign(PROGRAMME) | {"code": "phong-trao-moi", "awards": []}
    wrong = data["deadlines"][0] | {"audience": "blocs", "blocs": ["huyen-1", "khong-co"]}
    with pytest.raises(Bloc.DoesNotExist):
        load_campaign(data | {"deadlines": [wrong]}, by=ground.staff_of("hg-ubnd"))


def test_command_prints_json(documents):
    out = StringIO()
    call_command("export_campaign", PLAN, "--json", stdout=out)
    assert json.loads(out.getvalue()) == export_campaign(PLAN)


def test_command_refuses_an_unknown_code(db):
    with pytest.raises(CommandError) as refused:
        call_command("export_campaign", "khong-co", "--json")
    assert str(refused.value) == "Không có phong trào mang mã “khong-co”."
