"""The page on which a launching document is written down."""

from typing import Any

import pytest
from django.http import QueryDict
from django.urls import reverse

from campaigns.forms.campaigns import CampaignSheet
from campaigns.models import Campaign, Target
from campaigns.queries.campaigns import draft_of
from campaigns.services import campaigns as services
from tests.factories.campaigns import draft, draft_campaign
from thiduaweb.demo import fixtures, ground

HEAD = {
    "doc_type": "Kế hoạch",
    "issuer": "UBND tỉnh",
    "title": "Phát động năm 2021",
    "year": "2021",
    "targets-count": "0",
    "milestones-count": "0",
    "periods-count": "0",
    "contents-count": "0",
}


def typed(province, **rows: list[dict[str, Any]] | Any) -> dict[str, Any]:
    """A filled page: plain keys replace fields, lists become the rows of their kind."""
    data = HEAD | {"authority": province.authority.pk, "blocs": [province.bloc.pk]}
    for key, value in rows.items():
        if isinstance(value, list) and key != "blocs":
            data[f"{key}-count"] = len(value)
            data |= {f"{key}-{at}-{name}": text for at, row in enumerate(value) for name, text in row.items()}
        else:
            data[key] = value
    return data


def posted(data: dict[str, Any]) -> QueryDict:
    query = QueryDict(mutable=True)
    for key, value in data.items():
        query.setlist(key, [str(one) for one in (value if isinstance(value, list) else [value])])
    return query


def sentences(province, **rows: Any) -> list[str]:
    return CampaignSheet(posted(typed(province, **rows)), user=province.staff).sentences


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (
            {"name": "Thu ngân sách", "way": "="},
            "Chỉ tiêu dòng 1: chưa có mức; nếu là chỉ tiêu định tính hãy chọn cách đạt “định tính”.",
        ),
        (
            {"name": "Quốc phòng", "way": "qualitative", "value": "5"},
            "Chỉ tiêu dòng 1: chỉ tiêu định tính thì không ghi mức; hãy bỏ mức hoặc chọn cách đạt khác.",
        ),
        (
            {"name": "Giá trị/ha", "way": "range", "value": "138"},
            "Chỉ tiêu dòng 1: “trong khoảng” phải ghi đủ mức dưới và mức trên.",
        ),
        (
            {"name": "GRDP", "way": "=", "value": "7", "value_max": "8"},
            "Chỉ tiêu dòng 1: chỉ ghi “đến” khi cách đạt là trong khoảng, tăng hoặc giảm.",
        ),
        (
            {"name": "GRDP", "way": "increase_by", "value": "8", "value_max": "7,5"},
            "Chỉ tiêu dòng 1: mức trên (“đến”) nhỏ hơn mức dưới.",
        ),
        ({"name": "", "way": "=", "value": "7"}, "Chỉ tiêu dòng 1: chưa có tên chỉ tiêu."),
        ({"name": "GRDP", "way": "=", "value": "bảy"}, "Chỉ tiêu dòng 1: Mức: Không phải là số: bảy"),
    ],
)
def test_target_row_says_what_is_wrong_with_it(province, row, sentence):
    assert sentences(province, targets=[row]) == [sentence]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"day": "10/01/2021"}, "Mốc dòng 1: chưa chọn việc phải nộp."),
        ({"kind": "register"}, "Mốc dòng 1: chưa có ngày."),
        ({"kind": "register", "day": "31/02/2021"}, "Mốc dòng 1: Ngày: Tháng 2/2021 chỉ có 28 ngày"),
        (
            {"kind": "midterm_report", "day": "20/06/2021", "printed_on": "20/06/2020"},
            "Mốc dòng 1: ngày khác với ngày in trên văn bản; hãy ghi lưu ý để các đơn vị biết vì sao.",
        ),
    ],
)
def test_milestone_row_says_what_is_wrong_with_it(province, row, sentence):
    assert sentences(province, milestones=[row]) == [sentence]


def test_everything_wrong_is_said_at_once(province):
    found = sentences(
        province,
        title="",
        starts_on="31/12/2021",
        ends_on="01/01/2021",
        targets=[{}, {"name": "GRDP", "way": "="}],
        periods=[{"name": "Đợt 1", "starts_on": "01/01/2021"}, {"starts_on": "02/01/2021", "ends_on": "01/01/2021"}],
        contents=[{"heading": "Nội dung"}],
    )
    assert found == [
        "Trích yếu: Trường này là bắt buộc.",
        "Đến ngày: Ngày kết thúc trước ngày bắt đầu.",
        "Chỉ tiêu dòng 2: chưa có mức; nếu là chỉ tiêu định tính hãy chọn cách đạt “định tính”.",
        "Thời gian dòng 1: phải ghi đủ từ ngày và đến ngày.",
        "Thời gian dòng 2: ngày kết thúc trước ngày bắt đầu.",
        "Nội dung dòng 1: phải có cả đề mục và nội dung.",
    ]


def test_rows_of_one_name_become_one_indicator(province):
    rows = [
        {"no": "8", "name": "Bình quân trên 1 vạn dân", "label": "bác sĩ", "way": "=", "value": "10,5"},
        {"name": "Tỷ lệ hộ nghèo", "way": "decrease_by>=", "value": "4,0", "unit_of_measure": "%"},
        {"name": "", "label": "thành thị", "way": "=", "value": "2"},
        {"name": "Bình quân trên 1 vạn dân", "label": "giường bệnh", "way": "=", "value": "42"},
    ]
    sheet = CampaignSheet(posted(typed(province, targets=rows)), user=province.staff)
    assert sheet.is_valid()
    found = [(line.no, line.name, [one.label for one in line.targets]) for line in sheet.draft.indicators]
    assert found == [
        ("8", "Bình quân trên 1 vạn dân", ["bác sĩ", "giường bệnh"]),
        ("", "Tỷ lệ hộ nghèo", ["", "thành thị"]),
    ]
    poor = sheet.draft.indicators[1].targets[0]
    assert (poor.op, poor.bound, str(poor.value), poor.decimals) == ("decrease_by", ">=", "4.0", 1)


@pytest.mark.parametrize(
    ("text", "stored", "shown"),
    [
        ("24/12/2020", "2020-12-24", "24/12/2020"),
        ("1/2024", "2024-01", "01/2024"),
        ("2021", "2021", "2021"),
        ("", "", ""),
    ],
)
def test_date_of_a_document_is_kept_as_far_as_it_is_printed(province, text, stored, shown):
    sheet = CampaignSheet(posted(typed(province, issued_on=text)), user=province.staff)
    assert sheet.is_valid()
    field = sheet.form.fields["issued_on"]
    assert (sheet.draft.issued_on, field.prepare_value(stored) or "") == (stored, shown)


def test_date_of_a_document_that_is_none_is_refused(province):
    assert sentences(province, issued_on="đầu năm") == [
        "Ngày ban hành: Nhập ngày theo dạng ngày/tháng/năm, ví dụ 05/03/2026"
    ]


def test_code_is_made_of_authority_year_and_kind_unless_typed(province):
    codes = [
        CampaignSheet(posted(typed(province, code=code)), user=province.staff)
        for code in ("", "ha-giang-2021", "Hà Giang")
    ]
    assert [codes[0].is_valid(), codes[1].is_valid(), codes[2].is_valid()] == [True, True, False]
    assert (codes[0].code, codes[1].code) == ("uy-ban-nhan-dan-tinh-2021-ke-hoach", "ha-giang-2021")


def test_a_bloc_plan_needs_its_campaign_and_no_other_blocs(province):
    assert sentences(province, bloc=province.bloc.pk) == [
        "Thuộc phong trào: Kế hoạch của khối phải thuộc một phong trào; hãy chọn phong trào ấy.",
        "Các khối tham gia: Kế hoạch của khối chỉ dành cho khối ấy; hãy bỏ chọn các khối khác.",
    ]


def test_create_page_writes_the_campaign_down(province, at, sign_in):
    at("2020-12-20")
    client = sign_in(province.staff)
    data = typed(
        province,
        code="phong-trao",
        targets=[{"name": "Thu ngân sách", "way": ">=", "value": "2.000", "unit_of_measure": "tỷ đồng"}],
        milestones=[{"kind": "register", "day": "10/01/2021", "reading": "end_of_day"}],
    )
    response = client.post(reverse("campaigns:write"), data)
    assert response["Location"] == "/phong-trao/phong-trao/"
    assert Target.objects.get().in_words == "từ 2.000 tỷ đồng trở lên"
    assert [one.name for one in Campaign.objects.get().milestones.all()] == ["Bản đăng ký thi đua"]


def test_create_page_keeps_what_was_typed_when_the_service_refuses(province, at, sign_in):
    at("2020-12-20")
    draft_campaign(province, "phong-trao")
    page = sign_in(province.staff).post(
        reverse("campaigns:write"), typed(province, code="phong-trao", theme="Đoàn kết")
    )
    text = page.content.decode()
    assert [text.count(words) for words in ("đã có phong trào mang mã".capitalize(), 'value="Đoàn kết"')] == [1, 1]


def test_more_rows_come_without_judging_or_losing_what_was_typed(province, at, sign_in):
    at("2020-12-20")
    data = typed(province, title="", targets=[{"name": "GRDP", "way": ">=", "value": "bảy"}], add="targets")
    text = sign_in(province.staff).post(reverse("campaigns:write"), data).content.decode()
    assert [text.count(words) for words in ('value="bảy"', "Không phải là số", 'name="targets-3-name"')] == [1, 0, 1]
    assert text.count('name="targets-4-name"') == 0
    assert text.count('<option value="&gt;=" selected>') == 1


def test_edit_page_shows_what_is_stored_and_changes_nothing_when_saved(province, at, sign_in):
    at("2020-12-20")
    ground.lay()
    for code in fixtures.CAMPAIGNS:
        campaign = Campaign.objects.get(code=code)
        staff = ground.staff_of(campaign.authority.code)
        before = draft_of(campaign)
        sheet = CampaignSheet(None, user=staff, campaign=campaign)
        again = CampaignSheet(posted(as_typed(sheet)), user=staff, campaign=campaign)
        assert again.sentences == []
        services.revise_campaign(campaign_id=campaign.pk, version=again.version, draft=again.draft, by=staff)
        assert draft_of(Campaign.objects.get(code=code)) == before


def as_typed(sheet: CampaignSheet) -> dict[str, Any]:
    """What a browser would send for an untouched page."""
    data: dict[str, Any] = {}
    forms = [sheet.form]
    for rows in (sheet.targets, sheet.milestones, sheet.periods, sheet.contents):
        data[rows.count_name] = len(rows)
        forms += rows.forms
    for form in forms:
        for field in form:
            value = field.value()
            if isinstance(value, list):
                data[field.html_name] = [getattr(one, "pk", one) for one in value]
            elif value is not None:
                data[field.html_name] = getattr(value, "pk", value)
    return data


def test_edit_page_shows_a_conflict_keeps_the_text_and_overwrites_knowingly(province, at, sign_in):
    at("2020-12-20")
    campaign = draft_campaign(province)
    services.revise_campaign(
        campaign_id=campaign.pk, version=0, draft=draft(province, title="Của họ"), by=province.staff
    )
    client, address = sign_in(province.staff), reverse("campaigns:edit", args=[campaign.code])
    data = typed(province, title="Của tôi", version="0")
    text = client.post(address, data).content.decode()
    assert [
        text.count(words) for words in ("Người khác đã sửa phong trào này", 'value="Của tôi"', 'value="1">Lưu đè')
    ] == [1, 1, 1]
    assert Campaign.objects.get().title == "Của họ"
    client.post(address, data | {"overwrite": "1"})
    assert Campaign.objects.get().title == "Của tôi"


def test_edit_page_opens_for_the_largest_document(province, at, sign_in):
    at("2020-12-20")
    ground.lay()
    code = "cao-bang-2021-chi-thi-01"
    client = sign_in(ground.staff_of("cb-ubnd"))
    text = client.get(reverse("campaigns:edit", args=[code])).content.decode()
    assert [text.count(words) for words in ('value="2.370"', 'value="7,5"', 'name="targets-36-name"')] == [1, 1, 1]


def test_edit_page_of_a_launched_campaign_is_refused(province, at, sign_in):
    at("2020-12-20")
    campaign = draft_campaign(province)
    services.launch(campaign_id=campaign.pk, by=province.staff)
    response = sign_in(province.staff).get(reverse("campaigns:edit", args=[campaign.code]))
    assert (response.status_code, response.content.decode().count("Chỉ sửa được khi phong trào còn đang soạn.")) == (
        403,
        1,
    )
