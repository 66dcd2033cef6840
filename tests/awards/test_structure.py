"""The award structure: written once, the same again changes nothing, contradictions are refused with their line."""

from dataclasses import replace

import pytest

from awards.enums import Counting
from awards.models import AwardTier, Proposal
from awards.services.proposals import nominate, propose
from awards.services.structure import choose_places, set_structure, structure_lines
from core.exceptions import Refused
from core.models import AuditEvent
from tests.factories.awards import BASIS, HONOURS, PRIZES, contest, publish

TOTALS = {"dong-van": "90", "meo-vac": "80", "yen-minh": "70", "quan-ba": "95", "vi-xuyen": "85", "xin-man": "75"}


@pytest.fixture
def world(db):
    return contest()


def test_set_structure_keeps_every_line(world):
    assert structure_lines(world.campaign) == PRIZES + HONOURS


def test_set_structure_again_changes_nothing(world):
    before = list(AwardTier.objects.order_by("pk").values_list("pk", flat=True))
    set_structure(campaign=world.campaign, lines=PRIZES + HONOURS, by=world.province.staff)
    assert list(AwardTier.objects.order_by("pk").values_list("pk", flat=True)) == before
    assert AuditEvent.objects.filter(event="award.structure_set").count() == 1


def test_set_structure_takes_open_nominations_back(world):
    publish(world, TOTALS)
    nominate(campaign=world.campaign, by=world.province.staff)
    set_structure(campaign=world.campaign, lines=PRIZES, by=world.province.staff)
    assert Proposal.objects.count() == 0
    assert structure_lines(world.campaign) == PRIZES


def test_set_structure_refuses_once_put_forward(world):
    publish(world, TOTALS)
    nominate(campaign=world.campaign, by=world.province.staff)
    propose(campaign=world.campaign, by=world.province.staff)
    with pytest.raises(Refused) as refusal:
        set_structure(campaign=world.campaign, lines=PRIZES, by=world.province.staff)
    assert refusal.value.reason == (
        "Đã trình hoặc đã có quyết định khen thưởng nên không sửa được cơ cấu giải thưởng nữa."
    )


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (replace(PRIZES[1], bloc_codes=()), "Dòng 2 (Giải nhì): chưa chọn khối được xét."),
        (replace(PRIZES[1], bloc_codes=("la",)), "Dòng 2 (Giải nhì): khối la không tham gia phong trào này."),
        (replace(HONOURS[0], basis=""), "Dòng 2 (Cờ thi đua của tỉnh): số lượng tự chọn phải nêu căn cứ."),
        (
            replace(PRIZES[1], counting=Counting.PER_BLOC),
            "Dòng 2 (Giải nhì) và “Giải nhất” cùng xét một khối nên phải có cùng các khối được xét "
            "và cùng cách tính số lượng.",
        ),
    ],
)
def test_set_structure_refuses_a_contradiction(world, line, sentence):
    with pytest.raises(Refused) as refusal:
        set_structure(campaign=world.campaign, lines=[PRIZES[0], line], by=world.province.staff)
    assert refusal.value.reason == sentence


def test_set_structure_is_for_staff(world):
    with pytest.raises(Refused) as refusal:
        set_structure(campaign=world.campaign, lines=PRIZES, by=world.province.leader)
    assert refusal.value.reason == "Chỉ chuyên viên của cơ quan phát động làm được việc này."


def test_choose_places_holds_for_the_whole_ladder(world):
    tier = AwardTier.objects.get(name="Giải nhì")
    choose_places(tier=tier, counting=Counting.PER_BLOC, chosen_quantity=3, basis=BASIS, by=world.province.staff)
    assert list(AwardTier.objects.filter(form="prize").values_list("counting", "chosen_quantity")) == [
        ("per_bloc", None),
        ("per_bloc", 3),
        ("per_bloc", None),
    ]


def test_choose_places_asks_for_a_basis(world):
    with pytest.raises(Refused) as refusal:
        choose_places(
            tier=AwardTier.objects.get(name="Giải nhì"),
            counting=Counting.TOGETHER,
            chosen_quantity=3,
            basis=" ",
            by=world.province.staff,
        )
    assert refusal.value.reason == "Hãy nêu căn cứ của lựa chọn (văn bản, ý kiến chỉ đạo) để người đọc sau hiểu."
