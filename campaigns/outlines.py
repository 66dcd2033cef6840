"""The parts that units and blocs write, by kind of submission, with the help shown beside each (domain.md D2)."""

from dataclasses import dataclass

from campaigns.enums import SubmissionKind as K


@dataclass(frozen=True)
class Part:
    """One written part: its key in the database, its heading in documents, help for the writer, how it may begin.

    A heading "II.3. …" stands in documents as "3. …" under "II. Kết quả thực hiện".
    """

    key: str
    heading: str
    help: str
    compulsory: bool = True
    example: str = ""


SITUATION = Part(
    "situation",
    "I. Đặc điểm tình hình",
    "Nêu ngắn gọn đặc điểm của đơn vị trong kỳ: tổ chức, nhiệm vụ chính. Sau đó nêu những thuận lợi và "
    "những khó khăn đã ảnh hưởng đến phong trào thi đua.",
    example="Năm qua, đơn vị có nhiều thuận lợi: …; bên cạnh đó còn gặp một số khó khăn: …",
)
DIRECTION = Part(
    "direction",
    "II.1. Công tác chỉ đạo, phát động, ký kết giao ước thi đua",
    "Nêu các văn bản đã ban hành để triển khai phong trào (số, ký hiệu, ngày). Nêu việc tổ chức phát động, "
    "ký giao ước, số đơn vị, cá nhân tham gia.",
    example="Thực hiện chương trình của tỉnh, đơn vị đã ban hành Kế hoạch số …/KH-… ngày … về phát động phong trào …",
)
RESULTS = Part(
    "results",
    "II.2. Kết quả thực hiện các chỉ tiêu thi đua",
    "Bảng kết quả chỉ tiêu được lập tự động từ số liệu thực hiện và in ngay dưới phần viết này. Ở đây chỉ "
    "cần nhận xét: chỉ tiêu nào đạt và vượt, chỉ tiêu nào chưa đạt, vì sao.",
    compulsory=False,
    example="Đến nay đơn vị đã đạt và vượt …/… chỉ tiêu; nổi bật là …; còn … chỉ tiêu chưa đạt do …",
)
MOVEMENTS = Part(
    "movements",
    "II.3. Phong trào thi đua thường xuyên, chuyên đề",
    "Nêu kết quả của từng phong trào đã tham gia, có số liệu: số công trình, số hộ, số tiền huy động… "
    "Phong trào thường xuyên nêu trước, phong trào theo chuyên đề nêu sau.",
    example="Phong trào “Cả nước chung sức xây dựng nông thôn mới”: đã …; phong trào “…”: đã …",
)
EXEMPLARS = Part(
    "exemplars",
    "II.4. Tuyên truyền, điển hình tiên tiến",
    "Nêu hình thức tuyên truyền và số tin, bài. Nêu số điển hình tiên tiến đã phát hiện, bồi dưỡng, nhân "
    "rộng; kể tên ít nhất một điển hình tiêu biểu.",
    example="Đã phát hiện, giới thiệu … điển hình tiên tiến, tiêu biểu là ông (bà) … với thành tích …",
)
AWARDS = Part(
    "awards",
    "II.5. Công tác khen thưởng",
    "Nêu số lượng theo hình thức khen thưởng và theo đối tượng (tập thể, cá nhân, người trực tiếp lao "
    "động). Chỉ tính các quyết định đã ban hành trong kỳ.",
    compulsory=False,
    example="Trong kỳ, đơn vị đã tặng … giấy khen, gồm … tập thể, … cá nhân; đề nghị cấp trên khen thưởng …",
)
BLOC_ACTIVITY = Part(
    "bloc_activity",
    "II.6. Hoạt động của khối thi đua, công tác kiểm tra",
    "Nêu việc tham gia các cuộc họp, hoạt động chung của khối thi đua. Nêu các cuộc kiểm tra công tác thi "
    "đua, khen thưởng đã thực hiện hoặc được kiểm tra và kết quả.",
    compulsory=False,
    example="Đơn vị tham gia đầy đủ … cuộc họp của khối; đã kiểm tra công tác thi đua, khen thưởng tại … đơn vị "
    "trực thuộc …",
)
CLASSIFICATION = Part(
    "classification",
    "II.7. Kết quả tự chấm điểm, xếp loại",
    "Nêu tổng số điểm tự chấm và mức tự xếp loại của đơn vị. Giải thích ngắn gọn các tiêu chí bị trừ điểm "
    "hoặc được cộng điểm thưởng.",
    compulsory=False,
    example="Đơn vị tự chấm … điểm, tự xếp loại …; các tiêu chí bị trừ điểm gồm …",
)
COMMENDATION = Part(
    "commendation",
    "II.8. Đề nghị khen thưởng",
    "Ghi danh hiệu thi đua, hình thức khen thưởng đề nghị cho đơn vị, cho các tập thể và cá nhân thuộc đơn "
    "vị, kèm số lượng. Nếu không đề nghị thì để trống.",
    compulsory=False,
    example="Đề nghị tặng … cho đơn vị; đề nghị tặng Bằng khen cho … tập thể, … cá nhân (danh sách kèm theo).",
)
SHORTCOMINGS = Part(
    "shortcomings",
    "III. Tồn tại, hạn chế và nguyên nhân",
    "Nêu thẳng những việc chưa làm được, chỉ tiêu chưa đạt. Với mỗi việc, nêu nguyên nhân khách quan, chủ "
    "quan và ai chịu trách nhiệm khắc phục.",
    example="Còn … chỉ tiêu chưa đạt kế hoạch, gồm …; nguyên nhân chủ yếu là …",
)
PLANS = Part(
    "plans",
    "IV. Phương hướng, nhiệm vụ",
    "Nêu những việc trọng tâm của kỳ tới, mỗi việc một dòng. Chỉ tiêu nào chưa đạt thì nêu biện pháp để đạt.",
    example="Tiếp tục tổ chức thực hiện có hiệu quả phong trào …; phấn đấu hoàn thành …",
)
PROPOSALS = Part(
    "proposals",
    "V. Kiến nghị, đề xuất",
    "Nêu điều đơn vị đề nghị cấp trên hoặc khối thi đua giải quyết. Nếu không có, để trống.",
    compulsory=False,
    example="Đề nghị Hội đồng Thi đua - Khen thưởng tỉnh xem xét …",
)

MIDTERM = [
    SITUATION,
    DIRECTION,
    RESULTS,
    MOVEMENTS,
    EXEMPLARS,
    AWARDS,
    BLOC_ACTIVITY,
    SHORTCOMINGS,
    PLANS,
    PROPOSALS,
]
FINAL = [*MIDTERM[:7], CLASSIFICATION, COMMENDATION, *MIDTERM[7:]]

OUTLINES: dict[str, list[Part]] = {
    K.REGISTER: [Part("contents", "Nội dung thi đua", "Những việc đơn vị tập trung thi đua trong năm.")],
    K.LAUNCH_DOCUMENT: [],
    K.MIDTERM_REPORT: MIDTERM,
    K.FINAL_REPORT: FINAL,
    K.SELF_SCORE: [],
}

# Parts that are fields of their own now: what was once written under them is still shown, and may be changed.
FORMER: dict[str, list[Part]] = {
    K.REGISTER: [
        Part(
            "titles",
            "Danh hiệu, hình thức khen thưởng đăng ký (đã viết trước đây)",
            "Nay ghi ở bảng danh hiệu; phần đã viết vẫn được giữ.",
            compulsory=False,
        )
    ],
    K.LAUNCH_DOCUMENT: [
        Part(
            "document",
            "Văn bản phát động (đã viết trước đây)",
            "Nay ghi ở các ô số, ngày, trích yếu; phần đã viết vẫn được giữ.",
            compulsory=False,
        )
    ],
}

# What the leader's office writes in the report of the bloc, before what the members wrote; all of it may be left out.
BLOC_MIDTERM = [
    Part(
        "situation",
        "I. Đặc điểm tình hình",
        "Nêu đặc điểm, thuận lợi, khó khăn chung của khối. Danh sách thành viên, Trưởng khối, Phó Trưởng "
        "khối được in tự động.",
        example="Các đơn vị trong khối có nhiều điểm tương đồng về chức năng, nhiệm vụ; …",
    ),
    Part(
        "direction",
        "II.1. Công tác chỉ đạo, triển khai, phát động, ký kết giao ước thi đua",
        "Nêu kế hoạch, quy chế, giao ước của khối (số, ngày) và các cuộc họp khối. Phần các đơn vị viết "
        "được in ngay sau.",
        example="Trưởng khối đã ban hành Kế hoạch số … ngày …, tổ chức ký giao ước thi đua giữa các đơn vị ngày …",
    ),
    Part(
        "results",
        "II.2. Kết quả thực hiện các chỉ tiêu thi đua",
        "Nhận xét chung về kết quả của khối. Bảng tổng hợp số liệu các đơn vị được in tự động ngay dưới phần này.",
        example="Nhìn chung các đơn vị đã bám sát kế hoạch; nổi bật là …",
    ),
    Part(
        "movements",
        "II.3. Phong trào thi đua thường xuyên, chuyên đề",
        "Nêu hoạt động chung của khối. Kết quả của từng đơn vị được in ngay sau.",
        example="Khối đã tổ chức …, vận động … ủng hộ …",
    ),
    Part(
        "exemplars",
        "II.4. Công tác tuyên truyền, nhân rộng điển hình tiên tiến",
        "Nêu các điển hình tiên tiến tiêu biểu của khối và hình thức nhân rộng.",
        example="Khối giới thiệu … điển hình tiên tiến, gồm …",
    ),
    Part(
        "awards",
        "II.5. Công tác khen thưởng",
        "Nêu khái quát công tác khen thưởng trong khối. Số liệu của từng đơn vị được in ngay sau.",
        example="Trong kỳ, các đơn vị trong khối đã khen thưởng …",
    ),
    Part(
        "bloc_activity",
        "II.6. Hoạt động của khối, chế độ thông tin, báo cáo",
        "Nêu các hoạt động của khối theo kế hoạch. Bảng nộp đúng hạn, chậm, chưa nộp của từng đơn vị được in tự động.",
        example="Khối đã tổ chức … cuộc họp, … hoạt động chung theo kế hoạch; …",
    ),
    Part(
        "shortcomings",
        "III. Tồn tại, hạn chế và nguyên nhân",
        "Nêu hạn chế chung của khối và nguyên nhân. Phần các đơn vị viết được in ngay sau.",
        example="Một số đơn vị gửi báo cáo còn chậm; …",
    ),
    Part(
        "plans",
        "IV. Phương hướng, nhiệm vụ",
        "Nêu việc trọng tâm của khối trong kỳ tới, mỗi việc một dòng.",
        example="Tiếp tục thực hiện kế hoạch hoạt động của khối; …",
    ),
    Part(
        "proposals",
        "V. Kiến nghị, đề xuất",
        "Nêu điều khối đề nghị cấp trên. Nếu không có, để trống.",
        example="Đề nghị Hội đồng Thi đua - Khen thưởng tỉnh …",
    ),
]
BLOC_CLOSE = Part(
    "commendation",
    "II.8. Bình xét, đề nghị khen thưởng",
    "Nêu việc họp khối bình xét, suy tôn. Bảng điểm, xếp hạng và đề nghị khen thưởng được in tự động.",
    example="Ngày …, khối đã họp tổng kết, chấm điểm, bình xét và suy tôn …",
)
BLOC_OUTLINES: dict[str, list[Part]] = {
    K.MIDTERM_REPORT: BLOC_MIDTERM,
    K.FINAL_REPORT: [*BLOC_MIDTERM[:7], BLOC_CLOSE, *BLOC_MIDTERM[7:]],
}
