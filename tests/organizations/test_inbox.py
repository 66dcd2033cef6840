"""Letters: one per cause and person, read by their recipient only."""

import pytest
from django.urls import reverse

from core.models import OutboxMessage
from organizations.enums import Role
from organizations.models import Notice
from organizations.queries import people_at, unread
from organizations.services import notify


def write(*people, cause: str = "viec-1") -> int:
    return notify(people, title="Đã phát động", body="Trước ngày 10/01.", url="/ban-lam-viec/", dedupe=cause)


def test_notify_writes_a_letter_and_a_mail_once_per_cause(province, at):
    at("2021-01-05")
    assert [write(province.officer, province.head), write(province.officer, province.head)] == [2, 0]
    assert (Notice.objects.count(), OutboxMessage.objects.count()) == (2, 2)


def test_people_at_names_each_person_once(province):
    found = people_at([one.pk for one in province.units], Role.OFFICER, Role.HEAD)
    assert [one.username for one in found] == sorted(
        (one.username for one in (*province.officers, *province.heads)), key=[one.username for one in found].index
    )
    assert found.count() == 6


def test_inbox_marks_what_is_unread_and_opens_by_post(province, at, sign_in):
    at("2021-01-05")
    write(province.officer)
    client = sign_in(province.officer)
    assert client.get(reverse("organizations:inbox")).content.decode().count("Chưa đọc") == 1
    notice = Notice.objects.get()
    response = client.post(reverse("organizations:open_notice", args=[notice.pk]))
    assert (response["Location"], unread(province.officer)) == ("/ban-lam-viec/", 0)
    assert client.get(reverse("organizations:inbox")).content.decode().count("Chưa đọc") == 0


def test_opening_by_get_is_refused(province, at, sign_in):
    at("2021-01-05")
    write(province.officer)
    address = reverse("organizations:open_notice", args=[Notice.objects.get().pk])
    assert sign_in(province.officer).get(address).status_code == 405


def test_letters_of_others_are_not_found(province, at, sign_in):
    at("2021-01-05")
    write(province.officer)
    address = reverse("organizations:open_notice", args=[Notice.objects.get().pk])
    assert sign_in(province.head).post(address).status_code == 404
    assert unread(province.officer) == 1


@pytest.mark.parametrize("count", [1, 3])
def test_inbox_costs_the_same_for_more_letters(province, at, sign_in, django_assert_num_queries, count):
    at("2021-01-05")
    for number in range(count):
        write(province.officer, cause=f"viec-{number}")
    client = sign_in(province.officer)
    with django_assert_num_queries(6):
        client.get(reverse("organizations:inbox"))


def test_empty_inbox_says_what_will_come(province, sign_in):
    text = sign_in(province.stranger).get(reverse("organizations:inbox")).content.decode()
    assert text.count("Chưa có thư nào") == 1


def test_assumed_date_moves_forward_only(province, at, sign_in):
    at("2021-01-05 08:00")
    client, address = sign_in(province.staff), reverse("assumed_date")
    refused = client.post(address, {"day": "04/01/2021", "hour": "08:00"}).content.decode()
    assert refused.count("Ngày giả định chỉ đi tới") >= 1
    assert client.post(address, {"day": "06/01/2021", "hour": "08:00"}).status_code == 302
    assert client.get(address).content.decode().count('value="06/01/2021"') == 1


def test_assumed_date_is_not_for_units(province, at, sign_in):
    at("2021-01-05 08:00")
    assert sign_in(province.officer).get(reverse("assumed_date")).status_code == 403
