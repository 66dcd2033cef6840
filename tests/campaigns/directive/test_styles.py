"""Lists in the styles one meets: each line is read for what it says, and for nothing else."""

import pytest

from campaigns.directive import read

HEAD = "KẾ HOẠCH\nPhát động phong trào thi đua năm 2021\n\nII. CÁC CHỈ TIÊU CHỦ YẾU\n\n"


def shown(text):
    """op, value(s), unit and bound of every target, in one word each."""
    return [
        " ".join(
            part
            for part in (t.op.value, f"{t.value}-{t.value_max}" if t.value_max else str(t.value), t.unit, t.bound)
            if part
        )
        for one in read(text).indicators
        for t in one.targets
    ]


LINES = {
    "Thu ngân sách đạt 2.700 tỷ đồng": ["= 2700 tỷ đồng"],
    "Thu ngân sách 2.700,5 tỷ đồng": ["= 2700.5 tỷ đồng"],
    "Khách du lịch 2.3 triệu lượt": ["= 2.3 triệu lượt"],
    "Khách du lịch đạt trên 7,5 triệu lượt khách": ["> 7.5 triệu lượt khách"],
    "Tỷ lệ hộ nghèo giảm 4,0%": ["decrease_by 4.0 %"],
    "Tỷ lệ hộ nghèo giảm từ 1,5% - 2%": ["decrease_by 1.5-2 %"],
    "Tỷ lệ hộ nghèo giảm từ 1,5 đến 2%": ["decrease_by 1.5-2 %"],
    "Tỷ lệ hộ nghèo giảm tối thiểu 2%": ["decrease_by 2 % >="],
    "Tỷ lệ hộ nghèo giảm còn 3,1%": ["= 3.1 %"],
    "Tỷ lệ hộ nghèo giảm từ 5,2% năm 2020 xuống còn 3,1%": ["= 3.1 %"],
    "Kéo giảm tỷ lệ hộ nghèo xuống dưới 1,8%": ["< 1.8 %"],
    "Giảm tỷ lệ hộ nghèo từ 4% trở lên": ["decrease_by 4 % >="],
    "Tăng tỷ lệ che phủ rừng lên 56%": ["= 56 %"],
    "Tổng vốn đầu tư tăng 11% trở lên": ["increase_by 11 % >="],
    "Tổng vốn đầu tư tăng trên 11%": ["increase_by 11 % >"],
    "Tổng vốn đầu tư tăng từ 7,5 - 8%": ["increase_by 7.5-8 %"],
    "Doanh thu tăng trưởng từ 5% đến 7% so với năm 2020": ["increase_by 5-7 %"],
    "Tốc độ tăng trưởng kinh tế đạt 14,5%": ["= 14.5 %"],
    "Thu ngân sách vượt 5% dự toán tỉnh giao": ["increase_by 5 %"],
    "Số xã đạt chuẩn tăng thêm 5 xã trở lên": ["increase_by 5 xã >="],
    "Giá trị sản phẩm trên 1 ha đạt 42 triệu đồng trở lên": [">= 42 triệu đồng"],
    "Giá trị sản xuất/01 ha đạt 138 - 140 triệu đồng": ["range 138-140 triệu đồng"],
    "Giá trị sản xuất đạt từ 138 đến 140 triệu đồng": ["range 138-140 triệu đồng"],
    "Tỷ lệ nợ xấu không quá 2%": ["<= 2 %"],
    "Tỷ lệ nợ xấu không vượt quá 2%": ["<= 2 %"],
    "Tỷ lệ nợ xấu tối đa 2%": ["<= 2 %"],
    "Tỷ lệ nợ xấu ≤ 2%": ["<= 2 %"],
    "Tỷ suất sinh thô dưới 16‰": ["< 16 ‰"],
    "Tỷ lệ lao động qua đào tạo không thấp hơn 60%": [">= 60 %"],
    "Tỷ lệ lao động qua đào tạo không dưới 60%": [">= 60 %"],
    "Tỷ lệ lao động qua đào tạo ít nhất 60%": [">= 60 %"],
    "Tỷ lệ lao động qua đào tạo hơn 60%": ["> 60 %"],
    "Tỷ lệ lao động qua đào tạo khoảng 60%": ["= 60 %"],
    "Tỉ lệ hộ dùng nước sạch xấp xỉ 90%": ["= 90 %"],
    "Duy trì 15 bác sỹ/vạn dân; 35 giường bệnh/vạn dân": ["= 15 bác sỹ/vạn dân", "= 35 giường bệnh/vạn dân"],
    "08 xã đạt chuẩn nông thôn mới": ["= 8 xã"],
    "100% các xã có nhà văn hóa": ["= 100 %"],
    "Mỗi giáo viên dự giờ ít nhất 18 tiết/năm": [">= 18 tiết/năm"],
    "Chất thải rắn được thu gom đạt 86,7% (thành thị 97,5%, nông thôn 80,6%)": ["= 86.7 %", "= 97.5 %", "= 80.6 %"],
    "Chỉ số PAR INDEX tăng ít nhất 02 bậc so với năm 2020": ["increase_by 2 bậc >="],
    "Thu nhập bình quân 45 triệu đồng/người/năm": ["= 45 triệu đồng/người/năm"],
    "Kết nạp 45 đảng viên mới": ["= 45 đảng viên"],
    "Thành lập mới 35 công đoàn cơ sở ở doanh nghiệp có từ 25 lao động trở lên": ["= 35 công đoàn cơ sở"],
    "Thời gian khắc phục sự cố không vượt quá 4 giờ": ["<= 4 giờ"],
    "Số vụ tai nạn giao thông giảm cả 3 tiêu chí": ["qualitative None"],
    "Có ít nhất 20 sáng kiến, đề tài được công nhận": [">= 20 sáng kiến, đề tài"],
    "Xây 45 nhà “Mái ấm”, hỗ trợ bình quân 60 triệu đồng/nhà": ["= 45 nhà", "= 60 triệu đồng/nhà"],
    "Tỷ số tử vong mẹ không quá 22/100.000 trẻ đẻ sống": ["<= 22 /100.000 trẻ đẻ sống"],
    "Đạt 85 thuê bao/100 hộ dân": ["= 85 thuê bao/100 hộ dân"],
    "Thu nhập tăng thêm bình quân đạt 2,4 triệu đồng/người/tháng": ["= 2.4 triệu đồng/người/tháng"],
    "Tuổi thọ trung bình đạt 75,2 tuổi; số năm sống khỏe đạt 68 năm": ["= 75.2 tuổi", "= 68 năm"],
    "GRDP theo giá so sánh năm 2010 tăng 8,5%": ["increase_by 8.5 %"],
    "Doanh thu so với năm 2020 tăng 12%": ["increase_by 12 %"],
    "Thu ngân sách vượt dự toán từ 5% trở lên": ["increase_by 5 % >="],
    "Giải ngân vốn đầu tư đạt 100% trước ngày 31/12/2021": ["= 100 %"],
    "Xóa 1.250 nhà tạm trước ngày 30/6/2021": ["= 1250 nhà"],
    "Tỷ lệ hộ nghèo giảm từ 18,5% (cuối năm 2020) xuống còn 15%": ["= 15 %"],
    "Tỷ lệ hộ nghèo giảm 3% (từ 15% xuống còn 12%)": ["decrease_by 3 %"],
    "Tỷ lệ hộ nghèo giảm từ 3,5% đầu năm xuống còn 3%": ["= 3 %"],
    "Giá bán điện bình quân đạt 1.950 đồng/kWh": ["= 1950 đồng/kWh"],
    "Sản lượng trứng đạt 350 triệu quả": ["= 350 triệu quả"],
    "Cấp mới ít nhất 12 mã số vùng trồng": [">= 12 mã số vùng trồng"],
    "Vận động 80 hộ kinh doanh chuyển thành doanh nghiệp": ["= 80 hộ"],
    "Nước sạch theo quy chuẩn 01-1:2018/BYT đạt 45%": ["= 45 %"],
    "Học sinh tiểu học được học 2 buổi/ngày: 100%": ["= 100 %"],
    "Có thêm 03 sản phẩm OCOP đạt từ 4 sao trở lên": ["increase_by 3 sản phẩm"],
    "Kết quả học tập: Tốt 20%, Khá 45%, Đạt 34%, Chưa đạt không quá 1%": ["= 20 %", "= 45 %", "= 34 %", "<= 1 %"],
    "Cơ cấu: tiểu thủ công nghiệp 5,5%; dịch vụ 94,5%": ["= 5.5 %", "= 94.5 %"],
    "Không để xảy ra quá 03 vụ cháy": ["<= 3 vụ"],
    "Kết nạp 12 đảng viên mới trở lên": [">= 12 đảng viên"],
    "90% chi bộ hoàn thành tốt nhiệm vụ trở lên": ["= 90 %"],
    "1.200/1.500 hộ đạt gia đình văn hóa, tỷ lệ 80%": ["= 80 %"],
    # Numbers that are no targets.
    "Điểm chất lượng theo Bộ 83 tiêu chí đạt từ 3,8 điểm trở lên": [">= 3.8 điểm"],
    "Tỷ lệ phụ nữ được khám thai từ 4 lần trở lên đạt 85%": ["= 85 %"],
    "Tỷ lệ tiêm đủ 2 mũi vắc xin đạt 100%": ["= 100 %"],
    "100% cán bộ, giáo viên có ít nhất 01 sáng kiến": ["= 100 %"],
    "Giải quyết đơn thư đạt trên 90%, không để tồn đọng quá 30 ngày": ["> 90 %"],
    "Tỷ lệ thuê bao điện thoại thông minh đạt 90%": ["= 90 %"],
    "Số xã đạt chuẩn 08 xã. Năm 2020, huyện có 6 xã đạt chuẩn, thu nhập đạt 30 triệu đồng": ["= 8 xã"],
    "Phát huy kết quả năm 2020 (thu nhập 30 triệu đồng, hộ nghèo 5%), thu nhập đạt 33 triệu đồng": ["= 33 triệu đồng"],
    "Tỷ lệ trẻ dưới 5 tuổi suy dinh dưỡng dưới 9,5%": ["< 9.5 %"],
    "Tỷ lệ hộ nghèo (theo chuẩn giai đoạn 2021-2026) còn 1,82%": ["= 1.82 %"],
    "Nước sạch (đạt quy chuẩn 01 trở lên) đạt 63,8%": ["= 63.8 %"],
    "Trường chuẩn quốc gia mức độ 1 đạt 95,2%, mức độ 2 đạt 26,6%": ["= 95.2 %", "= 26.6 %"],
    "Dịch vụ công trực tuyến mức độ 3, 4 đạt 70%": ["= 70 %"],
    "Đón 420.000 lượt khách (năm 2020 là 365.000 lượt)": ["= 420000 lượt khách"],
    "Hoàn thành việc sắp xếp theo Nghị quyết số 233-NQ/TU ngày 25/7/2020": ["qualitative None"],
    "Thực hiện tốt “3 dám”, “5 rõ”": ["qualitative None"],
    "Mỗi xã có ít nhất 01 sản phẩm OCOP đạt 3 sao trở lên": [">= 1 sản phẩm"],
    "Hộ dân được cấp điện 24/24 giờ đạt 100%": ["= 100 %"],
}


@pytest.mark.parametrize("line", LINES)
def test_a_line(line):
    others = "- Tỷ lệ đô thị hóa đạt 33%;\n- Tỷ lệ che phủ rừng đạt 44%;\n"
    assert shown(f"{HEAD}{others}- {line};\n")[2:] == LINES[line]


MARKS = ["{}) ", "({}) ", "- {}) ", "{}. ", "1.{}. ", "- ", "+ ", "* ", "• ", "– ", "{}/ ", "Chỉ tiêu {}: "]
NAMES = ["Thu ngân sách đạt 2.700 tỷ đồng", "Tỷ lệ hộ nghèo giảm 4,0%", "Số xã đạt chuẩn 08 xã"]
VALUES = ["= 2700 tỷ đồng", "decrease_by 4.0 %", "= 8 xã"]


@pytest.mark.parametrize("mark", MARKS)
def test_marks_of_a_list(mark):
    lines = [mark.format(number) + name for number, name in enumerate(NAMES, start=1)]
    text = HEAD + ";\n".join(lines) + ".\n\nIII. TỔ CHỨC THỰC HIỆN\n\n1. Gửi về Sở Nội vụ 02 bản.\n"
    assert shown(text) == VALUES
    numbered = "{}" in mark
    assert [bool(one.no) for one in read(text).indicators] == [numbered] * 3


def test_letters_of_the_vietnamese_alphabet():
    names = ["A", "B", "C", "D", "Đ", "E"]
    lines = [
        f"{letter}) Chỉ số {name} đạt {place}0%"
        for place, (letter, name) in enumerate(zip("abcdđe", names, strict=True), 1)
    ]
    directive = read(HEAD + ";\n".join(lines))
    assert [one.no for one in directive.indicators] == list("abcdđe")


def test_no_marks_at_all():
    assert shown("KẾ HOẠCH\nThi đua năm 2021\n\nChỉ tiêu cụ thể\n\n" + "\n".join(NAMES)) == VALUES


def test_one_sentence_as_newspapers_print_it():
    text = (
        "Huyện phát động thi đua năm 2021, phấn đấu đạt các chỉ tiêu chủ yếu: thu ngân sách đạt 2.700 tỷ đồng; "
        "tỷ lệ hộ nghèo giảm 4,0%; số xã đạt chuẩn 08 xã. Báo cáo gửi trước ngày 10/01/2021, giải nhất 50 triệu đồng."
    )
    assert shown(text) == VALUES
    assert {one.sure for one in read(text).indicators} == {"likely"}


@pytest.mark.parametrize("cell", ["\t", " | "])
def test_table_rows(cell):
    rows = [
        ["TT", "Chỉ tiêu", "Đơn vị tính", "Thực hiện năm 2020", "Kế hoạch năm 2021"],
        ["I", "Kinh tế", "", "", ""],
        ["1", "Thu ngân sách", "Tỷ đồng", "2.100", "2.700"],
        ["2", "Tỷ lệ hộ nghèo", "%", "5,2", "< 4,0"],
        ["3", "Thu nhập", "Triệu đồng", "30", "33 - 35"],
    ]
    text = HEAD + "\n".join(cell.join(row) for row in rows)
    assert shown(text) == ["= 2700 tỷ đồng", "< 4.0 %", "range 33-35 triệu đồng"]


IN_TURN = {
    "Tỷ trọng nông, lâm nghiệp; công nghiệp; dịch vụ lần lượt là 27,5%, 28,3% và 44,2%": ["27.5", "28.3", "44.2"],
    "Cơ cấu kinh tế: Nông nghiệp - Công nghiệp - Dịch vụ tương ứng 25% - 40% - 35%": ["25", "40", "35"],
    "Tổng đàn lợn và đàn gia cầm đạt tương ứng 820.000 con và 11,5 triệu con": ["820000", "11.5"],
}


@pytest.mark.parametrize("line", IN_TURN)
def test_names_and_values_in_turn(line):
    (one,) = read(f"{HEAD}1. {line}.\n").indicators
    assert [str(t.value) for t in one.targets] == IN_TURN[line]
    assert all(t.label and t.label in line for t in one.targets)


def test_a_change_said_once_holds_for_all_in_turn():
    assert shown(f"{HEAD}1. Doanh thu, lợi nhuận tăng lần lượt 5% và 6%.\n") == ["increase_by 5 %", "increase_by 6 %"]


def test_the_passage_of_a_part_begins_after_the_separator():
    text = f"{HEAD}1. Duy trì 15 bác sỹ/vạn dân, 42 giường bệnh/vạn dân.\n"
    (one,) = read(text).indicators
    passages = [text[t.source.start : t.source.end] for t in one.targets]
    assert passages[1] == "42 giường bệnh/vạn dân"


GOALS = (
    "tổng sản lượng lương thực đạt 41.200 tấn; thu nhập bình quân đầu người đạt 42 triệu đồng; trồng rừng mới 450 ha; "
    "tỷ lệ che phủ rừng đạt 56,3%; tỷ lệ hộ nghèo giảm trên 5%; tỷ lệ trẻ em 5 tuổi đến lớp đạt 99,8%; tỷ lệ học sinh "
    "tốt nghiệp trung học cơ sở đạt 98% trở lên; tỷ lệ người dân tham gia bảo hiểm y tế đạt 98,2%; tỷ lệ hộ dân được "
    "sử dụng điện lưới quốc gia đạt 96%; giữ vững an ninh chính trị, trật tự an toàn xã hội."
)


@pytest.mark.parametrize("opening", ["Toàn huyện phấn đấu đạt các chỉ tiêu chủ yếu: ", ""])
def test_a_run_on_paragraph_under_a_head(opening):
    goals = opening + GOALS if opening else GOALS.capitalize()
    text = f"CHỈ THỊ\nThi đua năm 2021\n\n1. Các chỉ tiêu thi đua\n\n{goals}\n\n2. Giải pháp\n\na) Học tập.\n"
    assert len(shown(text)) == 10
    assert shown(text)[-1] == "qualitative None"


def test_run_on_lists_in_the_lines_of_one_list():
    text = (
        "CHỈ THỊ\nThi đua năm 2021\n\n"
        "Một là, phát triển kinh tế, phấn đấu: gieo trồng 12.500 ha; trồng mới 200 ha chè; thu đạt 52 tỷ đồng.\n\n"
        "Hai là, làm tốt công tác xã hội. Phấn đấu 98% dân số tham gia bảo hiểm y tế; giảm 2% hộ nghèo.\n\n"
        "Ba là, xây dựng Đảng. Kết nạp 80 đảng viên mới.\n"
    )
    assert shown(text)[3:] == ["= 98 %", "decrease_by 2 %", "= 80 đảng viên"]


def test_goals_in_a_sentence_with_commas():
    text = (
        "Năm 2021, toàn Hội phấn đấu kết nạp từ 1.200 hội viên trở lên, giảm 300 hộ nghèo, xóa 80 nhà tạm. "
        "Gửi báo cáo trước ngày 28/02/2021."
    )
    assert shown(text) == [">= 1200 hội viên", "decrease_by 300 hộ", "= 80 nhà"]


def test_a_movement_may_be_what_indicators_are_about():
    group = "1. Phong trào lao động giỏi:\na) Sáng kiến đạt 4.800 sáng kiến;\nb) Nữ công nhân giỏi đạt 80%.\n"
    other = "2. Phong trào trọng tâm:\na) Phong trào xanh, sạch, đẹp;\nb) Thăm 5 gia đình;\nc) Văn nghệ.\n"
    assert shown(f"{HEAD}{group}{other}3. Kết nạp 12 đảng viên.\n") == ["= 4800 sáng kiến", "= 80 %", "= 12 đảng viên"]


def test_a_group_ends_with_its_lines():
    text = f"{HEAD}1. Văn hóa - xã hội:\na) Hộ nghèo còn 2,1%;\nb) Hộ cận nghèo còn 3%.\n2. Kết nạp 12 đảng viên.\n"
    assert [one.group for one in read(text).indicators] == ["Văn hóa - xã hội", "Văn hóa - xã hội", ""]


@pytest.mark.parametrize(
    ("section", "numbers"),
    [
        ("1", [1, 2, 3, 4]),  # the count runs on below the second sub-head
        ("1", [1, 2, 1, 2]),  # … or begins again
        ("2", [1, 2, 3, 4]),  # … even where the section's own count would go on with 3
    ],
)
def test_sub_heads_with_the_number_of_their_section(section, numbers):
    lines = [f"{number}. Xã thứ {number} đạt {value}%." for value, number in enumerate(numbers, start=50)]
    heads = [f"{section}.1. Về kinh tế", f"{section}.2. Về văn hóa - xã hội"]
    after = f"{int(section) + 1}. Nhiệm vụ trọng tâm\nĐẩy mạnh cải cách hành chính."
    text = [f"{section}. Các chỉ tiêu chủ yếu", heads[0], *lines[:2], heads[1], *lines[2:], after]
    earlier = "1. Yêu cầu\nThiết thực.\n" if section == "2" else ""
    indicators = read("KẾ HOẠCH\nThi đua năm 2021\n\nII. NỘI DUNG THI ĐUA\n\n" + earlier + "\n".join(text)).indicators
    assert [one.no for one in indicators] == [str(number) for number in numbers]
    assert [one.group for one in indicators] == ["Về kinh tế"] * 2 + ["Về văn hóa - xã hội"] * 2


def test_numbers_that_begin_with_that_of_their_chapter():
    lines = ["II.1. Kinh tế", f"II.1.1. {NAMES[0]}", f"II.1.2. {NAMES[1]}", "II.2. Xã hội", f"II.2.1. {NAMES[2]}"]
    after = "III. TỔ CHỨC THỰC HIỆN\nGửi bản đăng ký."
    text = "KẾ HOẠCH\nThi đua năm 2021\n\nII. CHỈ TIÊU\n" + "\n".join([*lines, after])
    assert shown(text) == VALUES
    assert [one.group for one in read(text).indicators] == ["Kinh tế", "Kinh tế", "Xã hội"]


def test_the_sentence_that_counts_a_list_sets_no_target_and_names_no_group():
    text = (
        "Toàn huyện thi đua hoàn thành 2 chỉ tiêu chủ yếu sau đây:\n1. Tỷ lệ che phủ rừng 45%.\n2. Trồng 30 ha rừng.\n"
    )
    assert shown(HEAD + text) == ["= 45 %", "= 30 ha"]
    assert {one.group for one in read(HEAD + text).indicators} == {""}


def test_results_of_last_year_and_prizes_are_no_targets():
    text = (
        "KẾ HOẠCH\nThi đua năm 2021\n\nNăm 2020, thu ngân sách đạt 2.100 tỷ đồng, tỷ lệ hộ nghèo giảm 4%.\n\n"
        "I. NỘI DUNG\n\n1. Thực hiện 4 phong trào thi đua, 12 điều y đức.\n\n"
        "II. KHEN THƯỞNG\n\n- 01 giải nhất: 50 triệu đồng;\n- 02 giải nhì: 30 triệu đồng.\n"
    )
    directive = read(text)
    assert directive.indicators == ()
    assert [(one.tier, one.quantity, one.value_vnd) for one in directive.awards] == [
        ("Giải nhất", 1, 50_000_000),
        ("Giải nhì", 2, 30_000_000),
    ]


def test_a_total_with_parts_below_it():
    text = HEAD + "1. Kim ngạch đạt 300 triệu USD, trong đó:\n- Xuất khẩu 120 triệu USD;\n- Nhập khẩu 200 triệu USD.\n"
    directive = read(text)
    assert [t.label for t in directive.indicators[0].targets] == ["", "Xuất khẩu", "Nhập khẩu"]
    (warning,) = [one for one in directive.warnings if one.code == "R06"]
    assert "320" in warning.sentence
    assert "300" in warning.sentence


@pytest.mark.parametrize(
    ("printed", "unit"),
    [
        ("Người", "người"), ("TỶ ĐỒNG", "tỷ đồng"), ("Tỷ Đồng", "tỷ đồng"), ("Triệu USD", "triệu USD"),
        ("kWh", "kWh"), ("USD", "USD"), ("Sản phẩm OCOP", "sản phẩm OCOP"), ("Hộ Khmer", "hộ Khmer"), ("GB", "GB"),
    ],
)  # fmt: skip
def test_units_in_a_column_of_their_own(printed, unit):
    table = f"TT\tChỉ tiêu\tĐơn vị\tKế hoạch 2021\n1\tKết quả\t{printed}\t12\n"
    assert [t.unit for one in read(HEAD + table).indicators for t in one.targets] == [unit]


def test_the_unit_of_a_whole_table_stands_above_it_and_columns_may_be_counted():
    table = "Biểu số 1 (Đơn vị tính: Tỷ đồng)\nTT\tChỉ tiêu\tKế hoạch năm 2021\nA\tB\t1\n1\tThu ngân sách\t25\n"
    assert shown(HEAD + table) == ["= 25 tỷ đồng"]


def test_numbers_in_square_brackets():
    assert shown(HEAD + "[1] Thu ngân sách đạt 25 tỷ đồng.\n[2] Hộ nghèo còn 2%.\n") == ["= 25 tỷ đồng", "= 2 %"]
