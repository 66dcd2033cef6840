"""New campaigns that start from what exists: last year's campaign, or the one above. Nothing is written until saved."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from awards.services.structure import set_structure
from blocs.services import form_bloc
from campaigns.drafts import (
    CampaignDraft,
    ContentLine,
    IndicatorLine,
    MilestoneLine,
    PrizeLine,
    TargetLine,
    WaveLine,
    WindowLine,
)
from campaigns.enums import Addressee, Level, MovementKind, Op, Reading, Scope, SubmissionKind
from campaigns.forms.campaigns import CampaignSheet
from campaigns.models import Campaign, Target
from campaigns.prefills import below, copied, copy_of, days_off, in_year, models_for, moved, placed_below
from campaigns.queries.campaigns import draft_of
from campaigns.queries.hierarchy import looseness
from campaigns.services import campaigns as services
from tests.campaigns.test_campaign_forms import as_typed, posted
from tests.factories.awards import PRIZES
from tests.factories.campaigns import draft_campaign, launched_campaign
from tests.factories.ground import bloc, district
from tests.support.pages import fields_of, text_of
from thiduaweb.demo import fixtures, ground

LINES = {
    "theme": "Đoàn kết, quyết tâm hoàn thành nhiệm vụ năm 2021",
    "waves": (WaveLine("Đợt 1 năm 2021", date(2021, 1, 1), date(2021, 6, 30)),),
    "windows": (WindowLine("final", "Tổng kết", date(2021, 11, 15), date(2021, 12, 10)),),
    "contents": (ContentLine("Nội dung", "Theo Nghị quyết năm 2021."),),
    "notes": "Văn bản in thiếu số.",
    "issued_on": "2020-12-24",
    "known_as": "273/CTr-UBND",
    "illustrative": True,
}


def next_year(province) -> None:
    """The bloc sits again in 2022."""
    form_bloc(
        code="khoi-1", name=province.bloc.name, authority=province.authority, year=2022,
        members=list(province.units), leader=province.units[0], deputies=[],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Phát động phong trào thi đua năm 2021", "Phát động phong trào thi đua năm 2022"),
        ("Kế hoạch phát triển 2021-2025", "Kế hoạch phát triển 2021-2025"),
        ("giai đoạn 2016 - 2021", "giai đoạn 2016 - 2021"),
        ("Quyết định số 12/2021/QĐ-UBND", "Quyết định số 12/2021/QĐ-UBND"),
        ("Gửi trước ngày 10/01/2021", "Gửi trước ngày 10/01/2022"),
        ("12021 hộ", "12021 hộ"),
    ],
)
def test_the_year_is_replaced_only_where_it_is_the_year(text, found):
    assert in_year(text, 2021, 2022) == found


def test_days_move_by_whole_years():
    assert [moved(day, 1) for day in (date(2024, 2, 29), date(2021, 1, 10), None)] == [
        date(2025, 2, 28),
        date(2022, 1, 10),
        None,
    ]
    assert moved(date(2024, 2, 29), 4) == date(2028, 2, 29)


def test_copy_keeps_what_recurs_and_drops_what_is_of_the_old_print(province, at):
    at("2020-12-20")
    campaign = launched_campaign(province, **LINES)
    set_structure(campaign=campaign, lines=[replace(PRIZES[0], bloc_codes=("khoi-1",))], by=province.staff)
    next_year(province)
    draft = copy_of(campaign, 2022)
    assert (draft.title, draft.theme, draft.year) == (
        "Phát động phong trào thi đua năm 2022",
        "Đoàn kết, quyết tâm hoàn thành nhiệm vụ năm 2022",
        2022,
    )
    assert (draft.starts_on, draft.ends_on) == (date(2022, 1, 1), date(2022, 12, 31))
    assert (draft.doc_number, draft.issued_on, draft.known_as, draft.notes, draft.illustrative) == (
        "",
        "",
        "",
        "",
        False,
    )
    assert draft.waves == (WaveLine("Đợt 1 năm 2022", date(2022, 1, 1), date(2022, 6, 30)),)
    assert draft.windows == (WindowLine("final", "Tổng kết", date(2022, 11, 15), date(2022, 12, 10)),)
    assert draft.contents == LINES["contents"]
    assert [line.name for line in draft.indicators] == [line.name for line in draft_of(campaign).indicators]
    assert {(target.id, target.origin) for line in draft.indicators for target in line.targets} == {(None, None)}
    assert {(line.id, line.printed_on, line.quote, line.day.year) for line in draft.milestones} == {
        (None, None, "", 2022)
    }
    assert draft.blocs == (province.bloc,)
    assert draft.prizes == (
        PrizeLine("prize", "Giải nhất", "02 khối các huyện", ("khoi-1",), 1, 500_000_000, "together"),
    )


def test_copy_names_blocs_left_out_and_days_off(province, at):
    at("2020-12-20")
    line = MilestoneLine(kind=SubmissionKind.REGISTER, name="Gửi bản đăng ký", day=date(2021, 1, 10))
    campaign = launched_campaign(province, milestones=(line,))
    prefill = copied(campaign, 2022)
    assert prefill.draft.blocs == ()
    assert prefill.hints[1:] == [
        "Khối thi đua các huyện số 1 chưa có đơn vị thành viên nào trong năm 2022 nên chưa được chọn.",
        "Mốc “Gửi bản đăng ký” hết hạn vào ngày nghỉ, Chủ nhật 09/01/2022.",
    ]


@pytest.mark.parametrize(
    ("day", "reading", "found"),
    [(8, Reading.END_OF_DAY, 1), (10, Reading.BEFORE_DAY, 1), (10, Reading.END_OF_DAY, 0), (8, Reading.BEFORE_DAY, 0)],
)
def test_the_last_day_in_time_decides_whether_it_is_a_day_off(province, day, reading, found):
    line = MilestoneLine(kind=SubmissionKind.REGISTER, name="Mốc", day=date(2022, 1, day), reading=reading)
    plain = draft_of_lines(line)
    assert len(days_off(plain)) == found


def draft_of_lines(*lines: MilestoneLine):
    return CampaignDraft(title="x", year=2022, issuer="x", milestones=lines)


def test_copy_of_a_plan_finds_the_campaign_of_the_new_year(province, at):
    at("2020-12-20")
    parent = launched_campaign(province)
    plan = draft_campaign(province, "ke-hoach", parent=parent, bloc=province.bloc, blocs=())
    assert copy_of(plan, 2022).parent is None
    assert copied(plan, 2022).hints[1].startswith("Chưa rõ kế hoạch này thuộc phong trào nào của năm 2022")
    new = draft_campaign(province, "phong-trao-2022", year=2022)
    assert copy_of(plan, 2022).parent == new


def test_below_passes_on_targets_days_and_deadlines(province, at):
    at("2020-12-20")
    parent = launched_campaign(province, **LINES)
    draft = below(parent, bloc=province.bloc, authority=province.authority)
    above = draft_of(parent)
    assert [target.origin for line in draft.indicators for target in line.targets] == [
        target.id for line in above.indicators for target in line.targets
    ]
    assert (draft.parent, draft.bloc, draft.blocs, draft.scope, draft.theme) == (
        parent, province.bloc, (), Scope.BLOC, LINES["theme"],
    )  # fmt: skip
    assert {(line.id, line.addressee) for line in draft.milestones} == {(None, Addressee.BLOC_LEADER)}
    assert draft.bloc_members == "Huyện Đồng Văn\nHuyện Mèo Vạc\nHuyện Yên Minh"
    assert draft.references == "Chương trình số 273/CTr-UBND"


@pytest.mark.parametrize(
    ("level", "year", "expected"),
    [
        (Level.PROVINCE, 2021, Level.DISTRICT),
        (Level.PROVINCE, 2026, Level.COMMUNE),
        (Level.DISTRICT, 2021, Level.COMMUNE),
        (Level.COMMUNE, 2021, Level.AGENCY),
    ],
)
def test_a_lower_authority_is_one_level_below(province, at, level, year, expected):
    at("2020-12-20")
    parent = draft_campaign(province, level=level, year=year)
    draft = placed_below(parent, bloc=None, authority=province.standing_body).draft
    assert (draft.level, draft.issuer, draft.bloc) == (expected, "Ban Thi đua - Khen thưởng tỉnh", None)


def test_origins_from_elsewhere_are_not_kept(province, at):
    at("2020-12-20")
    parent = launched_campaign(province)
    foreign = Target.objects.filter(indicator__campaign=draft_campaign(province, "khac"))[0]
    own = Target.objects.filter(indicator__campaign=parent)[0]
    lines = tuple(
        IndicatorLine(f"Chỉ tiêu {origin.pk}", (TargetLine(op=Op.AT_LEAST, value=Decimal(1), origin=origin.pk),))
        for origin in (foreign, own)
    )
    plan = draft_campaign(province, "ke-hoach", parent=parent, bloc=province.bloc, blocs=(), indicators=lines)
    assert list(Target.objects.filter(indicator__campaign=plan).values_list("origin", flat=True)) == [None, own.pk]


@pytest.mark.parametrize("code", fixtures.CAMPAIGNS)
def test_copies_of_the_founding_documents_can_be_saved_as_they_come(at, code):
    at("2020-12-20")
    ground.lay()
    campaign = Campaign.objects.get(code=code)
    staff = ground.staff_of(campaign.authority.code)
    prefill = copied(campaign, campaign.year + 1)
    sheet = CampaignSheet(None, user=staff, draft=prefill.draft)
    called = [bloc.pk for bloc in campaign.blocs.all()]
    data = as_typed(sheet) | as_typed_prizes(sheet) | {"blocs": called}
    again = CampaignSheet(posted(data), user=staff, draft=prefill.draft)
    missing = "Thuộc phong trào: Kế hoạch của khối phải thuộc một phong trào; hãy chọn phong trào ấy."
    assert again.sentences == ([missing] if campaign.bloc_id else [])
    if not campaign.bloc_id:
        assert again.draft.prizes == prefill.draft.prizes
        assert [line.name for line in again.draft.milestones] == [line.name for line in prefill.draft.milestones]


def as_typed_prizes(sheet: CampaignSheet) -> dict:
    """What a browser would send for the untouched prizes."""
    data: dict = {sheet.prizes.count_name: len(sheet.prizes)}
    for form in sheet.prizes.forms:
        data |= {field.html_name: value for field in form if (value := field.value()) not in (None, [])}
    return data


def test_start_page_offers_every_way(province, at, sign_in):
    at("2020-12-20")
    launched_campaign(province)
    page = sign_in(province.staff).get(reverse("campaigns:create"))
    text = text_of(page)
    ways = ("Theo phong trào năm trước", "Dưới một phong trào cấp trên", "Nhập từ đầu")
    assert [text.count(way) for way in ways] == [1, 1, 1]
    assert "2021 · Chương trình số 273/CTr-UBND · Phát động phong trào thi đua năm 2021" in text


def test_start_page_is_for_staff(province, at, sign_in):
    at("2020-12-20")
    assert {sign_in(province.head).get(reverse(f"campaigns:{name}")).status_code for name in ("create", "write")} == {
        403
    }


def test_the_filled_in_page_writes_nothing_until_it_is_saved(province, at, sign_in):
    at("2020-12-20")
    campaign = launched_campaign(province)
    next_year(province)
    client = sign_in(province.staff)
    address = f"{reverse('campaigns:write')}?tu={campaign.code}&nam=2022"
    page = client.get(address)
    assert "Đã điền sẵn, chưa lưu" in text_of(page)
    assert Campaign.objects.count() == 1
    typed = fields_of(page) | chosen(page)
    response = client.post(address, typed)
    new = Campaign.objects.get(year=2022)
    assert (response["Location"], new.milestones.count(), new.state) == (f"/phong-trao/{new.code}/", 5, "draft")


def chosen(page) -> dict:
    """The chosen options and ticked boxes of the page, as a browser sends them."""
    sheet = page.context["sheet"]
    forms = [sheet.form, *(form for rows in sheet.lists.values() for form in rows.forms)]
    found = {}
    for form in forms:
        for field in form:
            value = field.value()
            if value is not None and not field.is_hidden:
                plain = field.field.prepare_value(value)
                found[field.html_name] = (
                    [str(getattr(one, "pk", one)) for one in plain] if isinstance(plain, list | tuple) else str(plain)
                )
    return found


def test_the_page_of_a_plan_is_filled_in_and_told_where_it_is_looser(province, at, sign_in):
    at("2020-12-20")
    parent = launched_campaign(province)
    client = sign_in(province.staff)
    address = f"{reverse('campaigns:write')}?duoi={parent.code}&khoi=khoi-1"
    page = client.get(address)
    typed = fields_of(page) | chosen(page) | {"targets-0-value": "37", "code": "ke-hoach"}
    page = client.post(address, typed, follow=True)
    sentence = (
        "Chỉ tiêu “Thu nhập bình quân đầu người”: từ 37 triệu đồng trở lên – "
        "thấp hơn so với cấp trên (từ 38,5 triệu đồng trở lên)."
    )
    plan = Campaign.objects.get(code="ke-hoach")
    assert looseness(plan) == [sentence]
    pages = [page, *(client.get(reverse(f"campaigns:{name}", args=[plan.code])) for name in ("edit", "launch"))]
    assert [text_of(one).count(sentence) for one in pages] == [1, 1, 1]


@pytest.mark.parametrize(
    "query", ["tu=khong-co&nam=2022", "tu=phong-trao-2021", "duoi=khong-co", "duoi=phong-trao-2021&khoi=x"]
)
def test_addresses_that_name_nothing_are_not_found(province, at, sign_in, query):
    at("2020-12-20")
    launched_campaign(province)
    assert sign_in(province.staff).get(f"{reverse('campaigns:write')}?{query}").status_code == 404


def test_models_are_the_campaigns_that_one_runs(province, at):
    at("2020-12-20")
    campaign = launched_campaign(province)
    gone = draft_campaign(province, "da-huy")
    services.cancel(campaign_id=gone.pk, reason="Lập nhầm.", by=province.staff)
    assert (list(models_for(province.staff)), list(models_for(province.leader))) == ([campaign], [])


def test_kind_level_and_scope_are_stored_and_shown(province, at, sign_in):
    at("2020-12-20")
    campaign = draft_campaign(
        province,
        kind=MovementKind.THEMATIC,
        level=Level.PROVINCE,
        starts_on=date(2021, 1, 1),
        ends_on=date(2025, 12, 31),
    )
    assert (draft_of(campaign).kind, campaign.years, campaign.duration.label) == (
        "thematic", "2021–2025", "từ 5 năm trở lên",
    )  # fmt: skip
    client = sign_in(province.staff)
    listed, page = client.get(reverse("campaigns:list")), client.get(reverse("campaigns:detail", args=[campaign.code]))
    assert ("Chuyên đề" in text_of(listed), "2021–2025" in text_of(listed)) == (True, True)
    text = text_of(page)
    assert "theo chuyên đề · Bộ, ban, ngành, tỉnh · bộ, ban, ngành, đoàn thể, địa phương" in text
    assert "từ 01/01/2021 đến 31/12/2025 (từ 5 năm trở lên)" in text
    assert (
        "01/01/2021" in text,
        "31/12/2025" in text,
        "09/01/2021 Hạn đăng ký" in text or "10/01/2021 Hạn đăng ký" in text,
    ) == (True,) * 3


@pytest.mark.parametrize("count", [1, 3])
def test_start_page_costs_the_same_for_more_campaigns(province, at, sign_in, count, django_assert_num_queries):
    at("2020-12-20")
    for number in range(count):
        draft_campaign(province, f"phong-trao-{number}")
        bloc(
            f"khoi-{number + 5}",
            f"Khối {number}",
            province.authority,
            (district(f"h-{number}", f"H{number}", province.authority),),
        )
    client = sign_in(province.staff)
    with django_assert_num_queries(8):
        client.get(reverse("campaigns:create"))
