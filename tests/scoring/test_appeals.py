"""Appeals against points while a ranking is provisional: who, when, what they change, who is told."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from campaigns.queries.duties import owed_by
from campaigns.services.evidence import add_evidence, remove_evidence
from core import clock
from core.exceptions import Refused
from organizations.models import Notice
from scoring.enums import AppealState, RankingKind
from scoring.enums import SheetState as S
from scoring.models import Appeal, Ranking, ScoreSheet
from scoring.queries import duties as asked
from scoring.services import appeals, rankings, sheets
from tests.factories.campaigns import participation_of
from tests.factories.ground import second_staff
from tests.factories.scoring import appraised_bloc, contested, line_of, provisional
from tests.support.dates import on
from tests.support.files import pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def ranking(province, campaign, table):
    """The bloc's provisional ranking: Mèo Vạc first, the other two tied."""
    return Ranking.objects.get(pk=provisional(province, campaign).pk)


def sheet_of(campaign, unit):
    return ScoreSheet.objects.get(participation=participation_of(campaign, unit))


def opened(province, campaign, no="3.1", **more):
    line = line_of(sheet_of(campaign, province.unit), no)
    return contested(province, line, **more)


def refusal(call, **arguments):
    with pytest.raises(Refused) as refused:
        call(**arguments)
    return refused.value.reason


def test_takes_an_appeal_with_claim_and_new_evidence(province, campaign, ranking):
    paper = add_evidence(
        participation=participation_of(campaign, province.unit), title="Giấy khen", file=pdf(), by=province.officer
    )
    made = opened(province, campaign, claimed=Decimal(8), evidence_ids=[paper.pk])
    assert (made.state, made.points, made.claimed, made.ranking) == (AppealState.OPEN, Decimal(7), Decimal(8), ranking)
    paper.refresh_from_db()
    assert (list(made.evidence.all()), paper.filed_at) == ([paper], made.opened_at)
    assert Notice.objects.get(recipient=province.staff, title__contains="kiến nghị").title == (
        "Đồng Văn kiến nghị điểm tiêu chí 3.1"
    )


def test_takes_appeals_until_midnight_of_the_last_day(province, campaign, ranking, at):
    assert ranking.appeals_until == on("2021-12-05 00:00")
    clock.assume(ranking.appeals_until)
    assert refusal(opened, province=province, campaign=campaign) == (
        "Đã hết hạn kiến nghị; hạn đến hết thứ Bảy 04/12/2021 (trước ngày 05/12/2021)."
    )
    clock.assume(ranking.appeals_until - timedelta(minutes=5))
    assert opened(province, campaign).state == AppealState.OPEN


def test_takes_none_before_a_provisional_publication(province, campaign, table):
    appraised_bloc(province, campaign)
    assert refusal(opened, province=province, campaign=campaign) == (
        "Chỉ kiến nghị được khi xếp hạng của khối đang công bố tạm thời."
    )


def test_takes_one_at_a_time_for_a_criterion(province, campaign, ranking):
    opened(province, campaign)
    assert refusal(opened, province=province, campaign=campaign) == "Tiêu chí 3.1 đang có kiến nghị chờ trả lời."


@pytest.mark.parametrize(
    ("claimed", "said"),
    [("9", "Vượt điểm tối đa 8"), ("7", "phải cao hơn điểm thẩm định"), ("6", "phải cao hơn điểm thẩm định")],
)
def test_takes_no_claim_that_nobody_could_grant(province, campaign, ranking, claimed, said):
    assert said in refusal(opened, province=province, campaign=campaign, claimed=Decimal(claimed))


def test_leaves_appeals_to_the_unit_itself(province, campaign, ranking):
    line = line_of(sheet_of(campaign, province.unit), "3.1")
    given = {"line_id": line.pk, "text": "x"}
    assert "đơn vị" in refusal(appeals.write_appeal, **given, by=province.officers[1])
    assert "đơn vị" in refusal(appeals.write_appeal, **given, by=province.staff)


def written(province, campaign, text="Thiếu một tài liệu", **more):
    line = line_of(sheet_of(campaign, province.unit), "3.1")
    return appeals.write_appeal(line_id=line.pk, text=text, by=province.officer, **more)


def test_lets_the_officer_prepare_and_the_head_send(province, campaign, ranking):
    made = written(province, campaign)
    assert (made.state, made.opened_at) == (AppealState.DRAFT, None)
    assert refusal(appeals.send_appeal, appeal_id=made.pk, by=province.officer) == (
        "Chỉ thủ trưởng đơn vị ký gửi kiến nghị; cán bộ đầu mối soạn và trình thủ trưởng."
    )
    now = clock.now()
    assert titles(province.head, now) == ["Xem điểm công bố tạm thời"]
    appeals.present_appeal(appeal_id=made.pk, by=province.officer)
    assert Notice.objects.filter(recipient=province.head, title="Chờ ký: kiến nghị tiêu chí 3.1").exists()
    assert titles(province.head, now) == ["Chờ ký: kiến nghị tiêu chí 3.1", "Xem điểm công bố tạm thời"]
    appeals.take_back_appeal(appeal_id=made.pk, note="Ghi rõ văn bản", by=province.head)
    assert "Ghi rõ văn bản" in Notice.objects.get(recipient=province.officer, title__startswith="Thủ trưởng trả").body
    appeals.present_appeal(appeal_id=made.pk, by=province.officer)
    sent = appeals.send_appeal(appeal_id=made.pk, version=1, by=province.head)
    assert (sent.state, sent.opened_by, sent.presented_at) == (AppealState.OPEN, province.head, None)
    assert titles(province.head, now) == ["Xem điểm công bố tạm thời"]
    assert refusal(appeals.send_appeal, appeal_id=made.pk, by=province.head) == "Kiến nghị này đã gửi rồi."


def test_a_draft_is_the_units_own_and_asks_nobody_to_answer(sign_in, province, campaign, ranking):
    made = written(province, campaign)
    page = reverse("scoring:appeal", args=[made.pk])
    assert sign_in(province.staff).get(page).status_code == 404
    assert titles(province.staff, clock.now()) == []
    clock.assume(ranking.appeals_until)
    assert "Đã hết hạn kiến nghị" in refusal(appeals.send_appeal, appeal_id=made.pk, by=province.head)
    final = rankings.publish_bloc(campaign=campaign, bloc=province.bloc, by=province.staff)
    assert final.kind == RankingKind.FINAL


def test_head_sends_what_was_read(province, campaign, ranking):
    made = written(province, campaign)
    written(province, campaign, "Thiếu hai tài liệu", version=1)
    assert "vừa được sửa thêm" in refusal(appeals.send_appeal, appeal_id=made.pk, version=1, by=province.head)
    assert "Đồng nghiệp vừa sửa" in refusal(written, province=province, campaign=campaign, text="x", version=1)
    assert appeals.send_appeal(appeal_id=made.pk, version=2, by=province.head).text == "Thiếu hai tài liệu"


def test_a_draft_without_its_text_or_document_is_not_sent(province, campaign, ranking):
    paper = add_evidence(
        participation=participation_of(campaign, province.unit), title="Giấy khen", file=pdf(), by=province.officer
    )
    made = written(province, campaign, "", evidence_ids=[paper.pk])
    for send, by in ((appeals.present_appeal, province.officer), (appeals.send_appeal, province.head)):
        assert "Hãy nêu nội dung kiến nghị" in refusal(send, appeal_id=made.pk, by=by)
    made = written(province, campaign, version=1, evidence_ids=[paper.pk])
    remove_evidence(evidence_id=paper.pk, by=province.officer)
    assert "minh chứng đang có trong hồ sơ" in refusal(appeals.send_appeal, appeal_id=made.pk, by=province.head)


def test_grants_with_new_points_and_says_what_became_of_the_rank(province, campaign, ranking):
    made = opened(province, campaign)
    done = appeals.grant_appeal(appeal_id=made.pk, points=Decimal(8), reason="Đã đủ tài liệu", by=province.staff)
    sheet = sheet_of(campaign, province.unit)
    assert (done.state, done.granted, done.rank_before, done.rank_after) == (AppealState.GRANTED, Decimal(8), 2, 1)
    assert (sheet.appraised_total, sheet.state) == (Decimal("38.75"), S.APPRAISED)
    line = line_of(sheet, "3.1")
    assert (line.appraised_points, line.appraised_note) == (Decimal(8), "Đã đủ tài liệu")
    assert Notice.objects.filter(recipient=province.officer, title="Kiến nghị tiêu chí 3.1: được chấp nhận").exists()


def test_the_published_version_stays_as_it_was_until_the_next_one(province, campaign, ranking):
    before = (ranking.rows, ranking.document)
    made = opened(province, campaign)
    appeals.grant_appeal(appeal_id=made.pk, points=Decimal(8), reason="x", by=province.staff)
    ranking.refresh_from_db()
    assert (ranking.rows, ranking.document) == before
    again = provisional(province, campaign, fill=False)
    assert (again.version, again.rows[0]["unit"], again.kind) == (2, "dong-van", RankingKind.PROVISIONAL)


def test_rejects_with_a_reason_and_leaves_the_points(province, campaign, ranking):
    made = opened(province, campaign)
    assert refusal(appeals.reject_appeal, appeal_id=made.pk, reason=" ", by=province.staff) == (
        "Hãy ghi lý do để đơn vị biết vì sao."
    )
    done = appeals.reject_appeal(appeal_id=made.pk, reason="Không có căn cứ", by=province.staff)
    assert (done.state, done.granted, done.rank_before, done.rank_after) == (AppealState.REJECTED, None, 2, 2)
    assert line_of(sheet_of(campaign, province.unit), "3.1").appraised_points == Decimal(7)


@pytest.mark.parametrize(
    ("no", "points", "said"),
    [
        ("3.1", "8.5", "Vượt điểm tối đa 8 của tiêu chí 3.1"),
        ("3.1", "-1", "Điểm không được âm (tiêu chí 3.1, từ 0 đến 8)"),
        ("3.1", "7", "Điểm thẩm định đang là 7; chấp nhận kiến nghị thì điểm phải khác."),
        ("4.1", "5", "Tổng nhóm IV là 8, tối đa 6 (4.2: 3; 4.1: 5)"),
    ],
)
def test_grants_only_points_that_may_be_given(province, campaign, ranking, no, points, said):
    made = opened(province, campaign, no)
    given = {"appeal_id": made.pk, "points": Decimal(points), "reason": "x", "by": province.staff}
    assert refusal(appeals.grant_appeal, **given) == said


def test_is_answered_once_and_by_staff_alone(province, campaign, ranking):
    made = opened(province, campaign)
    given = {"appeal_id": made.pk, "reason": "x"}
    assert "thẩm định" in refusal(appeals.reject_appeal, **given, by=province.leader)
    assert "Bạn thuộc đơn vị này" in refusal(appeals.reject_appeal, **given, by=province.officer)
    appeals.reject_appeal(**given, by=province.staff)
    assert refusal(appeals.reject_appeal, **given, by=second_staff(province)) == (
        "Kiến nghị này đã được trả lời: không được chấp nhận."
    )


def test_holds_the_final_publication_back(province, campaign, ranking):
    final = {"campaign": campaign, "bloc": province.bloc, "by": province.staff}
    assert refusal(rankings.publish_bloc, **final) == (
        "Khối đang nhận kiến nghị đến hết thứ Bảy 04/12/2021 (trước ngày 05/12/2021); "
        "hết hạn mới công bố chính thức được."
    )
    made = opened(province, campaign)
    clock.assume(ranking.appeals_until)
    assert refusal(rankings.publish_bloc, **final) == "Còn 1 kiến nghị chưa trả lời; trả lời xong mới công bố được."
    appeals.reject_appeal(appeal_id=made.pk, reason="x", by=province.staff)
    assert rankings.publish_bloc(**final).kind == RankingKind.FINAL


def titles(user, now):
    folders = list(asked.folders_for(user))
    own = [folder for folder in folders if folder.unit_id in user.unit_ids("officer", "head")]
    return [duty.title for duty in asked.duties(user, folders, owed_by(own), now)]


def test_asks_staff_to_answer_and_units_to_look(province, campaign, ranking):
    now = clock.now()
    assert titles(province.officer, now) == ["Xem điểm công bố tạm thời"]
    assert titles(province.staff, now) == []
    made = opened(province, campaign)
    assert titles(province.staff, now) == ["Trả lời kiến nghị: 1"]
    appeals.reject_appeal(appeal_id=made.pk, reason="x", by=province.staff)
    assert titles(province.staff, ranking.appeals_until) == ["Công bố xếp hạng"]
    assert titles(province.officer, ranking.appeals_until) == []


def test_page_opens_an_appeal_from_the_row(sign_in, province, campaign, ranking):
    client = sign_in(province.officer)
    sheet = sheet_of(campaign, province.unit)
    url = reverse("scoring:open_appeal", args=[line_of(sheet, "3.1").pk])
    assert url in client.get(reverse("scoring:sheet", args=[sheet.pk])).content.decode()
    assert "Nhận kiến nghị đến hết" in client.get(url).content.decode()
    assert client.post(url, {"text": ""}).status_code == 422
    response = client.post(url, {"text": "Thiếu điểm", "claimed": "7,5"})
    made = Appeal.objects.get()
    assert response.url == reverse("scoring:appeal", args=[made.pk])
    shown = client.get(response.url).content.decode()
    assert "Thiếu điểm" in shown
    assert "Trình thủ trưởng ký" in shown
    client.post(reverse("scoring:appeal_present", args=[made.pk]))
    assert "Đã trình thủ trưởng" in client.get(response.url).content.decode()
    assert "Ký gửi…" in sign_in(province.head).get(response.url).content.decode()
    head = sign_in(province.head)
    send = reverse("scoring:appeal_send", args=[made.pk])
    assert "vừa được sửa thêm" in head.post(send, {"version": "7"}, follow=True).content.decode()
    head.post(reverse("scoring:appeal_take_back", args=[made.pk]), {"note": "Thêm số văn bản"})
    assert "Đã gửi kiến nghị" in head.post(send, {"version": "1"}, follow=True).content.decode()


def test_page_keeps_what_was_typed_on_the_way_to_more_evidence(sign_in, province, campaign, ranking):
    client = sign_in(province.officer)
    line = line_of(sheet_of(campaign, province.unit), "3.1")
    url = reverse("scoring:open_appeal", args=[line.pk])
    away = client.post(url, {"text": "Mới gõ một nửa", "claimed": "7,5", "version": "0", "then": "evidence"})
    assert f'href="{url}"' in client.get(away.url).content.decode()
    client.post(away.url, {"uploads": pdf("giay-khen.pdf")})
    back = client.get(url).content.decode()
    for kept in ("Mới gõ một nửa", 'value="7,5', "giay-khen", 'name="version" value="1"'):
        assert kept in back


def test_page_shows_the_effect_before_it_is_confirmed(sign_in, province, campaign, ranking):
    made = opened(province, campaign)
    client = sign_in(province.staff)
    url = reverse("scoring:appeal", args=[made.pk])
    typed = {"decision": "grant", "points": "8", "reason": "Đủ tài liệu"}
    shown = client.post(url, typed).content.decode()
    assert "thứ hạng 2 → 1" in shown
    assert 'name="confirmed" value="8"' in shown
    other = client.post(url, typed | {"points": "7,5", "confirmed": "8"}).content.decode()
    assert "37,75 → 38,25" in other
    assert Appeal.objects.get().state == AppealState.OPEN
    assert client.post(url, typed | {"confirmed": "8"}).url == reverse("scoring:appeals", args=[campaign.code])
    assert Appeal.objects.get().state == AppealState.GRANTED


def test_page_asks_for_points_when_granting(sign_in, province, campaign, ranking):
    made = opened(province, campaign)
    response = sign_in(province.staff).post(
        reverse("scoring:appeal", args=[made.pk]), {"decision": "grant", "reason": "x"}
    )
    assert (response.status_code, "Chấp nhận kiến nghị thì ghi điểm mới." in response.content.decode()) == (422, True)


def test_shows_appeals_to_the_unit_and_to_staff_only(sign_in, province, campaign, ranking):
    made = opened(province, campaign)
    page, listed = reverse("scoring:appeal", args=[made.pk]), reverse("scoring:appeals", args=[campaign.code])
    for person, status in ((province.officer, 200), (province.staff, 200), (province.officers[1], 404)):
        client = sign_in(person)
        assert client.get(page).status_code == status
        assert (page in client.get(listed).content.decode()) == (status == 200)


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_for_more_appeals(sign_in, province, campaign, ranking, count, django_assert_num_queries):
    for no in ("3.1", "4.1", "4.2")[:count]:
        opened(province, campaign, no)
    client = sign_in(province.staff)
    with django_assert_num_queries(7):
        client.get(reverse("scoring:appeals", args=[campaign.code]))


def test_withdraws_nothing_of_the_ranking_when_a_sheet_goes_back(province, campaign, ranking):
    made = opened(province, campaign)
    sheet = sheet_of(campaign, province.unit)
    sheets.return_sheet(sheet_id=sheet.pk, to="bloc", reason="x", by=province.staff)
    assert "không còn ở trạng thái đã thẩm định" in refusal(
        appeals.reject_appeal, appeal_id=made.pk, reason="x", by=province.staff
    )
    assert Ranking.objects.get().rows == ranking.rows
