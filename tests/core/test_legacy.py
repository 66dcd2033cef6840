"""Old encodings are recognised by Vietnamese spelling, and nothing else is taken for one."""

import unicodedata

import pytest

from core.legacy import TCVN3, VNI, convert, font_encoding, is_decomposed, is_syllable, suspect

SAMPLES = [
    (TCVN3, "Céng hßa x· héi chñ nghÜa ViÖt Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
    (TCVN3, "CéNG HßA X· HéI CHñ NGHÜA VIÖT NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    (TCVN3, "§éc lËp - Tù do - H¹nh phóc", "Độc lập - Tự do - Hạnh phúc"),
    (TCVN3, "Së Gi¸o dôc vµ §µo t¹o", "Sở Giáo dục và Đào tạo"),
    (TCVN3, "ñy ban nh©n d©n tØnh Hµ Giang", "ủy ban nhân dân tỉnh Hà Giang"),
    (TCVN3, "ChØ tiªu thi ®ua n¨m 2021", "Chỉ tiêu thi đua năm 2021"),
    (TCVN3, "Tr­êng trung häc phæ th«ng", "Trường trung học phổ thông"),
    (TCVN3, "phÊn ®Êu", "phấn đấu"),
    (TCVN3, "ViÖt Nam", "Việt Nam"),
    (TCVN3, "Thu ng©n s¸ch ®¹t 2.700 tû ®ång, t¨ng 8,5%", "Thu ngân sách đạt 2.700 tỷ đồng, tăng 8,5%"),
    (TCVN3, "HuyÖn §ång V¨n, MÌo V¹c, Yªn Minh, Qu¶n B¹", "Huyện Đồng Văn, Mèo Vạc, Yên Minh, Quản Bạ"),
    (VNI, "Sôû Giaùo duïc", "Sở Giáo dục"),
    (VNI, "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
    (VNI, "COÄNG HOØA XAÕ HOÄI CHUÛ NGHÓA VIEÄT NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    (VNI, "Ñoäc laäp - Töï do - Haïnh phuùc", "Độc lập - Tự do - Hạnh phúc"),
    (VNI, "Uûy ban nhaân daân tænh Ñoàng Nai", "Ủy ban nhân dân tỉnh Đồng Nai"),
    (VNI, "ñöôïc giao chæ tieâu thöïc hieän", "được giao chỉ tiêu thực hiện"),
    (VNI, "naêm hoïc môùi, kyø thi tuyeån sinh", "năm học mới, kỳ thi tuyển sinh"),
    (VNI, "Quyeát ñònh veà vieäc khen thöôûng", "Quyết định về việc khen thưởng"),
    (VNI, "giöõ vöõng quoác phoøng, an ninh", "giữ vững quốc phòng, an ninh"),
]


@pytest.mark.parametrize(("kind", "old", "new"), SAMPLES)
def test_old_text_is_recognised_and_converted(kind, old, new):
    assert (suspect(old), convert(old, kind)) == (kind, new)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Chi tieu thi dua nam 2021",
        "Sở Giáo dục và Đào tạo tỉnh Đắk Lắk",
        unicodedata.normalize("NFD", "Sở Giáo dục và Đào tạo, trà và cà phê"),
        "Trà và cà phê; là bé Hà, cô Ba, mẹ và chú",
        "Hà Giang: ba câu hay, bé ngoan, trò giỏi",
        "CÁC BAN, ĐOÀN, CÔNG TÁC",
        "Emulation campaign report, 2021 (Q4)",
        "café déjà vu, naïve coöperation, São Paulo",
        "Köln für Schön, Fußgängerübergang, Göttingen",
        "Mañana el niño llegará a París",
        "5 µm ± 0,2 °C; 10 m² và 20 m³ · §5 © 2024 ®",
        "· Noi dung thu nhat\n· Noi dung thu hai\n«Thi dua»",
        "Đồng chí Ngô Bá Khá – bí thư; trà, cá, sách",
        "Nhà báo Nguyễn Ái Quốc viết: «Thi đua là yêu nước»",
    ],
)
def test_other_text_raises_no_alarm(text):
    assert suspect(text) is None


def test_old_lines_among_new_ones_are_recognised_and_only_they_are_converted():
    text = "Chỉ tiêu năm 2021 của tỉnh, à\nThu ng©n s¸ch ®¹t 2.700 tû ®ång"
    assert suspect(text) == TCVN3
    assert convert(text, TCVN3) == "Chỉ tiêu năm 2021 của tỉnh, à\nThu ngân sách đạt 2.700 tỷ đồng"


def test_codes_of_a_symbol_font_are_converted():
    assert convert("V\uf0a8n b\uf0b6n", TCVN3) == "Văn bản"


VOWELS = "aăâeêioôơuưy"
EVERY_LETTER = "đ" + "".join(
    unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in "\u0301\u0300\u0309\u0303\u0323"
) + "ăâêôơư"  # fmt: skip


@pytest.mark.parametrize("kind", [TCVN3, VNI])
def test_every_letter_has_its_code(kind):
    from core.legacy import _TCVN3_TABLE, _VNI_TABLE

    letters = set((_TCVN3_TABLE if kind == TCVN3 else _VNI_TABLE).values())
    plain = {"í", "ì"} if kind == VNI else set()  # VNI writes these two as Latin-1 does
    assert set(EVERY_LETTER) - letters == plain


@pytest.mark.parametrize(
    ("font", "expected"),
    [
        (".VnTime", (TCVN3, False)),
        (".VnTimeH", (TCVN3, True)),
        (".VnArial NarrowH", (TCVN3, True)),
        ("VNI-Times", (VNI, False)),
        ("VNI Helve", (VNI, False)),
        ("Times New Roman", (None, False)),
        ("Vnika", (None, False)),
    ],
)
def test_a_font_tells_its_encoding(font, expected):
    assert font_encoding(font) == expected


def test_decomposed_letters_are_recognised():
    assert is_decomposed(unicodedata.normalize("NFD", "Sở"))
    assert not is_decomposed("Sở")


@pytest.mark.parametrize(
    "word", ["nghiêng", "quyết", "giữ", "gì", "uỷ", "ủy", "khuya", "xoong", "được", "ươu", "Yên", "thuở", "quốc"]
)
def test_a_syllable_is_one(word):
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["nghièt", "quôcs", "ạạ", "được1", "x·"])
def test_other_words_are_none(word):
    assert not is_syllable(word)
