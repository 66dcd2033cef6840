"""A unit's folder in the browser: figures in one grid, refusals that keep what was typed."""

from datetime import date
from decimal import Decimal

import pytest

from campaigns.models import ProgressEntry
from campaigns.queries.submissions import targets_of
from tests.factories.campaigns import launched_campaign, participation_of
from tests.support.pages import fields_of, text_of


@pytest.fixture
def folder(province, at):
    campaign = launched_campaign(province)
    at("2021-06-25 16:00")
    return participation_of(campaign, province.unit)


@pytest.fixture
def targets(folder):
    return list(targets_of(folder))


@pytest.fixture(autouse=True)
def _store(settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"


def address(folder, *more):
    return "/".join(["/phong-trao/don-vi", str(folder.pk), *more, ""])


def test_folder_shows_duties_figures_and_evidence(province, folder, sign_in):
    response = sign_in(province.officer).get(address(folder))
    assert response.status_code == 200
    words = text_of(response)
    for part in ("Bản đăng ký thi đua", "Thu nhập bình quân đầu người", "Tỷ lệ hộ nghèo giảm"):
        assert part in words


def test_figures_are_written_as_officials_write_them(province, folder, targets, sign_in):
    data = {"as_of": "25/6/2021", "source": "Cục Thống kê", f"figure_{targets[0].pk}": "1.234,5", "confirm": "on"}
    response = sign_in(province.officer).post(address(folder, "so-lieu"), data, follow=True)
    assert "Đã ghi 1 số liệu." in text_of(response)
    entry = ProgressEntry.objects.get()
    assert (entry.value, entry.as_of) == (Decimal("1234.5"), date(2021, 6, 25))


def test_figures_of_a_day_to_come_come_back_with_the_sentence(province, folder, targets, sign_in):
    data = {"as_of": "26/6/2021", f"figure_{targets[0].pk}": "20"}
    response = sign_in(province.officer).post(address(folder, "so-lieu"), data)
    assert "Ngày số liệu chưa tới; hãy ghi ngày mà số liệu đã có." in text_of(response)
    assert fields_of(response)[f"figure_{targets[0].pk}"] == "20"


def test_figures_without_any_are_refused(province, folder, sign_in):
    response = sign_in(province.officer).post(address(folder, "so-lieu"), {"as_of": "25/6/2021"})
    assert "Chưa có số liệu nào được nhập." in text_of(response)


def test_figures_of_another_unit_cannot_be_written(province, folder, sign_in):
    assert sign_in(province.officers[1]).get(address(folder, "so-lieu")).status_code == 404
    response = sign_in(province.staff).get(address(folder, "so-lieu"))
    assert response.status_code == 403
    assert "Chỉ người của đơn vị làm được việc này." in text_of(response)


@pytest.mark.parametrize("who", ["stranger", "council_member"])
def test_a_foreign_folder_is_not_found(province, folder, sign_in, who):
    assert sign_in(province.everybody()[who]).get(address(folder)).status_code == 404


def test_a_folder_of_another_member_is_not_found(province, folder, sign_in):
    assert sign_in(province.officers[1]).get(address(folder)).status_code == 404
