"""Around every request: private pages, refusals as pages, a policy for browsers, GET without writes."""

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse

from core.middleware import get_never_writes, refusals_as_pages
from core.models import Pulse
from tests.support.pages import text_of

pytestmark = pytest.mark.django_db

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "object-src": "'none'",
}


def test_pages_of_signed_in_people_are_kept_by_no_cache(province, sign_in):
    assert sign_in(province.officer).get("/hop-thu/")["Cache-Control"] == "private, no-store"


def test_every_page_carries_the_policy(client):
    response = client.get("/dang-nhap/")
    directives = dict(part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";"))
    assert directives == POLICY
    assert (response["X-Frame-Options"], response["X-Content-Type-Options"]) == ("DENY", "nosniff")
    assert response["Referrer-Policy"] == "same-origin"


def test_a_refusal_nobody_caught_is_a_page_with_its_sentence(province, sign_in):
    response = sign_in(province.officer).get("/ngay-gia-dinh/")
    assert response.status_code == 403
    assert "Chỉ chuyên viên cơ quan thường trực hoặc quản trị viên đổi được ngày giả định." in text_of(response)


def test_other_errors_are_not_made_into_refusals(rf):
    assert refusals_as_pages(lambda request: HttpResponse()).process_exception(rf.get("/"), ValueError()) is None


def write(request):
    Pulse.objects.create(part="x", at="2021-01-08T09:00:00Z")
    return HttpResponse()


def test_a_get_that_writes_fails(rf):
    with pytest.raises(AssertionError, match="a GET wrote to the database: INSERT"):
        get_never_writes(write)(rf.get("/"))


def test_a_post_may_write(rf):
    get_never_writes(write)(rf.post("/"))
    assert Pulse.objects.count() == 1


def test_a_get_may_read_inside_a_savepoint(rf):
    @transaction.atomic
    def read(request):
        return HttpResponse(str(Pulse.objects.count()))

    assert get_never_writes(read)(rf.get("/")).content == b"0"


def test_a_page_that_does_not_exist_speaks_vietnamese(province, sign_in):
    response = sign_in(province.officer).get("/khong-co/")
    assert response.status_code == 404
    assert 'lang="vi"' in response.content.decode()


def test_a_part_asked_for_after_the_session_ended_is_answered_without_a_sign_in_page(client, db):
    assert client.get("/", headers={"HX-Request": "true"}).status_code == 401
    assert client.get("/").status_code == 302


@pytest.mark.parametrize(
    ("left", "back"),
    [
        ("http://testserver/cham-diem/?khoi=a", "/cham-diem/%3Fkhoi%3Da"),
        ("https://ke-xau.example/cham-diem/", "/"),
        ("", "/"),
    ],
)
def test_a_form_sent_after_the_session_ended_leads_back_to_its_page(client, db, left, back):
    """The address that takes the form is no page to come back to."""
    answer = client.post(reverse("scoring:votes", args=["a"]), headers={"Referer": left})
    assert answer["Location"] == f"{reverse('login')}?next={back}"


def test_a_page_asked_for_after_the_session_ended_is_shown_after_signing_in(client, db):
    assert client.get("/cham-diem/?khoi=a")["Location"] == f"{reverse('login')}?next=/cham-diem/%3Fkhoi%3Da"


def test_an_address_that_only_takes_forms_says_so(province, sign_in):
    answer = sign_in(province.staff).get(reverse("scoring:votes", args=["a"]))
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "Địa chỉ này chỉ nhận biểu mẫu" in text_of(answer)
