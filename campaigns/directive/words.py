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
_MONEY = r"(?:việt nam )?đồng(?! chí)|vnđ|vnd|đ\b(?!/c)|usd|đô ?la(?: mỹ)?|eur|đôla"
_MEASURES = (
    r"ha|hecta|héc ta|hec ta|m2|m3|m²|m³|km2|km²|km|tấn|tạ|yến|kg|ki-?lô-?gam|gam|lít|kwh|kw|mwh|mw|mét|sào|mẫu|cm|mm|"
    r"giờ|phút|ngày công|ngày|tuần|tháng|điểm|lần|bậc|vị trí|thứ bậc|héc-ta|ki-?lô-?mét|đơn vị máu|đvm|tuổi|năm"
)
# The longer before the shorter: "giải pháp" is no "giải".
_NOUNS = (
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
    r"chuyên mục|câu lạc bộ|công trình|cơ sở đoàn|giảng viên|huy chương|hợp tác xã|khu dân cư|quần chúng|"
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
    r"bài giảng|tài liệu|chuyến|việc làm|phòng|khoa|giống|bể|nhà|quỹ|"
    r"tiết(?: học| dạy)?(?! kiệm)|thẻ|tin|trẻ|tàu|xóm|đồn|đội|đợt|bộ|ca|em|hộ|sổ|tổ|vụ|xe|xã|ấp"
)
# "20 sáng kiến, đề tài", "14 xã, thị trấn": two nouns counted together, unless the second has a number of its own.
_COUNTED = rf"(?:{_NOUNS})\b(?:, (?:{_NOUNS})\b(?![^,;.()]*\d))?"
COUNTED = re.compile(rf"(?:{_SCALES} )?{_COUNTED}")
_PER = (
    r"(?: ?/ ?(?:\d[\d.]* ?)?(?:vạn dân|nghìn dân|ngàn dân|triệu dân|dân số|dân|người dân|người|đầu người|lao động|"
    r"đơn vị diện tích|đơn vị|ha|hecta|hộ dân|hộ|năm học|năm|học kỳ|tháng|ngày|quý|vụ|lượt|xã|huyện|trường|lớp|giải|"
    r"tập thể|cá nhân|cơ sở|giường bệnh|giường|trẻ(?: đẻ sống)?|tổng số \w+|km2|km|m2|m3|học sinh|cán bộ|"
    r"cbccvc|suất|cbcc|đảng viên|giáo viên|"
    r"đợt|sản phẩm|máy|thành viên|khách hàng|khách|con|cây|tấn|kg|kwh|chi bộ|thôn|cđcs|doanh nghiệp|đoàn viên|"
    rf"(?!kế hoạch|chỉ tiêu)(?:{_NOUNS})|sào|nhà|mẫu)\b)"
)
UNIT = re.compile(
    rf" ?((?:(?:{_PERCENT})|(?:{_SCALES} ){{0,2}}(?:(?:{_MONEY})|(?:{_MEASURES})\b|{_COUNTED})|"
    rf"(?:{_SCALES} ?){{1,2}}\b)(?:{_PER}){{0,2}}|/ ?\d[\d.]* (?:trẻ đẻ sống|trẻ|người dân|người|dân|phụ nữ)\b)"
)
STRAY_UNIT = re.compile(r" ([^\W\d_]+)(?: ([^\W\d_]+))?")
NO_UNIT = frozenset(
    [
        "đạt",
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
            r"(?: (?:năm|tỉnh|huyện|trung ương|cấp trên|hđnd|được))*(?: giao)?"),
        (">", r"trên|lớn hơn|cao hơn|nhiều hơn|hơn|vượt mức|vượt|>"),
        ("+", r"(?:tăng trưởng|tăng gấp|cải thiện|tăng|mở rộng|bổ sung)(?: thêm)?|thêm|tăng mới|tăng bình quân"),
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

_DOCUMENTS = (
    r"nghị quyết|quyết định|chỉ thị|nghị định|thông tư|công văn|kế hoạch|luật|đề án|hướng dẫn|kết luận|quy định|"
    r"tờ trình|"
    r"báo cáo|thông báo|văn bản|pháp lệnh|chương trình|công điện|hướng dẫn|quy chế|dự án"
)
_YEAR = r"(?:19|20)\d\d"
# Digits inside these are no targets.
MASKS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\d{16,}",
        # "2 trong 5 trạm" counts once; 110kV is a kind of line.
        r"(?<=\d) trong (?:số |tổng số )?\d+",
        r"\b\d+ ?(?:kv|kva|mva|inch|cv)\b",
        # "01-1:2018/BYT" names a standard, "học 2 buổi/ngày" a way of schooling, "20 chỉ tiêu sau:" counts a list.
        rf"\b\d+(?:-\d+)?:{_YEAR}\b",
        r"\bhọc 0?\d buổi ?/ ?ngày\b",
        r"\b\d+ (?:nhóm )?chỉ tiêu[^,;.:\d]{0,40}\bsau(?: đây)? ?:",
        r"[“\"«][^”\"»\n]{1,250}[”\"»]",
        rf"\b(?:{_DOCUMENTS})(?: liên tịch)?(?: số:?)? ?\d[\w/.\-–]*",
        r"\bsố:? ?\d+ ?[/\-–][\w/.\-–]*|\b\d+(?:/\d{4})?[/\-–][a-zđ]+[-–/][\w\-–/]*",
        r"\b\d{1,2} ?[/.\-] ?\d{1,2} ?[/.\-] ?\d{4}\b",
        r"\bngày (?:lễ )?\d{1,2}(?: ?[/-] ?\d{1,2})?(?! ?[,.]?\d)(?: ?tháng ?\d{1,2})?(?: ?năm ?\d{4})?",
        rf"\b{_YEAR} ?{DASH} ?(?:{_YEAR}|\d\d\b)",
        rf"\b(?:năm học|năm|kỳ|giai đoạn|đến|từ|tới|hết|so với|của|cho|trong|vào|thời kỳ|"
            rf"nhiệm kỳ)(?: năm)? {_YEAR}\b(?! ?(?:%|tỷ (?!lệ|suất|trọng)|triệu|đồng|hộ|người|usd|ha\b|tấn))",
        rf"(?<![\d.,]){_YEAR}(?= ?[,;:.)\-–]| so với|$| là | đạt | tăng | giảm | còn )(?![.,]\d)",
        r"\btháng \d{1,2}(?:/\d{4})?|\bquý \d\b|\b\d{1,2} tháng(?: đầu| cuối)?(?= năm|\b)(?! ?(?:lương|"
            r"tuổi trở lên đạt))",
        r"(?:kỷ niệm|mừng|chào mừng)[^,;.]{0,20}? \d+ năm|\b\d+ năm(?! ?học)\b",
        r"\b\d+ điều\b",  # of a rule: "12 điều y đức", "5 điều Bác Hồ dạy"
        r"(?:lần thứ|thứ|tốp|top|tốp đầu|khóa|khoá|kỳ|điều|khoản|mục|lớp|khối|hạng|loại|cấp độ|mức độ|quy chuẩn|"
            r"đợt|tuyến|bậc|"
            r"vùng|nhóm|tiêu chí số|bài|bước|"
        r"tiêu chí|biểu|phụ lục|mẫu|đề án|giai đoạn|zone|version|tập|quốc lộ|tỉnh lộ|"
            r"trang) (?:số )?\d+(?:(?: ?[,-] ?| và | đến )\d+)*\b(?![.,]?\d| ?%| ?‰)",
        r"\b(?:từ |dưới |trên |đủ |đến )?\d+(?: ?[-–] ?| đến (?:dưới )?| - )?\d* (?:tháng )?tuổi(?: trở lên|"
            r" trở xuống)?",
        r"\b(?:từ |đạt )?\d(?: ?[-–] ?\d)? sao(?: trở lên)?\b",
        # "2/3 số hộ" is no value, "22/100.000 trẻ" is.
        r"(?<![\d.,/])\d[\d.]*/(?!10{0,2}\.000|10{2,5}\b)\d[\d.]*\d\b(?!/)",
        r"\bcả \d+\b|\b\d+/\d+/\d+|\b\d+/\d+\b(?![.,]\d)",
        r"\bmức \d(?![.,]\d)(?= ?(?:[,;.)]|$))",  # of identification, of a service
        r"(?:công nghiệp|cách mạng)(?: lần thứ)? 4[.,]0",
        r"(?:iso|tcvn|qcvn|covid|sars|qđ|nq|ct|đề án|chương trình)[ -]?\d[\d:.\-]*|[^\W\d_%]\d+(?:[.,]\d+)?|"
            r"\b\d+[a-zđ]\b(?<!\dđ)|\b\d+g\b",
        r"/ ?\d[\d.]* ?(?=[a-zđ])",
        r"\b(?:trên|tính trên|cho|mỗi) (?:0?1|100|1\.000|1000|10\.000|10000|100\.000|một) (?:đơn vị|ha\b|hecta|"
            r"dân\b|vạn dân|người dân|trẻ|đầu người|phụ nữ|km)",
        r"\b(?:0?1|10|100|1\.000|10\.000|100\.000) (?:vạn dân|dân|ha đất)\b",
        r"(?<=[%‰]) ?\(từ \d[^()]*? (?:xuống|lên|còn|đến) [^()]*\)",
        r"(?<!không )(?<!vượt )\bquá \d+ (?:ngày|tháng|năm|giờ|phút)\b",
        r"so với (?:mức |tỷ lệ )?\d[\d.,]* ?%?",
        r"\b(?:bộ|theo|trong số|trên tổng số)(?: bộ)? \d+ (?:tiêu chí|chỉ số|tiêu chuẩn|câu hỏi)\b",
        r"(?<![\d.,])\d+ (?:phong trào|cuộc vận động|nhiệm vụ|khâu|dám|rõ|lời|không|sạch|cùng|hơn|nhanh|nội dung|"
            r"lĩnh vực|"
            r"đột phá|mũi nhọn|nhóm (?:chỉ tiêu|nhiệm vụ)|cấp|tại chỗ|tăng cường|đẩy mạnh|cửa|trách nhiệm|"
                r"tiên phong|quyết tâm|kiên định|chủ động|gương mẫu|ngành|bên|trụ cột|điểm nghẽn|mặt|ca|vụ lúa|"
                    r"chương trình (?:mục tiêu|mtqg|trọng|công tác|hành động))\b",
        r"(?:điện thoại|đt|fax|hotline|sđt|tổng đài|máy lẻ|liên hệ)[^;\d]{0,30}(?:\(?\+?0|1[89]00)\d*[\d.\- )]{4,}",
        r"\btừ \d[\d.,]*(?: ?%| [^\d,;]{1,25}?)?(?:(?: cuối| đầu| vào| của)* năm(?: \S+)??)?"
            r"(?: \([^()]*\))?(?<!trở) (?:lên|xuống)(?= )",
        r"\b\d{1,2} ?(?:giờ|h|g) ?(?:\d{2}\b)?(?: ?phút)?(?=,? ?(?:ngày|¤|hằng|hàng|mỗi))|\b\d{1,2}h\d{2}\b|"
            r"\b\d+/\d+ chỉ tiêu\b",
    )
)  # fmt: skip
# "9/9 thôn" is 9 thôn, unless their share follows ("1.200/1.500 hộ …, tỷ lệ 80%").
OUT_OF = re.compile(
    rf"(?<![\d.,/])(?P<some>\d[\d.,]*)"
    rf"(?P<all> ?/ ?(?P<total>(?!10{{2,5}}\b(?! điểm)|10{{0,2}}\.000\b)\d[\d.]*))"
    rf"(?= (?:điểm|{_NOUNS})\b(?!\W*chỉ tiêu))"
    r"(?![^;.%]{0,120}[,(] ?(?:(?:đạt|chiếm|bằng) )?(?:tỷ lệ )?\d+(?:,\d+)? ?%)"
)
SMALLEST_WHOLE = 5  # "3/4 hội viên" is a fraction
# "Giá so sánh năm 2010 đạt 5%", "so với năm 2023 tăng 5%": the year before the figure is only what it is measured by.
BASE_PRICE = re.compile(r"\bgiá(?: so sánh| cố định| hiện hành)? $")
MEASURED_BY = re.compile(r"\bso với(?: ước| kết quả| thực hiện| cùng kỳ| mức)* $")
CHANGES = re.compile(r"(?:tăng|giảm):? ?\d")
YEARS = re.compile(r"(?:đạt |từ |trên )?\d+ (?:tuổi|năm)(?: trở lên)?")
LIFE = re.compile(r"(?:tuổi thọ|tuổi đời|độ tuổi|số năm)[^;.]*$")
# What an earlier year has brought, told in a sentence of its own or in brackets.
RESULTS = re.compile(
    rf"(?:(?<=[.;:] )|^\W*)(?:trong |kết thúc |hết )?năm (?P<year>{_YEAR})\b(?:(?!năm {_YEAR}|phấn đấu|chỉ tiêu|"
    rf"mục tiêu|tăng lên|nâng lên|giảm còn|xuống)[^;.]|\.(?=\d))*|"
    rf"(?P<past>kết quả)[^.;()]{{0,40}} năm {_YEAR} \([^()]*\)"
)
BASELINE = re.compile(
    rf"\b(?:(?:thực hiện |ước |kết quả )?(?:năm|cuối năm|hết năm|đầu năm) (?P<year>{_YEAR})|"
    rf"(?P<past>(?:ước )?(?:th|thực hiện)(?: năm)? \d{4}|\((?:19|20)\d\d(?=:)|cùng kỳ|"
    rf"năm trước|năm ngoái|hiện nay|hiện có|kế hoạch giao|trung ương giao|trước đây|giao))"
    r"(?: (?:là|đạt|mới đạt|ước đạt|giảm|tăng|còn|thực hiện))?:? ?(?P<value>\d[\d.,]*)"
)
