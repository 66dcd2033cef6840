"""A table goes to the members of the bloc, who agree or say what they would have otherwise."""

import pytest
from django.urls import reverse

from core.exceptions import Refused
from organizations.models import Notice
from scoring.enums import TableState
from scoring.models import ScoringTable
from scoring.queries.duties import duties, folders_for
from scoring.services import agreements, tables
from tests.factories.scoring import draft_table
from tests.support.pages import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposed(province, draft):
    return agreements.propose_table(table_id=draft.pk, by=province.secretary)


def answer(province, table, member, *, agrees=True, note=""):
    return agreements.answer_table(
        table_id=table.pk, unit=province.units[member], agrees=agrees, note=note, by=province.heads[member]
    )


def titles(user):
    return [one.title for one in duties(user, list(folders_for(user)), [], None)]


def url(table, name="scoring:table"):
    return reverse(name, args=[table.pk])


def test_asks_every_member_by_letter_and_in_the_worklist(province, proposed):
    assert (proposed.state, proposed.proposed_by) == (TableState.PROPOSED, province.secretary)
    for person in (*province.heads, *province.officers):
        assert Notice.objects.filter(recipient=person, title="Cho ý kiến về bảng tiêu chí chấm điểm").count() == 1
    assert "Cho ý kiến về bảng tiêu chí chấm điểm" in titles(province.head)
    assert titles(province.officer) == []


def test_takes_the_duty_away_once_it_is_answered(province, proposed):
    answer(province, proposed, 0)
    assert "Cho ý kiến về bảng tiêu chí chấm điểm" not in titles(province.head)
    assert "Cho ý kiến về bảng tiêu chí chấm điểm" in titles(province.heads[1])


def test_is_frozen_by_itself_when_all_agree(province, proposed):
    assert [answer(province, proposed, member).state for member in range(3)] == ["proposed", "proposed", "frozen"]
    proposed.refresh_from_db()
    assert (proposed.basis, proposed.frozen_by) == ("Tất cả các thành viên trong khối đồng ý", province.heads[2])
    assert Notice.objects.filter(title="Bảng tiêu chí chấm điểm đã được thống nhất").count() == 6


def test_stays_open_while_one_disagrees_and_tells_who_asked(province, proposed):
    answer(province, proposed, 0, agrees=False, note="Tiêu chí 1.1 nên 8 điểm")
    for member in (1, 2):
        answer(province, proposed, member)
    proposed.refresh_from_db()
    assert proposed.state == TableState.PROPOSED
    letter = Notice.objects.filter(recipient=province.secretary).latest("pk")
    assert (letter.title, letter.body) == ("Đồng Văn chưa đồng ý với bảng tiêu chí", "Tiêu chí 1.1 nên 8 điểm")
    assert answer(province, proposed, 0).state == TableState.FROZEN


def test_wants_to_know_what_should_be_otherwise(province, proposed):
    with pytest.raises(Refused) as refused:
        answer(province, proposed, 0, agrees=False)
    assert refused.value.reason == "Chưa đồng ý thì ghi rõ đề nghị sửa gì."


def test_answers_only_for_the_own_unit(province, proposed):
    with pytest.raises(Refused) as refused:
        agreements.answer_table(table_id=proposed.pk, unit=province.units[1], agrees=True, note="", by=province.head)
    assert refused.value.reason == "Chỉ trả lời được cho đơn vị của mình, là thành viên của khối trong năm."


@pytest.mark.parametrize("role", ["officer", "staff", "leader", "bloc_secretary"])
def test_leaves_the_answer_to_heads_of_members(province, proposed, role):
    with pytest.raises(Refused) as refused:
        agreements.answer_table(
            table_id=proposed.pk, unit=province.unit, agrees=True, note="", by=province.everybody()[role]
        )
    assert refused.value.reason.startswith("Chỉ thủ trưởng của đơn vị thành viên trong khối trả lời được")


def test_drops_the_answers_when_it_is_withdrawn(province, proposed):
    answer(province, proposed, 0)
    table = agreements.withdraw_table(table_id=proposed.pk, by=province.secretary)
    assert (table.state, table.proposed_at, table.agreements.count()) == ("draft", None, 0)
    again = agreements.propose_table(table_id=table.pk, by=province.secretary)
    assert [answer(province, again, member).state for member in (1, 2)] == ["proposed", "proposed"]


def test_tells_those_who_were_asked_that_staff_closed_it(province, proposed):
    tables.freeze_table(table_id=proposed.pk, by=province.staff, basis="Biên bản họp khối số 03")
    letters = Notice.objects.filter(title="Bảng tiêu chí chấm điểm đã được chốt")
    assert letters.count() == 6
    assert "Biên bản họp khối số 03" in letters[0].body


def test_asks_nobody_about_a_table_with_errors(province, campaign):
    table = tables.create_empty_table(campaign=campaign, bloc=province.bloc, name="Trống", by=province.staff)
    with pytest.raises(Refused) as refused:
        agreements.propose_table(table_id=table.pk, by=province.staff)
    assert refused.value.reason == "Bảng chưa có tiêu chí nào."


SEEN = {
    "draft": {"staff", "bloc_secretary", "admin"},
    "proposed": {"staff", "bloc_secretary", "admin", "leader", "officer", "head"},
}


@pytest.mark.parametrize("state", SEEN)
def test_shows_a_table_only_to_those_concerned(sign_in, province, draft, state):
    if state == "proposed":
        agreements.propose_table(table_id=draft.pk, by=province.staff)
    found = {role for role, one in province.everybody().items() if sign_in(one).get(url(draft)).status_code == 200}
    assert found == SEEN[state]


def test_leads_from_draft_to_agreed_in_the_browser(sign_in, province, draft):
    office = sign_in(province.secretary)
    assert "Lấy ý kiến các thành viên" in text_of(office.get(url(draft)))
    assert office.post(url(draft, "scoring:table_propose")).status_code == 302
    officer = text_of(sign_in(province.officer).get(url(draft)))
    assert "cán bộ đầu mối xem và trình thủ trưởng" in officer
    for member in range(3):
        page = sign_in(province.heads[member])
        assert "Gửi ý kiến" in text_of(page.get(url(draft)))
        typed = {"unit": province.units[member].pk, "agrees": "yes", "note": ""}
        assert page.post(url(draft, "scoring:table_answer"), typed).status_code == 302
    assert "Đã thống nhất" in text_of(office.get(url(draft)))


def test_keeps_what_was_typed_into_a_disagreement_without_a_note(sign_in, province, proposed):
    typed = {"unit": province.unit.pk, "agrees": "no", "note": ""}
    response = sign_in(province.head).post(url(proposed, "scoring:table_answer"), typed)
    assert response.status_code == 422
    assert "Chưa đồng ý thì ghi rõ đề nghị sửa gì." in text_of(response)


def test_withdraws_and_freezes_in_the_browser(sign_in, province, proposed):
    office, staff = sign_in(province.secretary), sign_in(province.staff)
    answer(province, proposed, 0)
    assert "1 ý kiến đã gửi sẽ không còn tính" in text_of(office.get(url(proposed)))
    office.post(url(proposed, "scoring:table_withdraw"))
    staff.post(url(proposed, "scoring:freeze"), {"basis": "Biên bản họp khối số 03"})
    proposed.refresh_from_db()
    assert (proposed.state, proposed.basis) == ("frozen", "Biên bản họp khối số 03")


def test_costs_the_same_however_many_criteria(sign_in, province, campaign, django_assert_num_queries):
    def price(rows):
        group = {"no": "I", "name": "Một", "max_points": "10", "kind": "points", "scorer": "bloc"}
        one = {"name": "Tiêu chí", "max_points": "1", "rule": "manual", "params": {}}
        group["criteria"] = [one | {"no": f"1.{at}"} for at in range(rows)]
        ScoringTable.objects.update(state="superseded")
        return draft_table(province, campaign, groups=[group])

    client = sign_in(province.staff)
    for rows in (1, 3):
        table = price(rows)
        client.get(url(table))
        for name, price_of_page in (("scoring:table", 10), ("scoring:table_edit", 11)):
            with django_assert_num_queries(price_of_page):
                client.get(url(table, name))


def test_keeps_what_members_said_within_the_bloc_once_everybody_may_read_the_table(province, proposed, sign_in):
    answer(province, proposed, 0)
    answer(province, proposed, 1, agrees=False, note="Giảm điểm nhóm I")
    tables.freeze_table(table_id=proposed.pk, by=province.staff, basis="Biên bản họp khối")
    readers = province.everybody()
    shown = {
        role: sign_in(readers[role]).get(url(proposed)) for role in ("officer", "staff", "leader", "council_chair")
    }
    assert {role: "Giảm điểm nhóm I" in text_of(page) for role, page in shown.items()} == {
        "officer": True,
        "staff": True,
        "leader": True,
        "council_chair": False,
    }
    assert shown["council_chair"].status_code == 200


def test_names_to_whoever_freezes_it_those_who_have_not_agreed(sign_in, province, proposed):
    answer(province, proposed, 0)
    answer(province, proposed, 1, agrees=False, note="Giảm điểm tiêu chí 1.1")
    shown = text_of(sign_in(province.staff).get(url(proposed)))
    assert "Chưa trả lời: Yên Minh. Chưa đồng ý: Mèo Vạc." in " ".join(shown.split())
