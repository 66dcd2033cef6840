"""What a phrase sets, rule by rule, and what its parts are called."""

import pytest

from campaigns.directive import read
from tests.campaigns.directive.test_styles import HEAD, shown

OTHERS = "- Tỷ lệ đô thị hóa đạt 33%;\n- Tỷ lệ che phủ rừng đạt 44%;\n"

VALUES = {
    # After "từ" the bound may stand behind a comma.
    "Có từ 150 sáng kiến, cải tiến kỹ thuật trở lên được công nhận": [">= 150 sáng kiến, cải tiến kỹ thuật"],
    # So many out of so many; a share, a fraction and a count per head say something else.
    "9/9 thôn giữ vững danh hiệu thôn văn hóa, gia đình văn hóa đạt trên 93%": ["= 9 thôn", "> 93 %"],
    "Hoàn thành 5/5 công trình trọng điểm": ["= 5 công trình"],
    "12/15 xã đạt chuẩn (đạt 80%)": ["= 80 %"],
    "Điểm hài lòng đạt 8,6/10 điểm": ["= 8.6 điểm"],
    "2/3 hội viên tham gia sinh hoạt đạt 60%": ["= 60 %"],
    # What a counted thing is worth.
    "Xây 25 mái ấm trị giá từ 50 triệu đồng/nhà trở lên": ["= 25 mái ấm", ">= 50 triệu đồng/nhà"],
    # Units that are written short; a verb or a rank behind them is none of theirs.
    "GVDG cấp trường: 60/88 đ/c; cấp tỉnh: 06 đ/c": ["= 60 đ/c", "= 6 đ/c"],
    "SKKN: 30 SKKN xếp loại cấp trường": ["= 30 SKKN"],
    "Bắn súng AK bài 1: 100% đạt yêu cầu": ["= 100 %"],
    "80% người dân có tài khoản định danh mức 2": ["= 80 %"],
    "Thu ngân sách vượt từ 5 - 10% so với dự toán": ["increase_by 5-10 %"],
    "Không còn xã dưới 13 tiêu chí": ["qualitative None"],
    "Giải phóng mặt bằng 25 ha": ["= 25 ha"],
    # A change said once.
    "Có thêm 12 xã đạt chuẩn, 05 xã đạt chuẩn nâng cao": ["increase_by 12 xã", "increase_by 5 xã"],
    "Giảm 350 hộ nghèo, 200 hộ cận nghèo": ["decrease_by 350 hộ", "decrease_by 200 hộ"],
    "Giảm tỷ lệ hộ nghèo 2%, hộ cận nghèo 1%": ["decrease_by 2 %", "decrease_by 1 %"],
    "Giảm 300 hộ nghèo, xóa 80 nhà tạm": ["decrease_by 300 hộ", "= 80 nhà"],
    "Giảm tỷ lệ hộ nghèo 2%, hộ dùng nước sạch 95%": ["decrease_by 2 %", "= 95 %"],
    # A bound said once, and two values side by side.
    "Tổ chức ít nhất 4 cuộc hội nghị, 2 cuộc kiểm tra": [">= 4 cuộc", ">= 2 cuộc"],
    "Đối thoại ít nhất 2 lần/năm ở cấp huyện, 4 lần/năm ở cấp xã": [">= 2 lần/năm", ">= 4 lần/năm"],
    "Trên 95% hộ dùng nước sạch, 80% hộ có nhà tiêu": ["> 95 %", "= 80 %"],
    "Tổ chức ít nhất 4 cuộc hội nghị, thu ngân sách 20 tỷ đồng": [">= 4 cuộc", "= 20 tỷ đồng"],
    "Điều tra, xử lý các loại án đạt 92%/90%": ["= 92 %", "= 90 %"],
    "Triệt phá 25 vụ/30 đối tượng": ["= 25 vụ", "= 30 đối tượng"],
    "Số giường bệnh đạt 28 giường/1 vạn dân": ["= 28 giường/1 vạn dân"],
    "Số giường bệnh đạt 28 giường/10.000 dân": ["= 28 giường/10.000 dân"],
    # A number in a name is no value.
    "Xã Quảng Bình 1 đạt chuẩn nông thôn mới": ["qualitative None"],
    "Khối phố 5 và tổ dân phố số 7 đạt chuẩn văn hóa": ["qualitative None"],
    "Thành lập 02 tổ 15 người": ["= 2 tổ", "= 15 người"],
    "Đạt chuẩn mức 2 theo Quy định số 11-QĐ/TW": ["qualitative None"],
    # In brackets: where one starts, what the value comes to, how it compares.
    "Kết nạp 15 đảng viên (năm 2020 kết nạp 12 đảng viên)": ["= 15 đảng viên"],
    "Thu ngân sách đạt 250 tỷ đồng (tăng 10% so với năm 2020)": ["= 250 tỷ đồng"],
    "Chỉ số PCI tăng 2 bậc so với năm 2020 (68,45 điểm, xếp thứ 10)": ["increase_by 2 bậc"],
    "Thời gian giải quyết còn 02 ngày (quy định là 03 ngày)": ["= 2 ngày"],
    "Nhập ngũ đạt 100% chỉ tiêu (15/15 thanh niên)": ["= 100 %"],
    # Whom a value is said of, and kinds that bear no number.
    "Tỷ lệ hộ nghèo giảm từ 4% trở lên, riêng 2 huyện nghèo A Sáng, B Lâm giảm từ 2% trở lên": [
        "decrease_by 4 % >=",
        "decrease_by 2 % >=",
    ],
    "Gieo trồng lúa 540 ha, rau màu các loại 160 ha": ["= 540 ha", "= 160 ha"],
    "Lập, gửi báo cáo tài chính đúng thời hạn": ["qualitative None"],
    # What each of them reaches says who is meant; a clock costs no đồng.
    "80% hộ đạt 8 tiêu chí": ["= 80 %"],
    "Thay 5.000 đồng hồ": ["= 5000 đồng hồ"],
    "Không để xảy ra vụ ngộ độc trên 30 người mắc": ["qualitative None"],
    "Thu vượt dự toán pháp lệnh từ 5% trở lên, vượt dự toán HĐND tỉnh giao 3%": [
        "increase_by 5 % >=",
        "increase_by 3 %",
    ],
    "Thành lập đội 10 người ứng trực 24/24h": ["= 10 người"],
    "100% cán bộ khối (gồm 16 khối trưởng, 48 thành viên) được tập huấn": ["= 100 %"],
    # In how many days, and how wide.
    "100% hồ sơ được giải quyết trong 03 ngày làm việc": ["= 100 %"],
    "Xây dựng 03 km đường rộng 3,5 m": ["= 3 km"],
    "Mở rộng 3,5 km đường": ["= 3.5 km"],
    "Mở rộng thêm 3,5 km đường": ["increase_by 3.5 km"],
    "Kiên cố hóa 2.400 m kênh mương": ["= 2400 m"],
    # How often something is done may stand in the name.
    "Tỷ lệ học sinh lớp 3 được học tiếng Anh 4 tiết/tuần đạt 95%": ["= 95 %"],
    "Triển khai Chương trình giáo dục phổ thông 2018 đối với lớp 7": ["qualitative None"],
    "Kinh phí huy động xã hội hóa tăng từ 5 - 7% so với năm học trước": ["increase_by 5-7 %"],
    "Tổ chức 150 ca tuần tra, xử lý 300 trường hợp vi phạm": ["= 150 ca", "= 300 trường hợp"],
    "Xây dựng thêm 02 tuyến phố văn minh": ["increase_by 2 tuyến phố"],
    # What is not to be, after grades; after a number that comes first it says the same again.
    "Rèn luyện: Tốt 88%, Khá 12%, không có học sinh Chưa đạt": ["= 88 %", "= 12 %", "qualitative None"],
    "100% nhiệm vụ hoàn thành đúng hạn, không có nhiệm vụ quá hạn": ["= 100 %"],
}


@pytest.mark.parametrize("line", VALUES)
def test_values(line):
    assert shown(f"{HEAD}{OTHERS}- {line};\n")[2:] == VALUES[line]


NAMES = {
    "Kết quả rèn luyện: Tốt 88%, Khá 11%, Đạt 1%": ("Kết quả rèn luyện", ["Tốt", "Khá", "Đạt"]),
    "Kết quả cả năm: Tốt 88%; Chưa đạt 0,5%": ("Kết quả cả năm", ["Tốt", "Chưa đạt"]),
    "Tặng quà 1.200 gia đình chính sách": ("Tặng quà gia đình chính sách", [""]),
    "Huấn luyện: 100% quân số đạt yêu cầu": ("Huấn luyện: quân số đạt yêu cầu", [""]),
    "Giải phóng mặt bằng 25 ha": ("Giải phóng mặt bằng", [""]),
    "Đạt: 1%": ("Đạt", [""]),
    "Năm 2021 giá trị sản xuất đạt 210 tỷ đồng": ("Giá trị sản xuất", [""]),
    "Không có vi phạm nghiêm trọng; vi phạm nhẹ dưới 1%": (
        "Không có vi phạm nghiêm trọng; vi phạm nhẹ",
        ["Không có vi phạm nghiêm trọng", "vi phạm nhẹ"],
    ),
    "Doanh thu cả năm đạt 500 tỷ đồng": ("Doanh thu cả năm", [""]),
    "Giảm tỷ lệ hộ nghèo từ 5,6% xuống còn 4,1%": ("Giảm tỷ lệ hộ nghèo xuống còn", [""]),
}


@pytest.mark.parametrize("line", NAMES)
def test_names(line):
    one = read(f"{HEAD}{OTHERS}- {line};\n").indicators[2]
    assert (one.name, [target.label for target in one.targets]) == NAMES[line]


LISTS = {
    "the letter i": ("a b c d đ e g h i k", "{}) "),
    "small numerals": ("i ii iii iv v", "{}) "),
    "small numerals in brackets": ("i ii iii iv v", "({}) "),
}


@pytest.mark.parametrize("name", LISTS)
def test_letters_and_numerals(name):
    labels, mark = LISTS[name]
    lines = [
        f"{mark.format(label)}Chỉ số số {label.upper()} đạt 5{place}%;" for place, label in enumerate(labels.split())
    ]
    assert [one.no for one in read(HEAD + "\n".join(lines)).indicators] == labels.split()


def test_a_run_on_sentence_ends_in_words():
    text = (
        "CHỈ THỊ\nThi đua năm 2021\n\nCác cấp phấn đấu đạt các chỉ tiêu: thu nhập 62 triệu đồng; trồng 120 ha; "
        "nước sạch 95%; quốc phòng, an ninh được giữ vững. Sở Nội vụ theo dõi việc thực hiện.\n"
    )
    assert shown(text) == ["= 62 triệu đồng", "= 120 ha", "= 95 %", "qualitative None"]


def test_a_cell_with_two_values():
    rows = ["TT\tChỉ tiêu\tĐơn vị\tKế hoạch năm 2021", "1\tDoanh thu\tTỷ đồng\t120, tăng 10%"]
    assert shown(HEAD + "\n".join(rows)) == ["= 120 tỷ đồng", "increase_by 10 %"]


def test_the_title_is_no_head_of_what_last_year_has_brought():
    text = (
        "HƯỚNG DẪN\nNội dung, chỉ tiêu phong trào thi đua năm 2021\n\nNăm 2020, các cấp Hội đã kết nạp 612 hội viên; "
        "xây 26 nhà tình nghĩa; hộ hội viên nghèo còn 6,5%.\n\nI. CÁC CHỈ TIÊU CỤ THỂ\n\n- Kết nạp 550 hội viên;\n"
    )
    assert shown(text) == ["= 550 hội viên"]


def test_a_share_of_those_who_register_does_not_end_a_run_on_list():
    text = (
        "1. Trồng 5 ha.\n\n2. Đối với cán bộ\n\nPhấn đấu 100% cán bộ đăng ký thi đua; 12 người được công nhận Chiến sĩ "
        "thi đua cơ sở; ít nhất 15 sáng kiến được công nhận. Mỗi giáo viên dự giờ tối thiểu 18 tiết/năm học.\n"
    )
    assert shown(HEAD + text) == ["= 5 ha", "= 100 %", "= 12 người", ">= 15 sáng kiến", ">= 18 tiết/năm học"]
