"""Goals that stand among the contents of a campaign, in a document without a list of indicators."""

from tests.campaigns.directive.test_styles import shown

HEAD = "KẾ HOẠCH\nPhát động thi đua năm 2021\n\nNăm 2020, thu ngân sách đạt 8,5 tỷ đồng; có 9/12 xã đạt chuẩn.\n\n"
CONTENTS = """II. NỘI DUNG THI ĐUA
1. Về kinh tế
- Chuyển đổi cơ cấu cây trồng, phấn đấu năm 2021 giá trị sản xuất đạt 210 tỷ đồng, tăng 5% so với năm 2020.
- Trồng mới 30 ha rừng.
- Đẩy mạnh cải cách hành chính.
2. Về xã hội
- Giảm 25 hộ nghèo.
- Tuyên truyền gương người tốt (mỗi đơn vị phấn đấu giới thiệu ít nhất 01 gương).
- Gia đình văn hóa đạt trên 93%.
- Phong trào chia thành 02 đợt.
"""
OTHERS = """I. MỤC ĐÍCH, YÊU CẦU
Phấn đấu 100% đơn vị tham gia.
{}III. BIỆN PHÁP
- Mỗi giáo viên dự giờ ít nhất 2 tiết.
IV. KHEN THƯỞNG
- Mỗi tập thể 1 triệu đồng, không quá 20% số tập thể.
V. TỔ CHỨC THỰC HIỆN
- Mỗi thôn đăng ký ít nhất 01 công trình trước ngày 20/02/2021.
"""
GOALS = ["= 210 tỷ đồng", "increase_by 5 %", "= 30 ha", "decrease_by 25 hộ", "> 93 %"]


def test_goals_among_contents():
    assert shown(HEAD + OTHERS.format(CONTENTS)) == GOALS


def test_a_list_of_indicators_stands_for_all():
    indicators = "Chỉ tiêu cụ thể:\n- Thu ngân sách đạt 9 tỷ đồng.\n- Hộ nghèo còn 3%.\n"
    assert shown(HEAD + indicators + OTHERS.format(CONTENTS)) == ["= 9 tỷ đồng", "= 3 %"]
