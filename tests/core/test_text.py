"""Vietnamese text: cleaning, folding, alphabetical order."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text import clean, clean_text, fold, nfc, person_sort_key, slug, sort_key

LETTERS = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệgh iìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
VIETNAMESE = st.text(alphabet=LETTERS, max_size=12)

# The order that PostgreSQL's "vi-x-icu" gives to these words.
IN_ORDER = [
    "an",
    "àn",
    "án",
    "anh",
    "Ăn",
    "Ân Thi",
    "Bắc Giang",
    "dã",
    "Đà Nẵng",
    "hoa",
    "hoà",
    "hòa",
    "hòa bình",
    "o",
    "ô",
    "ơ",
    "Ủy ban",
    "ưu",
]


def test_nfc_composes_and_changes_nothing_else():
    assert nfc(unicodedata.normalize("NFD", "Sở  Giáo dục")) == "Sở  Giáo dục"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (unicodedata.normalize("NFD", "Sở Giáo dục"), "Sở Giáo dục"),
        ("Ðắk Lắk", "Đắk Lắk"),
        ("UBND - QÐ", "UBND - QĐ"),
        ("xã ðội", "xã đội"),
        ("Þingvellir ÞÐ", "Þingvellir ÞÐ"),
        ("  Sở\u00a0Nội \t vụ\r\n", "Sở Nội vụ"),
        ("Sở\u200b Y\ufeff tế\u00ad", "Sở Y tế"),
        ("abc\u202egnp.exe", "abcgnp.exe"),
        ("a\x00b\x07c", "abc"),
        ("a\ud800b", "ab"),
        ("", ""),
    ],
)
def test_clean_gives_what_is_stored_for_a_line(typed, stored):
    assert clean(typed) == stored


def test_clean_text_keeps_lines_and_drops_outer_blank_ones():
    assert clean_text("\r\n\r\n Mở  đầu\r\n\r\n- một\x00\u2028- hai\t \n\n") == "Mở đầu\n\n- một\n- hai"


@given(st.text())
def test_clean_is_stable_whatever_is_typed(text):
    assert clean(clean(text)) == clean(text)
    assert clean_text(clean_text(text)) == clean_text(text)


@pytest.mark.parametrize("text", ["ĐỢT 1", "đợt  1", "Ðợt 1", unicodedata.normalize("NFD", "đợt 1"), "dot 1"])
def test_fold_makes_spellings_of_one_word_alike(text):
    assert fold(text) == "dot 1"


def test_fold_joins_old_and_new_tone_marks():
    assert fold("hoà") == fold("hòa")


def test_sort_key_puts_words_in_the_order_of_the_alphabet():
    assert sorted(set(IN_ORDER), key=sort_key) == IN_ORDER


def test_sort_key_ignores_case_and_puts_spaces_digits_letters_in_this_order():
    assert sort_key("ĐÀ NẴNG") == sort_key("đà nẵng")
    assert sorted(["ab", "a1", "a b", "a-b"], key=sort_key) == ["a b", "a-b", "a1", "ab"]


def test_sort_key_puts_foreign_letters_last_and_foreign_accents_after_tones():
    assert sorted(["中", "z", "îa", "ia", "ịa"], key=sort_key) == ["ia", "ịa", "îa", "z", "中"]


@given(VIETNAMESE)
def test_sort_key_is_digits_only_so_that_every_database_orders_it_alike(text):
    key = sort_key(text)
    assert key.isascii()
    assert key.isdigit()
    assert len(key) == 3 * len(clean(text)) + 2


@given(VIETNAMESE, VIETNAMESE)
def test_sort_key_compares_letters_before_tones(one, other):
    bare_one, bare_other = (_without_tones(word) for word in (one, other))
    if bare_one != bare_other:
        assert (sort_key(one) < sort_key(other)) == (sort_key(bare_one) < sort_key(bare_other))


def _without_tones(word):
    tones = "\u0300\u0309\u0303\u0301\u0323"
    return clean("".join(char for char in unicodedata.normalize("NFD", word) if char not in tones))


def test_person_sort_key_goes_by_given_name_first():
    people = ["Trần Thị Ánh", "Lê An", "Nguyễn Văn Bình", "Bùi Ánh", "Vũ An", "Đỗ Ân"]
    assert sorted(people, key=person_sort_key) == [
        "Lê An",
        "Vũ An",
        "Bùi Ánh",
        "Trần Thị Ánh",
        "Đỗ Ân",
        "Nguyễn Văn Bình",
    ]


def test_person_sort_key_takes_a_single_name_and_an_empty_one():
    assert sorted(["Lê An", "An", ""], key=person_sort_key) == ["", "An", "Lê An"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Phong trào Hà Giang 2021", "phong-trao-ha-giang-2021"),
        ("  Khối số 1 / Đợt II ", "khoi-so-1-dot-ii"),
        ("《》", ""),
    ],
)
def test_slug_reads_like_the_name_without_accents(text, expected):
    assert slug(text) == expected


def test_slug_is_cut_between_words():
    assert slug("Khối thi đua các huyện", max_length=12) == "khoi-thi-dua"
    assert slug("Khối thi đua các huyện", max_length=11) == "khoi-thi"
    assert slug("nghiêng", max_length=4) == "nghi"
