"""Prizes travel with the draft of a new campaign and become its award structure, in one transaction with it."""

import re

import pytest
from django.urls import reverse

from awards.models import AwardTier
from awards.services.structure import structure_lines
from campaigns.creation import prize_forms, prizes_of
from campaigns.drafts import PrizeLine
from campaigns.forms.campaigns import CampaignSheet
from campaigns.models import Campaign
from core.exceptions import Refused
from tests.campaigns.test_campaign_forms import posted, sentences, typed
from tests.factories.awards import BOTH, HONOURS, PRIZES, contest
from tests.factories.campaigns import draft_campaign, launched_campaign

FIRST = PrizeLine("prize", "Giải nhất", quantity=1, value_vnd=500_000_000)


def test_prizes_become_the_structure_for_all_called_blocs(province, at):
    at("2020-12-20")
    campaign = draft_campaign(province, prizes=(FIRST,))
    line = structure_lines(campaign)[0]
    assert (line.form, line.name, line.quantity, line.value_vnd) == ("prize", "Giải nhất", 1, 500_000_000)
    assert (line.bloc_codes, line.counting) == (("khoi-1",), "together")


def test_refused_prizes_leave_no_campaign_behind(province, at):
    at("2020-12-20")
    with pytest.raises(Refused, match="khối la không tham gia phong trào này"):
        draft_campaign(province, prizes=(PrizeLine("prize", "Giải nhất", bloc_codes=("la",)),))
    assert (Campaign.objects.count(), AwardTier.objects.count()) == (0, 0)


def test_a_bloc_plan_promises_no_prizes(province, at):
    at("2020-12-20")
    parent = launched_campaign(province)
    with pytest.raises(Refused, match="không ở kế hoạch riêng của khối"):
        draft_campaign(province, "ke-hoach", parent=parent, bloc=province.bloc, blocs=(), prizes=(FIRST,))


def test_prizes_of_a_campaign_leave_out_what_staff_chose_for_its_year(db):
    found = prizes_of(contest().campaign)
    assert [line.name for line in found] == [line.name for line in (*PRIZES, *HONOURS)]
    assert {line.bloc_codes for line in found} == {BOTH}
    assert (found[0].quantity, found[3].quantity, found[3].counting) == (1, None, "per_bloc")


def test_rows_of_the_page_are_read_with_money_in_full_digits(province):
    rows = [
        {"form": "flag", "name": "Cờ thi đua", "quantity": "2"},
        {"form": "prize", "name": "Giải nhất", "value_vnd": "500.000.000", "bloc_codes": ["khoi-1"]},
    ]
    data = typed(province, prizes=rows)
    sheet = CampaignSheet(posted(data), user=province.staff)
    assert sheet.sentences == []
    assert sheet.draft.prizes == (
        PrizeLine("flag", "Cờ thi đua", quantity=2),
        PrizeLine("prize", "Giải nhất", bloc_codes=("khoi-1",), value_vnd=500_000_000),
    )
    assert [value for value, _ in prize_forms()] == ["prize", "flag", "certificate"]


def test_a_row_for_a_bloc_that_is_not_called_is_pointed_out(province):
    row = {"name": "Giải nhất", "bloc_codes": ["khoi-1"]}
    assert sentences(province, blocs=[], prizes=[row]) == [
        "Giải thưởng dòng 1: “Khối thi đua các huyện số 1” chưa được chọn ở mục “Các khối tham gia”."
    ]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"name": "Giải nhất", "value_vnd": "500 triệu"},
         "Giải thưởng dòng 1: Trị giá mỗi giải (đồng): Hãy nhập số tiền bằng chữ số: 500.000.000"),
        ({"quantity": "2"}, "Giải thưởng dòng 1: chưa có tên giải."),
    ],
)  # fmt: skip
def test_a_row_says_what_is_wrong_with_it(province, row, sentence):
    assert sentences(province, prizes=[row]) == [sentence]


def test_the_page_writes_the_prizes_with_the_campaign_and_shows_no_rows_later(province, at, sign_in):
    at("2020-12-20")
    client = sign_in(province.staff)
    row = {"form": "prize", "name": "Giải nhất", "quantity": "1", "value_vnd": "500.000.000"}
    client.post(reverse("campaigns:write"), typed(province, code="phong-trao", prizes=[row]))
    campaign = Campaign.objects.get(code="phong-trao")
    assert [line.value_vnd for line in structure_lines(campaign)] == [500_000_000]
    assert "prizes-count" not in client.get(reverse("campaigns:edit", args=["phong-trao"])).content.decode()


def test_more_rows_keep_the_ticked_blocs(province, at, sign_in):
    at("2020-12-20")
    data = typed(province, prizes=[{"name": "Giải nhất", "bloc_codes": ["khoi-1"]}], add="prizes")
    page = sign_in(province.staff).post(reverse("campaigns:write"), data)
    rows = page.context["sheet"].prizes.forms
    assert [row["bloc_codes"].value() for row in rows] == [["khoi-1"], None, None, None]
    assert len(re.findall(r'name="prizes-\d+-bloc_codes" value="khoi-1"', page.content.decode())) == len(rows)
