"""Numbers that are no targets, as tables of patterns: dates, documents, names, results of earlier years. Lower case."""

import re

from campaigns.directive.words import DASH, NOUNS

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
        rf"\b\d+ (?:{NOUNS}) ?/ ?(?:ngày|tuần|tháng|học kỳ|năm học|năm)(?= (?:trở lên )?đạt \d)",
        r"\b\d+ (?:nhóm )?chỉ tiêu[^,;.:\d]{0,40}\bsau(?: đây)? ?:",
        r"[“\"«][^”\"»\n]{1,250}[”\"»]",
        rf"\b(?:{_DOCUMENTS})(?: liên tịch)?(?: số:?)? ?\d[\w/.\-–]*",
        r"\bsố:? ?\d+ ?[/\-–][\w/.\-–]*|\b\d+(?:/\d{4})?[/\-–][a-zđ]+[-–/][\w\-–/]*",
        r"\b\d{1,2} ?[/.\-] ?\d{1,2} ?[/.\-] ?\d{4}\b",
        r"\bngày (?:lễ )?\d{1,2}(?: ?[/-] ?\d{1,2})?(?! ?[,.]?\d)(?: ?tháng ?\d{1,2})?(?: ?năm ?\d{4})?",
        rf"\b{_YEAR} ?{DASH} ?(?:{_YEAR}|\d\d\b)",
        rf"\b(?:năm học|năm|kỳ|giai đoạn|đến|từ|tới|hết|so với|của|cho|trong|vào|thời kỳ|"
            rf"nhiệm kỳ)(?: năm)? {_YEAR}\b(?! ?(?:%|tỷ (?!lệ|suất|trọng)|triệu|đồng|hộ|người|usd|ha\b|tấn))",
        rf"(?<![\d.,]){_YEAR}(?= ?[,;:.)\-–]| so với|$| là | đạt | tăng | giảm | còn | đối với | theo | và )(?![.,]\d)",
        r"\btháng \d{1,2}(?:/\d{4})?|\bquý \d\b|\b\d{1,2} tháng(?: đầu| cuối)?(?= năm|\b)(?! ?(?:lương|"
            r"tuổi trở lên đạt))",
        r"(?:kỷ niệm|mừng|chào mừng)[^,;.]{0,20}? \d+ năm|\b\d+ năm(?! ?học)\b",
        r"\b\d+ điều\b",  # of a rule: "12 điều y đức", "5 điều Bác Hồ dạy"
        r"(?:lần thứ|thứ|tốp|top|tốp đầu|khóa|khoá|kỳ|điều|khoản|mục|lớp|khối|hạng|(?<!các )loại|"
            r"cấp độ|mức độ|quy chuẩn|đợt|tuyến|bậc|vùng|nhóm|tiêu chí số|bài|bước|"
        r"tiêu chí|biểu|phụ lục|mẫu|đề án|giai đoạn|zone|version|tập|quốc lộ|tỉnh lộ|"
            r"trang) (?:số )?\d+(?:(?: ?[,-] ?| và | đến )\d+)*\b(?![.,]?\d| ?%| ?‰)",
        r"\b(?:từ |dưới |trên |đủ |đến )?\d+(?: ?[-–] ?| đến (?:dưới )?| - )?\d* (?:tháng )?tuổi(?: trở lên|"
            r" trở xuống)?",
        r"\b(?:từ |đạt )?\d(?: ?[-–] ?\d)? sao(?: trở lên)?\b",
        # "2/3 số hộ" is no value, "22/100.000 trẻ" is.
        r"(?<![\d.,/])\d[\d.]*/(?!10{0,2}\.000|10{2,5}\b)\d[\d.]*\d\b(?!/)",
        r"\b24/(?:24|7) ?h\b",
        r"\bcả \d+\b|\b\d+/\d+/\d+|\b\d+/\d+\b(?![.,]\d)",
        r"\bmức \d(?![.,]\d)(?= ?(?:[,;.)]|theo |trở lên|$))",  # of identification, of a service
        r"(?:công nghiệp|cách mạng)(?: lần thứ)? 4[.,]0",
        r"(?:iso|tcvn|qcvn|covid|sars|qđ|nq|ct|đề án|chương trình)[ -]?\d[\d:.\-]*|[^\W\d_%]\d+(?:[.,]\d+)?|"
            r"\b\d+[a-zđ]\b(?<!\dđ)|\b\d+g\b",
        r"/ ?\d[\d.]* ?(?=[a-zđ])",
        # "Quảng Bình 1 đạt chuẩn", "tổ dân phố số 7", "đường tỉnh 295": the number is part of a name.
        r"(?<=[^\W\d_] )(?<!đó )\d{1,3}(?= (?:đạt|được|là|hoàn thành|trở thành) )",
        r"(?<!số )\b(?:thôn|xóm|ấp|phố|khóm|buôn|làng|phường|quận|tổ|đường tỉnh|đường|cầu|cụm|dự án) "
            rf"(?:số )?\d{{1,3}}\b(?![.,/]?\d| ?%| (?:{NOUNS})\b)",
        # In how many days, and how wide, tell of what is done, not how much of it.
        r"\b(?:trong|sau)(?: vòng| thời hạn| thời gian)? \d+ (?:ngày|giờ|tuần)\b",
        r"(?<!mở )\b(?:rộng|dày|sâu|đường kính|khổ) (?:từ |trên )?\d[\d.,]* ?(?:m|cm|mm|mét)\b",
        # "250 tỷ đồng (tăng 10% so với năm trước)" says the same again.
        r"(?<=[^\s(]) \((?:tương đương |đạt )?(?:tăng|giảm|cao hơn|thấp hơn|vượt|bằng)\b[^()]*"
            r"\b(?:so|kế hoạch|dự toán|cùng kỳ)\b[^()]*\)",
        r"\b(?:trên|tính trên|cho|mỗi) (?:0?1|100|1\.000|1000|10\.000|10000|100\.000|một) (?:đơn vị|ha\b|hecta|"
            r"dân\b|vạn dân|người dân|trẻ|đầu người|phụ nữ|km)",
        r"\b(?:0?1|10|100|1\.000|10\.000|100\.000) (?:vạn dân|dân|ha đất)\b",
        r"(?<=[%‰]) ?\(từ \d[^()]*? (?:xuống|lên|còn|đến) [^()]*\)",
        r"(?<!không )(?<!vượt )\bquá \d+ (?:ngày|tháng|năm|giờ|phút)\b",
        # Where one starts: "còn 02 ngày (quy định là 03 ngày)".
        r"\((?:theo |mức )?(?:quy định|hiện nay|hiện tại|hiện có|trước đây|so với)\b[^()]*\)",
        r"so với (?:mức |tỷ lệ )?\d[\d.,]* ?%?",
        r"\b(?:bộ|theo|trong số|trên tổng số)(?: bộ)? \d+ (?:tiêu chí|chỉ số|tiêu chuẩn|câu hỏi)\b",
        r"(?<![\d.,])\d+ (?:phong trào|cuộc vận động|nhiệm vụ|khâu|dám|rõ|lời|không|sạch|cùng|hơn|nhanh|nội dung|"
            r"lĩnh vực|"
            r"đột phá|mũi nhọn|nhóm (?:chỉ tiêu|nhiệm vụ)|cấp|tại chỗ|tăng cường|đẩy mạnh|cửa|trách nhiệm|"
                r"tiên phong|quyết tâm|kiên định|chủ động|gương mẫu|ngành|bên|trụ cột|điểm nghẽn|mặt|"
                    r"(?<=\b[23] )ca|vụ lúa|công khai|"
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
    rf"(?= (?:điểm|{NOUNS})\b(?!\W*chỉ tiêu))"
    r"(?![^;.%]{0,120}[,(] ?(?:(?:đạt|chiếm|bằng) )?(?:tỷ lệ )?\d+(?:,\d+)? ?%)"
)
SMALLEST_WHOLE = 5  # "3/4 hội viên" is a fraction
# "Giá so sánh năm 2010 đạt 5%", "so với năm 2023 tăng 5%": the year before the figure is only what it is measured by.
BASE_PRICE = re.compile(r"\bgiá(?: so sánh| cố định| hiện hành)? $")
MEASURED_BY = re.compile(r"\bso với(?: ước| kết quả| thực hiện| cùng kỳ| mức)* $")
EXCEEDED = re.compile(r"\bvượt [^,;.:()]*$")  # "vượt dự toán tỉnh giao 3%" sets how much more
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
# The same in brackets: "(năm 2020 kết nạp 12 đảng viên)".
ASIDE = re.compile(
    rf"(?<=\()(?:(?:thực hiện|ước|kết quả|cả|trong|cuối|hết|của) )*năm (?P<year>{_YEAR})\b"
    rf"(?:(?!năm {_YEAR}|phấn đấu|chỉ tiêu|mục tiêu|kế hoạch)[^()])*"
)
# What a bracket after a share counts out: "đạt 100% (15/15 thanh niên)".
SHARE_BEFORE = re.compile(r"[%‰][^;.%‰\d]{0,40}\($")
# "25 vụ/30 đối tượng", "92%/90%": two values side by side.
SIDE_BY_SIDE = re.compile(
    rf"(?:%|\b(?:{NOUNS})) ?(/)(?= ?\d[\d.,]* ?(?:%|(?:{NOUNS})\b))(?! ?10{{0,5}} )(?! ?10{{0,2}}\.000 )"
)
# After a change too: "tăng 2 bậc so với năm 2020 (68,45 điểm)"; a share of what there was may be given as a count.
_STARTED_FROM = re.compile(
    r"\b(?:tăng|giảm)\b[^,;.()]{1,40} so với (?:năm|kết quả|cùng kỳ)[^,;.()]{0,25}(?P<aside>\([^()]*\))"
)
# Of whom a value is said: "riêng 02 huyện nghèo A, B giảm từ 6,5%".
_SAID_OF = re.compile(
    rf"\briêng (?P<aside>\d+) (?:{NOUNS})\b[^;.()\d]{{0,80}}? (?:giảm|tăng|đạt|còn|duy trì|là)"
    r"(?: (?:từ|trên|dưới|hơn|thêm|ít nhất|tối thiểu|bình quân|mức|ở mức))* \d"
)
# And who a share is of: "100% cán bộ (gồm 16 khối trưởng, 48 thành viên)".
_SHARE_OF = re.compile(r"\d ?% [^;.()]{3,60} (?P<aside>\((?:bao )?gồm [^()]*\))")
REMARKS = (_STARTED_FROM, _SAID_OF, _SHARE_OF)
