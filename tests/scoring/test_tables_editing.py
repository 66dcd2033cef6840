"""Writing a draft in the browser: groups, criteria, their rules in words, order, settings; all errors at once."""

import pytest
from django.urls import reverse

from campaigns.enums import CampaignState
from campaigns.models import Campaign
from campaigns.rules import campaign_is_open
from core.exceptions import Conflict, Refused
from core.models import AuditEvent
from scoring.forms.table_rows import CriterionForm, GroupForm
from scoring.forms.tables import SettingsForm
from scoring.models import Criterion, CriterionGroup, ScoringTable
from scoring.queries.tables import row_print
from scoring.services import agreements
from scoring.services import table_editing as editing
from tests.factories.campaigns import bloc_plan, draft_campaign, launched_campaign
from tests.factories.scoring import draft_table, frozen_table
from tests.support.pages import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(sign_in, province):
    return sign_in(province.secretary)


def group_of(table, no):
    return table.groups.get(no=no)


def one(table, no):
    return Criterion.objects.get(group__table=table, no=no)


def url(name, thing):
    return reverse(f"scoring:{name}", args=[thing.pk])


def numbers(table):
    return [found.no for found in Criterion.objects.filter(group__table=table)]


def filled(form, **changes):
    """What the browser sends of a form as it is shown, with some fields typed otherwise."""
    shown = {field.name: field.value() for field in form}
    prepared = {name: form.fields[name].prepare_value(value) for name, value in shown.items()}
    typed = prepared | {"rule": getattr(form, "key", "")} | changes
    return {name: value for name, value in typed.items() if value not in (None, False)}


def criterion_form(table, no, **changes):
    chosen = one(table, no)
    return filled(CriterionForm(table=table, key=chosen.rule, criterion=chosen), **changes)


def test_shows_every_error_beside_what_it_concerns(office, province, draft):
    CriterionGroup.objects.filter(table=draft, no="I").update(max_points=19)
    Criterion.objects.filter(group__table=draft, no="2.1").update(no="1.1")
    ScoringTable.objects.filter(pk=draft.pk).update(tie_breaks=["group:X"])
    page = text_of(office.get(url("table_edit", draft)))
    assert "Tổng nhóm I là 20, tối đa 19 (1.1: 10; 1.2: 10)." in page
    assert "Có 2 tiêu chí cùng số 1.1." in page
    assert "Thứ tự xét khi đồng điểm nêu nhóm X, bảng không có nhóm này." in page
    with pytest.raises(Refused) as refused:
        agreements.propose_table(table_id=draft.pk, by=province.staff)
    assert "Tổng nhóm I là 20" in refused.value.reason
    assert "Có 2 tiêu chí cùng số 1.1." in refused.value.reason


def test_takes_no_points_away_from_who_is_not_given_a_criterion(office, province, draft):
    Criterion.objects.filter(group__table=draft, no__in=("1.2", "4.1")).update(optional=True)
    sentence = "Tiêu chí 1.2 có đơn vị không được giao, mà xếp hạng theo tổng điểm thì đơn vị đó bị mất điểm"
    page = text_of(office.get(url("table_edit", draft)))
    assert sentence in page
    assert "Tiêu chí 4.1 có đơn vị không được giao, mà" not in page
    with pytest.raises(Refused, match=sentence):
        agreements.propose_table(table_id=draft.pk, by=province.staff)
    ScoringTable.objects.filter(pk=draft.pk).update(ranked_by="percent")
    assert sentence not in text_of(office.get(url("table_edit", draft)))


def test_adds_a_group_and_a_criterion(office, draft):
    typed = {"no": "VI", "name": "Phần mới", "kind": "points", "max_points": "5,5", "scorer": "bloc"}
    assert office.post(url("group_add", draft), typed).status_code == 302
    made = group_of(draft, "VI")
    assert (made.position, str(made.max_points)) == (6, "5.50")
    page = office.get(url("criterion_add", made))
    assert "Trừ theo số vụ việc" in text_of(page)
    page = office.get(url("criterion_add", made), {"cach-tinh": "tiers"})
    assert "bậc trên 98" in text_of(page)
    typed = {
        "rule": "tiers",
        "no": "6.1",
        "name": "Tỷ lệ đúng hạn",
        "max_points": "5",
        "p_of": "actual",
        "p_tiers": "trên 98: 5\ntừ 97: 4",
        "unit_of_measure": "%",
    }
    assert office.post(url("criterion_add", made), typed).status_code == 302
    assert one(draft, "6.1").params == {
        "of": "actual",
        "tiers": [{"over": "98", "points": "5"}, {"from": "97", "points": "4"}],
    }


def test_says_what_is_wrong_with_the_parameters_and_keeps_what_was_typed(office, draft):
    response = office.post(url("criterion", one(draft, "5.1")), criterion_form(draft, "5.1", p_points="5"))
    assert response.status_code == 422
    assert "Điểm trừ mỗi vụ phải là số âm" in text_of(response)


def test_edits_a_criterion_and_links_it_to_a_target(office, draft, campaign):
    target = one(draft, "1.2").target
    changed = criterion_form(draft, "1.1", name="Thu nhập", target=target.pk, p_bonus_cap_percent="5,5")
    assert office.post(url("criterion", one(draft, "1.1")), changed).status_code == 302
    kept = one(draft, "1.1")
    assert (kept.name, kept.target, kept.params) == ("Thu nhập", target, {"bonus_cap_percent": "5.5"})


def test_offers_only_targets_of_the_campaign(province, draft):
    other = draft_campaign(province, "khac", title="Khác")
    form = CriterionForm(table=draft, key="manual")
    assert {found.indicator.campaign_id for found in form.fields["target"].queryset} == {draft.campaign_id}
    foreign = one(draft, "1.1").target
    foreign.indicator.campaign = other
    foreign.indicator.save()
    with pytest.raises(Refused) as refused:
        editing.save_criterion(
            group_id=group_of(draft, "I").pk,
            values={"target": foreign, "rule": "manual", "params": {}},
            by=province.staff,
        )
    assert refused.value.reason == "Chỉ tiêu này không thuộc phong trào của bảng."


def test_changes_the_rule_without_losing_what_was_typed(office, draft):
    typed = criterion_form(draft, "2.1", name="Tên vừa gõ", way="per_case", change_rule="1")
    response = office.post(url("criterion", one(draft, "2.1")), typed)
    assert response.status_code == 200
    assert "Tên vừa gõ" in response.content.decode()
    assert "2 trường hợp × -5 → -10 điểm" in text_of(response)
    assert one(draft, "2.1").rule == "graded"


def test_moves_by_buttons_within_the_group(office, draft):
    office.post(url("criterion_move", one(draft, "1.2")), {"step": "up"})
    assert numbers(draft)[:2] == ["1.2", "1.1"]
    office.post(url("criterion_move", one(draft, "1.2")), {"step": "up"})
    assert numbers(draft)[:2] == ["1.2", "1.1"]
    office.post(url("group_move", group_of(draft, "II")), {"step": "down"})
    assert [group.no for group in draft.groups.all()] == ["I", "III", "II", "IV", "V"]


def test_moves_to_where_it_was_dropped(office, draft):
    goal = group_of(draft, "II")
    office.post(url("criterion_move", one(draft, "1.1")), {"group": goal.pk, "position": "1"})
    assert [(found.no, found.position) for found in goal.criteria.all()] == [("1.1", 1), ("2.1", 2)]
    assert [(found.no, found.position) for found in group_of(draft, "I").criteria.all()] == [("1.2", 1)]


def test_moves_nothing_into_another_table(province, campaign, draft):
    other = draft_table(province, draft_campaign(province, "nam-sau", title="Phong trào năm sau"))
    with pytest.raises(Refused):
        editing.move_criterion(
            criterion_id=one(draft, "1.1").pk, group_id=group_of(other, "I").pk, position=1, by=province.staff
        )


def test_deletes_criteria_and_groups(office, draft):
    office.post(url("criterion_delete", one(draft, "1.1")))
    office.post(url("group_delete", group_of(draft, "V")))
    assert numbers(draft) == ["1.2", "2.1", "3.1", "4.1", "4.2"]
    assert one(draft, "1.2").position == 1


def test_keeps_the_settings(office, draft):
    form = SettingsForm(table=ScoringTable.objects.get(pk=draft.pk))
    typed = filled(
        form,
        name="Bảng mới",
        rounding_step="0.25",
        total_cap="110",
        ranked_by="percent",
        bloc_mode="meeting",
        missing_self="unclassified",
        appeal_days="5",
        tie_1="group:II",
        tie_2="votes",
        tie_3="",
        band_1_name="Tốt",
        band_1_from="85",
        band_1_no_case_of="5.1; 5.2",
        band_1_groups_at_least="50",
        band_2_name="Khá",
        band_2_from="70",
    )
    assert office.post(url("table_settings", draft), typed).status_code == 302
    draft.refresh_from_db()
    assert (draft.name, str(draft.rounding_step), str(draft.total_cap)) == ("Bảng mới", "0.25", "110.00")
    assert draft.tie_breaks == ["group:II", "votes"]
    assert draft.classes == [
        {"name": "Tốt", "from": "85", "groups_at_least": "50", "no_case_of": ["5.1", "5.2"]},
        {"name": "Khá", "from": "70"},
    ]
    again = SettingsForm(table=draft)
    assert (again["band_1_no_case_of"].value(), again["tie_1"].value()) == ("5.1; 5.2", "group:II")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"tie_1": "votes", "tie_2": "votes"}, "Mỗi cách xét chỉ chọn một lần."),
        ({"band_1_name": "Tốt"}, "Chưa ghi từ bao nhiêu điểm."),
        (
            {"band_1_name": "Khá", "band_1_from": "70", "band_2_name": "Tốt", "band_2_from": "85"},
            "Các mức xếp loại phải xếp từ cao xuống thấp.",
        ),
    ],
)
def test_says_what_is_wrong_with_settings(office, draft, changes, sentence):
    typed = filled(SettingsForm(table=ScoringTable.objects.get(pk=draft.pk)), **changes)
    response = office.post(url("table_settings", draft), typed)
    assert response.status_code == 422
    assert sentence in text_of(response)


def test_offers_every_way_of_parting_equals_once(draft):
    words = [words for _, words in SettingsForm(table=draft).fields["tie_1"].choices]
    assert words.count("điểm nhóm I") == 1
    assert "điểm nhóm II" in words


def test_overwrites_nobody(province, draft):
    group = group_of(draft, "I")
    seen = row_print(group)
    editing.save_group(table_id=draft.pk, group_id=group.pk, values={"name": "Một"}, seen=seen, by=province.staff)
    with pytest.raises(Conflict):
        editing.save_group(
            table_id=draft.pk, group_id=group.pk, values={"name": "Hai"}, seen=seen, by=province.secretary
        )
    assert GroupForm(table=draft, group=group_of(draft, "I")).initial["name"] == "Một"


@pytest.mark.parametrize("state", ["proposed", "frozen"])
def test_leaves_what_is_asked_or_agreed_alone(sign_in, province, campaign, state):
    table = draft_table(province, campaign) if state == "proposed" else frozen_table(province, campaign)
    if state == "proposed":
        agreements.propose_table(table_id=table.pk, by=province.staff)
    staff = sign_in(province.staff)
    pages = [url("table_edit", table), url("table_settings", table), url("group", group_of(table, "I"))]
    pages += [url("criterion", one(table, "1.1")), url("table_upload", table)]
    assert {staff.get(page).status_code for page in pages} == {403}
    assert staff.post(url("criterion_delete", one(table, "1.1"))).status_code == 403
    assert len(numbers(table)) == 8


@pytest.mark.parametrize("role", ["officer", "head", "leader", "council_chair", "stranger"])
def test_hides_a_draft_from_everybody_else(sign_in, province, draft, role):
    client = sign_in(province.everybody()[role])
    things = [url("table_edit", draft), url("group", group_of(draft, "I")), url("criterion", one(draft, "1.1"))]
    assert {client.get(page).status_code for page in things} == {404}


def test_begins_after_a_template_a_year_or_nothing(office, province, campaign):
    start = reverse("scoring:table_start", args=[campaign.code])
    page = text_of(office.get(start))
    assert "Theo bảng điểm thi đua năm 2022 của Sở Tài nguyên và Môi trường tỉnh Tiền Giang" in page
    assert "checked" not in office.get(start).content.decode()
    assert "Hãy chọn soạn từ mẫu nào" in text_of(office.post(start, {"bloc": province.bloc.code}))
    for after in ("shipped:vien-chuc-2026", "empty"):
        response = office.post(start, {"bloc": province.bloc.code, "after": after})
        made = ScoringTable.objects.get()
        assert response.url == url("table_edit", made)
        assert url("table", made) in office.get(start).content.decode()
        assert "Khối đã có bảng tiêu chí phiên bản 1 (đang soạn)" in text_of(
            office.post(start, {"bloc": province.bloc.code, "after": after})
        )
        assert office.post(url("table_discard", made)).url == reverse("scoring:tables", args=[campaign.code])
    assert not ScoringTable.objects.exists()
    assert AuditEvent.objects.filter(event="table.discarded").count() == 2


def test_keeps_a_draft_that_members_were_asked_about(office, province, draft):
    agreements.propose_table(table_id=draft.pk, by=province.secretary)
    agreements.withdraw_table(table_id=draft.pk, by=province.secretary)
    assert "Bảng đã gửi lấy ý kiến các thành viên nên không xóa được" in text_of(office.get(url("table_edit", draft)))
    assert office.post(url("table_discard", draft)).status_code == 403
    assert ScoringTable.objects.get() == draft


def test_leads_there_from_the_campaign(sign_in, province, campaign, draft):
    for person, shown in ((province.secretary, True), (province.head, False)):
        client = sign_in(person)
        pages = [
            client.get(reverse("campaigns:detail", args=[campaign.code])),
            client.get(reverse("scoring:tables", args=[campaign.code])),
        ]
        assert [("Soạn bảng tiêu chí" in text_of(page)) for page in pages] == [shown, shown]
        assert [(str(draft.name) in text_of(page)) for page in pages] == [shown, shown]
    start = reverse("scoring:table_start", args=[campaign.code])
    assert sign_in(province.head).get(start).status_code == 403


def test_the_list_says_why_no_table_can_be_begun(sign_in, province, campaign):
    here = reverse("scoring:tables", args=[campaign.code])
    said = "Chỉ cơ quan thường trực hoặc Trưởng khối soạn được bảng tiêu chí."
    assert said in text_of(sign_in(province.head).get(here))
    Campaign.objects.filter(pk=campaign.pk).update(state=CampaignState.CANCELLED)
    page = text_of(sign_in(province.staff).get(here))
    assert "Soạn bảng tiêu chí" not in page
    assert campaign_is_open.sentence in page


def test_the_list_of_a_plan_leads_to_the_tables_of_its_campaign(sign_in, province):
    campaign = launched_campaign(province)
    plan, client = bloc_plan(province, campaign, ()), sign_in(province.staff)
    page = client.get(reverse("scoring:tables", args=[plan.code]))
    assert "Kế hoạch của khối không có bảng tiêu chí riêng" in text_of(page)
    assert reverse("scoring:tables", args=[campaign.code]) in page.content.decode()
    refused = client.get(reverse("scoring:table_start", args=[plan.code]))
    assert (refused.status_code, "Kế hoạch của khối không có bảng tiêu chí riêng" in text_of(refused)) == (403, True)


def test_lists_tables_at_one_price(sign_in, province, campaign, django_assert_num_queries):
    client = sign_in(province.staff)
    for _ in range(2):
        ScoringTable.objects.update(state="superseded")
        draft_table(province, campaign)
        with django_assert_num_queries(8):
            client.get(reverse("scoring:tables", args=[campaign.code]))
