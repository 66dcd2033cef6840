"""What a final ranking says where it is not the provisional one: moved ranks, votes, granted appeals."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from core import clock
from core.exceptions import Refused
from organizations.models import Notice
from scoring.enums import RankingKind
from scoring.models import ScoreSheet
from scoring.services import appeals, rankings, votes
from tests.factories.campaigns import participation_of
from tests.factories.scoring import appraised_bloc, contested, line_of, provisional

pytestmark = pytest.mark.django_db
MOVED = "Hạng thay đổi so với lần công bố tạm thời: Đồng Văn 2 → 1; Mèo Vạc 1 → 2; Yên Minh 2 → 3."
GRANTED = "Có kiến nghị đã được chấp nhận; điểm và thứ hạng mới có khi công bố lần sau."


def page(client, campaign):
    return client.get(reverse("scoring:ranking", args=[campaign.code])).content.decode()


def grant(province, campaign):
    sheet = ScoreSheet.objects.get(participation=participation_of(campaign, province.unit))
    made = contested(province, line_of(sheet, "3.1"))
    appeals.grant_appeal(appeal_id=made.pk, points=Decimal(8), reason="Đã đủ tài liệu", by=province.staff)


def publish_finally(province, campaign):
    return rankings.publish_bloc(campaign=campaign, bloc=province.bloc, by=province.staff, kind=RankingKind.FINAL)


def test_names_the_units_whose_rank_moved_before_and_after_the_final_publication(sign_in, province, campaign, table):
    first = provisional(province, campaign)
    assert "Hạng thay đổi" not in page(sign_in(province.staff), campaign)
    assert GRANTED not in page(sign_in(province.officer), campaign)
    grant(province, campaign)
    assert GRANTED in page(sign_in(province.officer), campaign)
    assert "Hạng thay đổi" not in page(sign_in(province.officer), campaign)
    clock.assume(first.appeals_until)
    shown = page(sign_in(province.staff), campaign)
    assert (shown.count(MOVED), GRANTED in shown) == (2, True)  # on the page and in the dialog
    publish_finally(province, campaign)
    letters = Notice.objects.filter(title__startswith="Công bố xếp hạng")
    said = {one.recipient_id: one.body for one in letters}
    assert said[province.officer.pk].endswith("Hạng của Đồng Văn thay đổi so với lần công bố tạm thời: 2 → 1.")
    assert said[province.officers[1].pk].endswith(": 1 → 2.") != said[province.officers[2].pk].endswith(": 1 → 2.")
    assert letters.count() == len(said)
    assert GRANTED not in page(sign_in(province.officer), campaign)


def test_says_nothing_of_ranks_that_stand(province, campaign, table):
    clock.assume(provisional(province, campaign).appeals_until)
    publish_finally(province, campaign)
    assert not Notice.objects.filter(body__contains="thay đổi so với").exists()


def test_other_votes_than_published_need_another_provisional_publication(sign_in, province, campaign, table):
    table.tie_breaks = ["first_group", "votes"]
    table.save(update_fields=["tie_breaks"])
    appraised_bloc(province, campaign)
    given = {"campaign": campaign, "bloc": province.bloc, "by": province.staff}
    votes.record_votes(votes={"dong-van": 5, "yen-minh": 3}, **given)
    first = provisional(province, campaign, fill=False)
    votes.record_votes(votes={"dong-van": 2, "yen-minh": 3}, **given)
    clock.assume(first.appeals_until)
    with pytest.raises(Refused, match="công bố tạm thời lại"):
        publish_finally(province, campaign)
    shown = page(sign_in(province.staff), campaign)
    assert "Số phiếu suy tôn đã thay đổi sau lần công bố tạm thời" in shown
    assert "sửa số phiếu thì phải công bố tạm thời lại" in shown
    second = provisional(province, campaign, fill=False)
    clock.assume(second.appeals_until)
    assert publish_finally(province, campaign).rows == second.rows


def test_takes_the_votes_of_all_equals_and_tells_them_where_they_part(sign_in, province, campaign, table):
    table.tie_breaks = ["first_group", "votes"]
    table.save(update_fields=["tie_breaks"])
    appraised_bloc(province, campaign)
    given = {"khoi": "khoi-1", "dong-van": "5", "yen-minh": ""}
    staff, url = sign_in(province.staff), reverse("scoring:votes", args=[campaign.code])
    said = "Còn thiếu số phiếu của Yên Minh; hãy ghi đủ cho mọi đơn vị bằng nhau."
    assert said in staff.post(url, given, follow=True).content.decode()
    assert set(ScoreSheet.objects.values_list("votes", flat=True)) == {None}
    staff.post(url, given | {"yen-minh": "3"})
    why = staff.get(reverse("scoring:why", args=[campaign.code, "dong-van"])).content.decode()
    assert "xếp trước nhờ tiêu chí phụ “số phiếu suy tôn” (5 so với 3 phiếu)" in why


def test_warns_of_a_final_publication_without_time_for_appeals(sign_in, province, campaign, table):
    appraised_bloc(province, campaign)
    warning = "Khối chưa công bố tạm thời: các đơn vị không có thời gian kiến nghị."
    opens = r'<button class="td-btn td-btn--{}"[^>]*data-open-dialog="cong-bo-khoi-1"'
    first = page(sign_in(province.staff), campaign)
    assert (warning in first, bool(re.search(opens.format("secondary"), first))) == (True, True)
    clock.assume(provisional(province, campaign, fill=False).appeals_until)
    later = page(sign_in(province.staff), campaign)
    assert (warning in later, bool(re.search(opens.format("primary"), later))) == (False, True)
