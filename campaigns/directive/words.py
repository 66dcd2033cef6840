"""The words of launching documents as tables: units, operators, numbers that are no targets. Lower case throughout."""

import re

from campaigns.enums import Op

_ACCENTED = "ÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴĐ"
UPPER, LOWER = f"A-Z{_ACCENTED}", f"a-z{_ACCENTED.lower()}"  # for character classes; a range À-Ỹ would mix the two
DASH = r"[-–—÷~]"
NUMBER = (
    r"(?<![\d.,/])(?:\d{1,3}(?:\.\d{3})+(?:,\d+)?|[1-9]\d{0,2}(?: \d{3})+(?![\d.,]*[%/])(?:,\d+)?|"
    r"\d+(?:,\d{3}){2,}|\d+(?:[.,]\d+)?)(?!\d|/\d)"
)

_SCALES = r"(?:trăm|nghìn|ngàn|vạn|triệu|tỷ(?! lệ| suất| trọng))"
_PERCENT = r"%|‰|điểm ?(?:%|phần trăm)|phần trăm"
_MONEY = r"(?:việt nam )?đồng(?! chí| hồ| bào)|vnđ|vnd|đ\b(?!/c)|usd|đô ?la(?: mỹ)?|eur|đôla"
_MEASURES = (
    r"ha|hecta|héc ta|hec ta|m|m2|m3|m²|m³|km2|km²|km|tấn|tạ|yến|kg|ki-?lô-?gam|gam|lít|kwh|kw|mwh|mw|mét|sào|mẫu|"
    r"cm|mm|giờ|phút|ngày công|ngày|tuần|tháng|điểm|lần|bậc|vị trí|thứ bậc|héc-ta|ki-?lô-?mét|đơn vị máu|đvm|tuổi|năm"
)
# The longer before the shorter: "giải pháp" is no "giải".
NOUNS = (
    r"lượt(?: (?:khách(?! (?:du lịch|lưu trú|quốc tế|nội địa|tham quan))|người dân|người bệnh|"
    r"người|hộ|khám|hội viên|đoàn viên|thanh niên|học sinh|cán bộ|phụ nữ|trẻ em|bệnh nhân|"
    r"lao động))?|tin,? bài|"
    r"nghiên cứu sinh|nhà khoa học|nhà đầu tư|học viên|công dân|chương trình đào tạo|khách hàng|"
    r"tàu cá|tàu thuyền|công trình thanh niên|"
    r"công trình, phần việc|thuê bao cáp quang|tổ chức cơ sở đảng|cơ sở kinh doanh|"
    r"thuê bao di động|đơn vị sự nghiệp|công đoàn cơ sở|cụm công nghiệp|giấy chứng nhận|khu công nghiệp|"
    r"thanh thiếu nhi|cơ sở sản xuất|cựu chiến binh|máy điện thoại|người lao động|điểm sinh hoạt|"
    r"chương trình|cầu dân sinh|doanh nghiệp|lớp tập huấn|tổ chức đảng|điểm du lịch|"
    r"giường bệnh|giải thưởng|nhà văn hóa|phương tiện|thương hiệu|tuyến đường|tuyến phố|"
    r"cờ thi đua|cờ|bằng khen|giấy khen|thí sinh|vận động viên|trường hợp|chuyên mục|"
    r"câu lạc bộ|công trình|cơ sở đoàn|giảng viên|huy chương|hợp tác xã|khu dân cư|quần chúng|"
    r"thanh niên|thành viên|trang trại|trường học|tổ dân phố|tổ hợp tác|bệnh nhân|chuyên đề|công nhân|"
    r"cơ sở hội|danh hiệu|giao dịch|giáo viên|giải pháp|hoạt động|kiến nghị|nhãn hiệu|phòng học|phần việc|"
    r"sinh viên|sáng kiến|cải tiến kỹ thuật|cải tiến|"
    r"thành phố|trạm y tế|tài khoản|điển hình|đoàn viên|đảng viên|bài viết|chi đoàn|"
    r"chiến sĩ|chỉ tiêu|cuộc thi|cây xanh|diễn đàn|học bổng|học sinh|hội nghị|hội viên|hợp đồng|kế hoạch|"
    r"kỹ thuật|lao động|máy tính|ngày hội|ngôi nhà|nông dân|phóng sự|phần mềm|phần quà|suất quà|sáng chế|"
    r"sân chơi|sản phẩm|thiết bị|thuê bao|thị trấn|tiêu chí|vườn mẫu|điểm cầu|đồng chí|đội hình|bài báo|"
    r"báo cáo|ca bệnh|chi hội|cá nhân|căn nhà(?! ở)|cơ quan|dược sĩ|hội thi|khu phố|lớp học|mô hình|nhà máy|"
    r"thủ tục|tập thể|tổ chức|văn bản|vụ việc|ý tưởng|bác sĩ|bác sỹ|bếp ăn|camera|chi bộ|cán bộ|căn hộ|"
    r"đ/c|skkn|cbgv|cbql|đvtn|cđv|tthc|"
    r"cử tri|giường|hộ dân|mái ấm|phường|phụ nữ|thị xã|trường|trẻ em|đơn vị|đề tài|ca mổ|chiếc|chuỗi|cơ sở|"
    r"dự án|gương|huyện|hồ sơ|khách|mã số(?: vùng trồng)?|người|quyển|tuyến|vụ án|"
    r"đề án|buổi|cuốn|cuộc|cđcs|giải|liều|làng|"
    r"nhóm|phần|quả|suất|thôn|thửa|trạm|vùng|bài|bản|clb|con|cây|căn|cầu|cặp|cụm|htx|khu|lớp|máy|mũi|"
    r"gia đình|tụ điểm|băng nhóm|đối tượng|hội thảo|tọa đàm|tiết mục|tủ sách|cửa hàng|hành khách|giáo trình|"
    r"bài giảng|tài liệu|đồng hồ|bình chữa cháy|bé trai|bé gái|chuyến|việc làm|phòng|khoa|giống|bể|nhà|quỹ|"
    r"tiết(?: học| dạy)?(?! kiệm)|thẻ|tin|trẻ|tàu|xóm|đồn|đội|đợt|bộ|ca|em|hộ|sổ|tổ|vụ|xe|xã|ấp"
)
# "20 sáng kiến, đề tài", "14 xã, thị trấn": two nouns counted together, unless the second has a number of its own.
_COUNTED = rf"(?:{NOUNS})\b(?:, (?:{NOUNS})\b(?![^,;.()]*\d))?"
COUNTED = re.compile(rf"(?:{_SCALES} )?{_COUNTED}")
_PER = (
    r"(?: ?/ ?(?:10{0,2}(?:\.?000)? ?)?(?:vạn dân|nghìn dân|ngàn dân|triệu dân|dân số|dân|"
    r"người dân|người|đầu người|lao động|"
    r"đơn vị diện tích|đơn vị|ha|hecta|hộ dân|hộ|năm học|năm|học kỳ|tháng|ngày|quý|vụ|lượt|xã|huyện|trường|lớp|giải|"
    r"tập thể|cá nhân|cơ sở|giường bệnh|giường|trẻ(?: đẻ sống)?|tổng số \w+|km2|km|m2|m3|học sinh|cán bộ|"
    r"cbccvc|suất|cbcc|đảng viên|giáo viên|"
    r"đợt|sản phẩm|máy|thành viên|khách hàng|khách|con|cây|tấn|kg|kwh|chi bộ|thôn|cđcs|doanh nghiệp|đoàn viên|"
    rf"(?!kế hoạch|chỉ tiêu)(?:{NOUNS})|sào|nhà|mẫu)\b)"
)
UNIT = re.compile(
    rf" ?((?:(?:{_PERCENT})|(?:{_SCALES} ){{0,2}}(?:(?:{_MONEY})|(?:{_MEASURES})\b|{_COUNTED})|"
    rf"(?:{_SCALES} ?){{1,2}}\b)(?:{_PER}){{0,2}}|/ ?\d[\d.]* (?:trẻ đẻ sống|trẻ|người dân|người|dân|phụ nữ)\b)"
)
STRAY_UNIT = re.compile(r" ([^\W\d_]+)(?: ([^\W\d_]+))?")
NO_UNIT = frozenset(
    [
        "đạt",
        "đối",
        "là",
        "và",
        "hoặc",
        "được",
        "có",
        "trong",
        "của",
        "cho",
        "với",
        "tại",
        "theo",
        "từ",
        "đến",
        "trên",
        "dưới",
        "trở",
        "so",
        "các",
        "những",
        "này",
        "thì",
        "năm",
        "để",
        "khi",
        "do",
        "về",
        "ở",
        "không",
        "còn",
        "tăng",
        "giảm",
        "mới",
        "thêm",
        "lên",
        "xuống",
        "nhưng",
        "phải",
        "cần",
        "ngày",
        "tháng",
        "quý",
        "xếp",
        "cấp",
        "thuộc",
        "tham",
        "gồm",
        "đoạt",
        "trúng",
        "đỗ",
        "qua",
        "bằng",
        "hoàn",
        "thực",
        "tiêu",
        "bị",
        "vào",
        "mỗi",
    ]
)

# What words directly before a number say of it.
OPERATORS = tuple(
    (effect, re.compile(pattern))
    for effect, pattern in (
        (">=", r"(?:đạt |bằng )?(?:và|hoặc) (?:vượt|cao hơn)|(?:đạt )?(?:ít nhất|tối thiểu|không thấp hơn|"
            r"không dưới|không ít hơn|không kém|thấp nhất|≥|>=|=>)"),
        ("<=", r"không để (?:xảy ra |phát sinh )?quá|không quá|không vượt quá|không vượt|tối đa|"
            r"không cao hơn|không lớn hơn|không trên|nhiều nhất|"
            r"không hơn|≤|<=|=<"),
        ("level", r"(?:giảm |hạ |kéo giảm )?(?:xuống còn|xuống dưới mức|xuống mức|còn)|(?:giảm |hạ )xuống|"
            r"(?<!trở )xuống"),
        ("<", r"(?:xuống )?dưới|thấp hơn|nhỏ hơn|ít hơn|<|chưa đến|chưa tới"),
        ("level", r"(?:tăng |nâng )?(?<!trở )lên(?: thành| mức| đến| tới)?|tăng lên|nâng tổng số lên|đưa lên|vươn lên"),
        ("+", r"vượt (?:mức )?(?:dự toán|kế hoạch|chỉ tiêu)"
            r"(?: (?:năm|tỉnh|huyện|xã|thành phố|trung ương|cấp trên|hđnd|ubnd|bộ|pháp lệnh|được))*(?: giao)?"),
        (">", r"trên|lớn hơn|cao hơn|nhiều hơn|hơn|vượt mức|vượt|>"),
        ("+", r"(?:tăng trưởng|tăng gấp|cải thiện|tăng)(?: thêm)?|(?:mở rộng|bổ sung) thêm|thêm|"
            r"tăng mới|tăng bình quân"),
        ("-", r"(?:kéo )?giảm(?: thêm| bình quân)?|cắt giảm|rút ngắn|hạ"),
        ("from", r"từ"),
        ("=", r"(?<!chưa )đạt(?: được| mức| tỷ lệ| khoảng)?|"
            r"(?<!mặt )(?<!đồng )(?<!cân )(?<!văn )bằng|là|khoảng|gần|xấp xỉ|ước(?: đạt| tính)?|"
            r"duy trì|giữ vững|"
            r"giữ|ở mức|mức|"
              r"phấn đấu|bình quân|trung bình|có|cả năm|đủ|với|được|bảo đảm|đảm bảo|ổn định|lần lượt|tương ứng|=|"
                  r":|tương đương"),
    )
)  # fmt: skip
_ALL = "|".join(f"(?:{pattern.pattern})" for _, pattern in OPERATORS)
OPERATORS_BEFORE = re.compile(rf"(?:(?:(?<=\s)|(?<=^)|(?<=[,:(;.])|(?<=[^\w\s]))(?:{_ALL})\s*){{1,5}}$")
# At the beginning of such words: a part of the name ("thu nhập tăng thêm bình quân đạt"), no change.
PART_OF_NAME = re.compile(
    r"(?:tăng|giảm) (?:thêm|mới) (?:(?:bình quân|trung bình) )?(?=(?:đạt|là|bằng|ở mức)\b)|"
    r"(?:bình quân|trung bình|cả năm) "
)
# "12 đảng viên trở lên" is a bound; "90% chi bộ hoàn thành tốt nhiệm vụ trở lên" names a grade, and so does
# "02 sản phẩm đạt từ 3 sao trở lên", where another number (blotted out) stands between.
UPWARDS = re.compile(
    r"(?:(?!nhiệm vụ|cấp |khá|giỏi|trung bình|hạng |loại |trình độ)[^,;:.()\d¤]){0,45}?\b"
    r"(trở lên|trở xuống|hoặc hơn)\b"
)
# After "từ" the bound is bound to come: "từ 150 sáng kiến, cải tiến kỹ thuật trở lên".
UPWARDS_FROM = re.compile(r"[^;:.()\d¤]{0,80}?\b(trở lên|trở xuống|hoặc hơn)\b")
COMBINED = {">=": Op.AT_LEAST, ">": Op.ABOVE, "<=": Op.AT_MOST, "<": Op.BELOW}

RATE_NAME = re.compile(r"(?:tốc độ|tỷ lệ|tỷ suất|mức|nhịp độ|chỉ số)$")
CHANGE_VERB = re.compile(
    r"(?:phấn đấu |kiềm chế(?:,| và) |tiếp tục |hằng năm |hàng năm |bình quân |mỗi năm |thực hiện |"
    r"kéo )*(giảm|tăng|hạ)(?! trưởng| cường| tốc| vọt| nhanh)\b"
)

LOWER_IS_BETTER = re.compile(
    r"nghèo|thất nghiệp|bỏ học|suy dinh dưỡng|thấp còi|tai nạn|tội phạm|tử vong|con thứ|tảo hôn|cận huyết|"
    r"nợ (?:đọng|thuế|xấu)|"
    r"vi phạm|trễ hạn|quá hạn|ô nhiễm|thất thoát|hao hụt|mất cân bằng|sinh thô|tăng dân số|chưa đạt|yếu|kém|cháy|"
    r"khiếu kiện|"
    r"lưu ban|nghiện|phạm pháp|đơn thư|chậm|thiệt hại"
)
