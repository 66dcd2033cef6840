"""Heads of documents: whose, what, when, about what."""

import pytest

from campaigns.directive import read

ISSUERS = {
    "ỦY BAN NHÂN DÂN TỈNH HOA SƠN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM": "Ủy ban nhân dân tỉnh Hoa Sơn",
    "ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nTỈNH HOA SƠN\tĐộc lập - Tự do - Hạnh phúc": (
        "Ủy ban nhân dân tỉnh Hoa Sơn"
    ),
    "UBND XÃ TÂN HÒA\n-------": "Ủy ban nhân dân xã Tân Hòa",
    "ĐẢNG BỘ TỈNH AN KHÁNH          ĐẢNG CỘNG SẢN VIỆT NAM\nĐẢNG ỦY XÃ TÂN HÒA": "Đảng ủy xã Tân Hòa",
    "TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM\nLIÊN ĐOÀN LAO ĐỘNG TỈNH VĨNH AN": "Liên đoàn Lao động tỉnh Vĩnh An",
    "QUÂN KHU 9\nTRUNG ĐOÀN 820": "Trung đoàn 820",
    "UBND TỈNH BÌNH THÀNH\nSỞ Y TẾ": "Sở Y tế tỉnh Bình Thành",
    "UBND XÃ PHÚ SƠN\nTỈNH THANH HÀ": "Ủy ban nhân dân xã Phú Sơn",
    "UBND TỈNH NGHỆ AN\nCỤM THI ĐUA SỐ 3": "Cụm thi đua số 3 tỉnh Nghệ An",
    "LIÊN ĐOÀN LAO ĐỘNG TỈNH VĨNH AN\nBAN THƯỜNG VỤ": "Liên đoàn Lao động tỉnh Vĩnh An",
    "BẢO HIỂM XÃ HỘI TỈNH VĨNH AN": "Bảo hiểm xã hội tỉnh Vĩnh An",
    "TẬP ĐOÀN DỆT MAY\nCÔNG TY CỔ PHẦN DỆT MAY HƯNG HÀ": "Công ty Cổ phần Dệt may Hưng Hà",
    "CÔNG TY CỔ PHẦN\nCẤP NƯỚC ĐỒNG HỚI": "Công ty Cổ phần Cấp nước Đồng Hới",
    "PHÒNG GD&ĐT HUYỆN TAM GIANG\nTRƯỜNG THCS HÒA BÌNH": "Trường THCS Hòa Bình",
}


@pytest.mark.parametrize("block", ISSUERS)
def test_issuers(block):
    text = f"{block}\nSố: 05/KH-X\n\nKẾ HOẠCH\nThi đua năm 2021\n"
    assert read(text).issuer.value == ISSUERS[block]


def test_an_office_is_named_with_its_place_as_the_text_names_it():
    block = "UBND THÀNH PHỐ HÀ NAM\nSỞ Y TẾ\nSố: 05/KH-X\n\nKẾ HOẠCH\nThi đua năm 2021\n\n"
    assert read(block).issuer.value == "Sở Y tế thành phố Hà Nam"
    assert read(f"{block}Sở Y tế Hà Nam phát động thi đua.\n").issuer.value == "Sở Y tế Hà Nam"


NUMBERS = {
    "Số: 05/KH-UBND": "05/KH-UBND",
    "Số: 01 /CT-UBND": "01/CT-UBND",
    "Số: 12 /KH-HĐTĐKT": "12/KH-HĐTĐKT",
    "Số 18-KH/ĐU": "18-KH/ĐU",
    "Số:        /KH-UBND": "/KH-UBND",
    "Số: …/KH-UBND": "/KH-UBND",
    "Số: 31/LT-TGĐ-CĐ": "31/LT-TGĐ-CĐ",
}


@pytest.mark.parametrize("line", NUMBERS)
def test_numbers(line):
    directive = read(f"UBND HUYỆN A\n{line}\n\nKẾ HOẠCH\nThi đua năm 2021\n")
    assert directive.doc_number.value == NUMBERS[line]


TITLES = {
    "KẾ HOẠCH\nPhát động thi đua năm 2021": ("Kế hoạch", "Phát động thi đua năm 2021"),
    "## **CHỈ THỊ** **Về việc phát động thi đua năm 2021**": ("Chỉ thị", "Về việc phát động thi đua năm 2021"),
    "KẾ HOẠCH\nPHÁT ĐỘNG PHONG TRÀO THI ĐUA\nNĂM HỌC 2023-2024": (
        "Kế hoạch",
        "Phát động phong trào thi đua năm học 2023-2024",
    ),
    "CHƯƠNG TRÌNH\nPhát động thi đua thực hiện các chỉ tiêu,\nnhiệm vụ năm 2021": (
        "Chương trình",
        "Phát động thi đua thực hiện các chỉ tiêu, nhiệm vụ năm 2021",
    ),
}


@pytest.mark.parametrize("lines", TITLES)
def test_titles(lines):
    directive = read(f"{lines}\n\nCăn cứ Luật Thi đua, khen thưởng;\n\nI. MỤC ĐÍCH\n\n1. Nội dung.\n")
    assert (directive.doc_type.value, directive.title.value) == TITLES[lines]


def test_an_official_letter():
    text = (
        "CỤC THUẾ TỈNH HÒA ĐÔNG\nSố: 402/CT-TCCB\nV/v phát động thi đua năm 2024\n"
        "Hòa Đông, ngày 26 tháng 01 năm 2024\n\nKính gửi: Các phòng.\n"
    )
    directive = read(text)
    assert (directive.doc_type.value, directive.title.value) == ("Công văn", "V/v phát động thi đua năm 2024")
    assert (directive.issued_on.value, directive.year.value) == ("2024-01-26", 2024)


@pytest.mark.parametrize(
    "said",
    [
        "với chủ đề: “Đoàn kết, sáng tạo”, tập trung",
        'với chủ đề "Đoàn kết, sáng tạo" như sau:',
        "thực hiện chủ đề của Chính phủ năm 2021 là: **“Đoàn kết, sáng tạo”**.",
        "với khẩu hiệu «Đoàn kết, sáng tạo».",
        "Chủ đề: Đoàn kết, sáng tạo.",
    ],
)
def test_themes(said):
    assert read(f"KẾ HOẠCH\nThi đua năm 2021\n\nỦy ban nhân dân phát động {said}\n").theme.value == "Đoàn kết, sáng tạo"


def test_the_name_of_a_movement_is_no_theme():
    text = "KẾ HOẠCH\nThi đua năm 2021\n\nTiếp tục phong trào “Cả nước chung tay vì người nghèo”.\n"
    assert read(text).theme is None


def test_several_years_have_no_year():
    directive = read("KẾ HOẠCH\nTổ chức phong trào thi đua giai đoạn 2021 - 2025\n\nI. MỤC TIÊU\n")
    assert directive.year is None


def test_a_bloc_with_its_members():
    text = (
        "KẾ HOẠCH\nHoạt động của Cụm thi đua số 1 năm 2023\n\nI. TỔ CHỨC\n\n- Cụm trưởng: Huyện A.\n"
        "- Cụm phó: Huyện B.\n- Các đơn vị thành viên: Huyện C; Huyện D; Thị xã E.\n"
    )
    bloc = read(text).bloc
    assert (bloc.name, bloc.head, bloc.deputy) == ("Cụm thi đua số 1", "Huyện A", "Huyện B")
    assert bloc.members == ("Huyện C", "Huyện D", "Thị xã E")
