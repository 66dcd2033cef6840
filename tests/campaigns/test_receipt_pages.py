"""The receipt on paper and for strangers, and what became of a filing whose answer was lost."""

import pytest

from campaigns.enums import SubmissionState as S
from campaigns.queries.receipts import proof
from core import clock
from tests.factories.campaigns import launched_campaign
from tests.factories.submissions import IN_TIME, file, submission_at, written
from tests.support.dates import on
from tests.support.pages import text_of


@pytest.fixture
def campaign(province):
    return launched_campaign(province)


@pytest.fixture
def receipt(province, campaign):
    clock.assume(on(IN_TIME))
    return file(written(province, campaign), province)


def test_a_receipt_carries_a_code_that_a_telephone_can_scan(receipt, sign_in, province, settings):
    settings.BASE_URL = "https://thidua.example.vn"
    page = sign_in(province.officer).get(f"/phong-trao/bien-nhan/{receipt.code}/")
    assert f"https://thidua.example.vn/kiem-tra/{receipt.code}/" in text_of(page)
    assert 'src="data:image/svg+xml' in page.content.decode()


@pytest.mark.parametrize(
    "written_as",
    [
        "{code}",
        "  {code} ",
        "{plain}",
        "{lower}",
    ],
)
def test_anybody_may_ask_whether_a_code_is_real_and_learns_no_more(receipt, client, written_as):
    plain = receipt.code.replace("-", "")
    typed = written_as.format(code=receipt.code, plain=plain, lower=plain.lower())
    page = text_of(client.get("/kiem-tra/", {"ma": typed}))
    assert "Biên nhận này có thật" in page
    assert "Hệ thống đã nhận Bản đăng ký thi đua của Huyện Đồng Văn" in page
    assert "09:00" in page
    assert receipt.sha256 not in page
    assert "Thủ trưởng" not in page


def test_the_code_on_paper_leads_to_the_same_answer(receipt, client):
    assert "Biên nhận này có thật" in text_of(client.get(f"/kiem-tra/{receipt.code}/"))


@pytest.mark.parametrize("typed", ["AAAAA-AAAAA-AAAAA-AAAAA", "ABC", "{half}", "' OR 1=1 --", "🙂"])
def test_a_code_that_is_none_says_so(receipt, client, typed):
    page = text_of(client.get("/kiem-tra/", {"ma": typed.format(half=receipt.code[:11])}))
    assert "Không có biên nhận nào mang mã này" in page
    assert "Đồng Văn" not in page


def test_letters_that_look_like_figures_are_forgiven(receipt):
    swapped = receipt.code.replace("O", "0").replace("I", "1").replace("B", "8")
    assert proof(swapped).code == receipt.code


def test_the_empty_question_asks_for_a_code(client, db):
    page = text_of(client.get("/kiem-tra/"))
    assert "Nhập đủ 20 ký tự" in page
    assert "Không có biên nhận" not in page


def test_asking_costs_one_query(receipt, client, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get("/kiem-tra/", {"ma": receipt.code})


def test_a_lost_answer_is_found_again(receipt, sign_in, province):
    address = f"/phong-trao/ho-so/{receipt.submission_id}/ket-qua/"
    answer = sign_in(province.head).get(address)
    assert answer.headers["Location"] == f"/phong-trao/bien-nhan/{receipt.code}/"


def test_what_never_arrived_is_said_to_be_kept(sign_in, province, campaign):
    submission = submission_at(S.DRAFT, province, campaign)
    page = text_of(sign_in(province.head).get(f"/phong-trao/ho-so/{submission.pk}/ket-qua/"))
    assert "Hệ thống chưa nhận lần nộp này" in page
    assert "Nội dung đã lưu vẫn còn nguyên." in page


def test_a_script_is_told_where_the_receipt_is(sign_in, province, campaign):
    submission = submission_at(S.DRAFT, province, campaign)
    head = sign_in(province.head)
    address = f"/phong-trao/ho-so/{submission.pk}/nop/"
    answers = [head.post(address, {"version": 1}, HTTP_ACCEPT="application/json").json() for _ in range(2)]
    code = submission.receipts.get().code
    assert answers == [{"url": f"/phong-trao/bien-nhan/{code}/"}] * 2


def test_a_script_is_led_to_the_reason_of_a_refusal(sign_in, province, campaign):
    submission = submission_at(S.DRAFT, province, campaign)
    head = sign_in(province.head)
    answer = head.post(f"/phong-trao/ho-so/{submission.pk}/nop/", {"version": 9}, HTTP_ACCEPT="application/json")
    assert answer.json() == {"url": f"/phong-trao/ho-so/{submission.pk}/"}
    assert "Hãy đọc lại bản mới nhất rồi nộp." in text_of(head.get(answer.json()["url"]))


def test_an_old_page_does_not_make_believe_that_what_was_sent_back_is_filed_again(sign_in, province, campaign):
    submission = submission_at(S.RETURNED, province, campaign)
    head = sign_in(province.head)
    code = submission.receipts.get().code
    words = text_of(head.post(f"/phong-trao/ho-so/{submission.pk}/nop/", {"version": 1}, follow=True))
    assert f"Bản này đã được nhận (biên nhận {code}) rồi bị trả lại. Hãy mở bản hiện tại, sửa và nộp lại." in words
    found = head.get(f"/phong-trao/ho-so/{submission.pk}/ket-qua/", {"version": 1})
    assert found.headers["Location"] == f"/phong-trao/bien-nhan/{code}/"
