"""Every main page of every role: axe finds nothing grave, and 360 pixels are wide enough."""

import pytest
from django.urls import reverse

from tests.factories.campaigns import milestone_of, participation_of
from tests.factories.everything import busy_world
from tests.support.browser import NARROW, WIDE, grave_faults, overflows, picture

pytestmark = pytest.mark.journey

EVERYBODYS = [
    "/",
    "/phong-trao/",
    "/phong-trao/phong-trao-2021/",
    "/khoi/",
    "/cham-diem/",
    "/khen-thuong/",
    "/hop-thu/",
    "/lich/",
]
PAGES = {
    "officer": [
        "folder",
        "figures",
        "evidence",
        "document",
        "submission",
        "/cham-diem/xep-hang/phong-trao-2021/",
        "sheet",
    ],
    "staff": [
        "/phong-trao/tao/",
        "/phong-trao/tao/nhap-tay/",
        "/phong-trao/ban-nhap/sua/",
        "/phong-trao/ban-nhap/phat-dong/",
        "/phong-trao/phong-trao-2021/theo-doi/",
        "/phong-trao/phong-trao-2021/theo-doi/bang/",
        "/phong-trao/phong-trao-2021/ket-thuc/",
        "reminders",
        "remind",
        "/khoi/khoi-1/",
        "/cham-diem/xep-hang/phong-trao-2021/",
        "/khen-thuong/phong-trao-2021/",
        "/khen-thuong/phong-trao-2021/co-cau/",
        "/bao-cao/",
        "/ngay-gia-dinh/",
    ],
    "leader": ["/phong-trao/phong-trao-2021/theo-doi/"],
    "bloc_secretary": ["/phong-trao/phong-trao-2021/theo-doi/", "/bao-cao/"],
    "head": ["submission"],
}


def addresses(world, role):
    """Every page of one role, by the name of its picture; names without a slash are pages of the first unit."""
    folder = participation_of(world.campaign, world.province.unit)
    midterm = folder.submissions.get(kind="midterm_report")
    register = reverse("campaigns:reminders", args=[world.campaign.code, milestone_of(world.campaign, "register").pk])
    own = {
        "reminders": register,
        "remind": f"{register}them/",
        "folder": f"/phong-trao/don-vi/{folder.pk}/",
        "figures": f"/phong-trao/don-vi/{folder.pk}/so-lieu/",
        "evidence": f"/phong-trao/don-vi/{folder.pk}/minh-chung/",
        "document": f"/phong-trao/minh-chung/{folder.evidence.first().pk}/xem/",
        "submission": f"/phong-trao/ho-so/{midterm.pk}/",
        "sheet": f"/cham-diem/{folder.score_sheet.pk}/",
    }
    names = [*EVERYBODYS, *PAGES[role]]
    return {one.strip("/").replace("/", "-") or "ban-lam-viec": own.get(one, one) for one in names}


@pytest.mark.parametrize("role", PAGES)
def test_main_pages_keep_nobody_out(desk, role):
    world = busy_world()
    page = desk.seat(world.province.everybody()[role])
    faults, wide = {}, []
    for name, address in addresses(world, role).items():
        page.goto(address)
        if found := grave_faults(page):
            faults[address] = found
        page.set_viewport_size(NARROW)
        if overflows(page):
            wide.append(address)
        page.set_viewport_size(WIDE)
        picture(page, f"{role}-{name}")
    assert faults == {}
    assert wide == []


def test_the_door_keeps_nobody_out(desk, province):
    page = desk.seat()
    page.goto("/dang-nhap/")
    picture(page, "dang-nhap")
    assert grave_faults(page) == []


def test_the_gallery_of_components_keeps_nobody_out(desk, province):
    page = desk.seat(province.staff)
    page.goto("/ui/")
    picture(page, "ui")
    assert grave_faults(page) == []
