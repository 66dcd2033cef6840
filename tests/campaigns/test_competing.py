"""Titles that a unit competes for: what is missing, what excludes each other (R01), who may be one person (R02)."""

import pytest

from campaigns.competing import Entry, faults, questions
from campaigns.enums import Holder

FLAGS = "Điều 25 Luật", "Điều 26 Luật"


def unit(title, ladder="co-thi-dua", basis="Điều 26 Luật", number=1):
    return Entry(title, Holder.UNIT, ladder, basis, number)


def people(title, *names, number=5):
    return Entry(title, Holder.INDIVIDUAL, "ca-nhan", "Điều 23 Luật", number, names)


@pytest.mark.parametrize(
    ("entries", "sentences"),
    [
        ([], []),
        ([unit("Cờ thi đua của Chính phủ"), people("Chiến sĩ thi đua cơ sở")], []),
        (
            [unit("Cờ thi đua của Chính phủ", basis=FLAGS[0]), unit("Cờ thi đua cấp tỉnh")],
            [
                "“Cờ thi đua của Chính phủ” và “Cờ thi đua cấp tỉnh” không đăng ký cùng lúc: trong cùng một bậc đơn vị "
                "chỉ đăng ký một danh hiệu, danh hiệu cao hơn đã bao gồm danh hiệu thấp hơn "
                "(căn cứ Điều 25 Luật; Điều 26 Luật)."
            ],
        ),
        ([unit("Cờ thi đua cấp tỉnh"), unit("Tập thể lao động xuất sắc", "tap-the-lao-dong")], []),
        ([unit("Bằng khen", ""), unit("Bằng khen khác", "")], []),
        ([people("Chiến sĩ thi đua cơ sở"), people("Lao động tiên tiến")], []),  # people: one ladder, several persons
        ([people("Chiến sĩ thi đua cơ sở", number=None)], ["Danh hiệu “Chiến sĩ thi đua cơ sở”: chưa ghi số lượng."]),
        (
            [unit("Cờ thi đua cấp tỉnh", number=2)],
            ["Danh hiệu “Cờ thi đua cấp tỉnh” của chính đơn vị chỉ có một, nhưng số lượng đang ghi 2."],
        ),
        (
            [people("Chiến sĩ thi đua cơ sở", "Vàng Thị Mai", "Sùng A Páo", number=1)],
            ["Danh hiệu “Chiến sĩ thi đua cơ sở”: ghi 2 tên nhưng số lượng là 1."],
        ),
    ],
)
def test_faults_are_said_with_the_rule(entries, sentences):
    assert faults(entries) == sentences


@pytest.mark.parametrize(
    ("entries", "sentences"),
    [
        ([people("A", "Vàng Thị Mai"), people("B", "Vàng Thị Mai")], []),
        (
            [people("A", "Vàng Thị Mai"), people("B", "VANG THỊ MAI")],
            [
                "“Vàng Thị Mai” (A) và “VANG THỊ MAI” (B) chỉ khác nhau ở dấu hoặc chữ hoa; "
                "nếu là một người, hãy ghi giống nhau."
            ],
        ),
        (
            [people("A", "Sùng A Páo", "Sùng A Páo")],
            ["“Sùng A Páo” ghi hai lần ở danh hiệu “A”; nếu không phải hai người trùng tên, hãy bỏ một."],
        ),
        ([people("A", "Đặng Văn Hà"), people("B", "Đặng Văn Hải")], []),
    ],
)
def test_people_who_may_be_one_are_asked_about(entries, sentences):
    assert questions(entries) == sentences
