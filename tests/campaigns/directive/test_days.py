"""Deadlines, review windows, waves and the period, in the ways they are printed."""

from datetime import date, time

import pytest

from campaigns.directive import read

HEAD = "KẾ HOẠCH\nPhát động phong trào thi đua năm 2021\n\nIII. TỔ CHỨC THỰC HIỆN\n\n"

DUTIES = {
    "Gửi bản đăng ký thi đua trước ngày 10/01/2021": ("register", date(2021, 1, 10), "before_day", None),
    "Gửi bản đăng ký thi đua trước 10/01": ("register", date(2021, 1, 10), "before_day", None),
    "Gửi văn bản phát động chậm nhất ngày 31/01/2021": ("launch_document", date(2021, 1, 31), "end_of_day", None),
    "Báo cáo sơ kết gửi trước 17 giờ 00 ngày 15/6/2021": ("midterm_report", date(2021, 6, 15), "before_day", time(17)),
    "Báo cáo sơ kết gửi trước 16h30 ngày 15/6/2021": ("midterm_report", date(2021, 6, 15), "before_day", time(16, 30)),
    "Báo cáo tổng kết gửi trước ngày 05 tháng 12 năm 2021": ("final_report", date(2021, 12, 5), "before_day", None),
    "Báo cáo sơ kết gửi trước ngày 20/6 hằng năm": ("midterm_report", date(2021, 6, 20), "before_day", None),
    "Nộp bảng tự chấm điểm không muộn hơn ngày 01/12/2021": ("self_score", date(2021, 12, 1), "end_of_day", None),
    "Nộp bản đăng ký thi đua trong tháng 3": ("register", date(2021, 3, 31), "end_of_day", None),
    "Hạn cuối nộp báo cáo tổng kết: hết ngày 30/11/2021": ("final_report", date(2021, 11, 30), "end_of_day", None),
    "Thời hạn gửi báo cáo sơ kết 6 tháng: ngày 15/6/2021": ("midterm_report", date(2021, 6, 15), "end_of_day", None),
}


@pytest.mark.parametrize("line", DUTIES)
def test_a_duty(line):
    (deadline,) = read(f"{HEAD}1. {line}.\n").deadlines
    assert (deadline.kind, deadline.printed_on, deadline.reading, deadline.hour) == DUTIES[line]


def test_to_the_leader_of_the_bloc():
    text = (
        HEAD
        + "1. Các đơn vị gửi báo cáo sơ kết về Trưởng khối trước ngày 15/6/2021; gửi Sở Nội vụ trước ngày 30/6/2021.\n"
    )
    assert [one.addressee for one in read(text).deadlines] == ["bloc_leader", "standing_body"]


def test_two_reports_with_their_days_in_turn():
    text = HEAD + "1. Báo cáo 6 tháng, cả năm gửi Sở lần lượt trước ngày 10/6/2021 và trước ngày 10/11/2021.\n"
    assert [one.kind for one in read(text).deadlines] == ["midterm_report", "final_report"]


def test_two_duties_in_one_sentence():
    text = HEAD + "- Báo cáo sơ kết gửi trước ngày 15/6/2021; báo cáo tổng kết gửi chậm nhất ngày 30/11/2021.\n"
    assert [(one.what, one.kind, one.reading) for one in read(text).deadlines] == [
        ("Gửi báo cáo sơ kết", "midterm_report", "before_day"),
        ("Gửi báo cáo tổng kết", "final_report", "end_of_day"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Chế độ báo cáo 6 tháng, tổng kết năm thực hiện nghiêm túc",
        "Căn cứ Nghị quyết số 10/NQ-HĐND ngày 10/12/2020",
        "Lập thành tích chào mừng kỷ niệm 67 năm chiến thắng Điện Biên Phủ (7/5/1954 - 7/5/2021)",
        "Thi đua chào mừng Quốc khánh 2/9 và ngày sinh Chủ tịch Hồ Chí Minh (19/5)",
        "Luật có hiệu lực từ ngày 01/01/2022",
    ],
)
def test_what_is_no_deadline(line):
    directive = read(f"{HEAD}1. {line}.\n")
    assert directive.deadlines == ()
    assert directive.windows == ()


def test_windows_and_the_period():
    text = HEAD + (
        "1. Thời gian thi đua: Từ ngày 01/01/2021 đến hết ngày 31/12/2021.\n"
        "2. Sơ kết: từ 15/6 đến 30/6/2021.\n"
        "3. Tổng kết: từ ngày 15 đến ngày 20 tháng 11 năm 2021.\n"
    )
    directive = read(text)
    assert (directive.starts_on.value, directive.ends_on.value) == (date(2021, 1, 1), date(2021, 12, 31))
    assert [(one.kind, one.starts_on, one.ends_on) for one in directive.windows] == [
        ("midterm", date(2021, 6, 15), date(2021, 6, 30)),
        ("final", date(2021, 11, 15), date(2021, 11, 20)),
    ]
    assert directive.deadlines == ()


def test_a_school_year_runs_into_the_next():
    text = (
        "Tam Giang, ngày 10 tháng 9 năm 2024\n\nKẾ HOẠCH\nPhát động thi đua năm học 2024 - 2025\n\n"
        "I. THỜI GIAN\n\n- Đợt 1: từ ngày 05/9/2024 đến ngày 20/11/2024;\n"
        "- Đợt 2: từ ngày 21/11/2024 đến ngày 31/5/2025.\n\n"
        "II. THỰC HIỆN\n\n- Nộp báo cáo sơ kết trước ngày 15/01.\n"
    )
    directive = read(text)
    assert directive.year.value == 2024
    assert [(one.name, one.ends_on) for one in directive.waves] == [
        ("Đợt 1", date(2024, 11, 20)),
        ("Đợt 2", date(2025, 5, 31)),
    ]
    assert directive.deadlines[0].printed_on == date(2025, 1, 15)
    assert [one.code for one in directive.warnings if one.code == "R03"] == []


def test_the_period_since_the_launch():
    text = (
        "Cao Bằng, ngày 18 tháng 01 năm 2021\n\nCHỈ THỊ\nVề phong trào thi đua năm 2021\n\n"
        "I. THỜI GIAN\n\nTừ ngày phát động đến hết ngày 31/12/2021.\n"
    )
    directive = read(text)
    assert (directive.starts_on.value, directive.starts_on.sure) == (date(2021, 1, 18), "likely")
    assert directive.ends_on.value == date(2021, 12, 31)


WARNINGS = {
    "R03": "1. Gửi báo cáo sơ kết trước ngày 22/6/2020.",
    "R04": "1. Gửi báo cáo sơ kết trước ngày 20/6/2021.",
    "R05": "1. Tổng kết: từ ngày 20/11/2021 đến ngày 10/11/2021.",
    "R09": "1. Một việc.\n2. Hai việc.\n2. Ba việc.\n3. Bốn việc.",
}


@pytest.mark.parametrize("code", WARNINGS)
def test_a_warning(code):
    text = f"{HEAD}{WARNINGS[code]}\n"
    (warning,) = [one for one in read(text).warnings if one.code == code]
    assert text[warning.source.start : warning.source.end]
    assert warning.sentence.endswith(".")


def test_a_misprinted_year_is_not_said_to_be_a_weekend_too():
    codes = [one.code for one in read(f"{HEAD}1. Gửi báo cáo sơ kết trước ngày 20/6/2020.\n").warnings]
    assert "R03" in codes
    assert "R04" not in codes


def test_waves_that_follow_each_other_are_the_period():
    text = HEAD + (
        "1. Các đợt thi đua\n- Đợt 1: từ ngày 20/01/2021 đến ngày 19/5/2021;\n- Đợt 2: từ ngày 20/5/2021 đến ngày "
        "30/11/2021.\n2. Sơ kết đợt 1: từ ngày 20/5/2021 đến ngày 30/5/2021.\n"
    )
    directive = read(text)
    assert [one.name for one in directive.waves] == ["Đợt 1", "Đợt 2"]
    assert [one.kind for one in directive.windows] == ["midterm"]
    assert (directive.starts_on.value, directive.ends_on.value) == (date(2021, 1, 20), date(2021, 11, 30))
    assert directive.starts_on.sure == "likely"


def test_a_peak_with_a_name_is_a_wave():
    text = HEAD + (
        "1. Thời gian thi đua từ ngày 15/3/2021 đến ngày 31/12/2021. Cao điểm “100 ngày về đích” từ ngày 22/9/2021 "
        "đến ngày 30/12/2021.\n2. Đợt cao điểm Tháng Công nhân: từ ngày 01/5/2021 đến ngày 31/5/2021.\n"
    )
    directive = read(text)
    assert [one.name for one in directive.waves] == ["100 ngày về đích", "Đợt cao điểm Tháng Công nhân"]
    assert directive.ends_on.value == date(2021, 12, 31)


@pytest.mark.parametrize("what", ["Hội nghị ký kết giao ước thi đua", "Kiểm tra việc thực hiện phong trào"])
def test_a_meeting_is_no_period(what):
    directive = read(f"{HEAD}1. {what}: từ ngày 15/3/2021 đến ngày 20/3/2021.\n")
    assert directive.starts_on is None


def test_what_is_missing_is_said():
    assert [one.code for one in read("").warnings] == ["R01", "R02"]
    blank = "Số:      /KH-UBND\nHà Nội, ngày      tháng 02 năm 2021\n\nKẾ HOẠCH\nThi đua năm 2021\n"
    directive = read(blank)
    assert {"R07", "R08"} <= {one.code for one in directive.warnings}
    assert (directive.doc_number.value, directive.issued_on.value) == ("/KH-UBND", "2021-02")
