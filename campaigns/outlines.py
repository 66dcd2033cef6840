"""The parts a unit writes, by kind of submission, with the help shown beside each (domain.md D2)."""

from dataclasses import dataclass

from campaigns.enums import SubmissionKind as K


@dataclass(frozen=True)
class Part:
    """One written part: its key in the database, its heading in documents, help for the writer."""

    key: str
    heading: str
    help: str
    compulsory: bool = True


REPORT = [
    Part("situation", "I. Đặc điểm tình hình", "Thuận lợi, khó khăn của đơn vị trong kỳ."),
    Part(
        "direction",
        "II.1. Công tác chỉ đạo, phát động, ký kết giao ước thi đua",
        "Nêu các văn bản đã ban hành (số, ngày), việc phát động và ký giao ước.",
    ),
    Part(
        "movements",
        "II.3. Phong trào thi đua thường xuyên, chuyên đề",
        "Kết quả từng phong trào. Bảng kết quả chỉ tiêu (mục II.2) được lập tự động từ số liệu thực hiện.",
    ),
    Part("exemplars", "II.4. Tuyên truyền, điển hình tiên tiến", "Số điển hình đã phát hiện, hình thức nhân rộng."),
    Part("awards", "II.5. Công tác khen thưởng", "Số lượng theo hình thức khen thưởng và đối tượng.", compulsory=False),
    Part("shortcomings", "III. Tồn tại, hạn chế và nguyên nhân", "Nêu thẳng việc chưa làm được và vì sao."),
    Part("plans", "IV. Phương hướng, nhiệm vụ", "Việc trọng tâm của kỳ tới."),
    Part("proposals", "V. Kiến nghị, đề xuất", "Nếu không có, có thể để trống.", compulsory=False),
]

OUTLINES: dict[str, list[Part]] = {
    K.REGISTER: [Part("contents", "Nội dung thi đua", "Những việc đơn vị tập trung thi đua trong năm.")],
    K.LAUNCH_DOCUMENT: [],
    K.MIDTERM_REPORT: REPORT,
    K.FINAL_REPORT: REPORT,
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
