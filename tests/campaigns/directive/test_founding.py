"""The five founding documents are read exactly as a careful person read them (tests/data/truth)."""

from decimal import Decimal

import pytest

from campaigns.directive import read
from campaigns.directive.export import as_data
from tests.support.directives import FOUNDING, TRUTH, expected, found, pairs

DOCUMENTS = {name: (text, truth) for name, text, truth in pairs(FOUNDING, TRUTH)}
HEAD = ("doc_number", "doc_type", "issuer", "issued_on", "title", "theme", "year", "period")
# Written by hand in the truth where the text has no such words: a line of several targets, a label cut short.
BY_HAND = {"7", "9", "10", "12", "14", "15", "17", "20", "8"}
SHORTENED = {
    "các vụ việc khiếu nại, tố cáo phức tạp thuộc thẩm quyền được đối thoại, chỉ đạo giải quyết kịp thời, hiệu quả",
    "hoàn thành triển khai xây dựng trụ sở công an xã",
}


@pytest.fixture(params=sorted(DOCUMENTS))
def document(request):
    text, truth = DOCUMENTS[request.param]
    return as_data(read(text)), truth, read(text)


def targets(data):
    return [
        [(t["op"], t["value"], t["value_max"], t["unit"], t.get("bound")) for t in one["targets"]]
        for one in data["indicators"]
    ]


def test_the_head(document):
    data, truth, _ = document
    assert {key: data[key] for key in HEAD} == {key: truth[key] for key in HEAD}


def test_every_target_of_every_line(document):
    data, truth, directive = document
    assert targets(data) == targets(truth)
    assert [one["no"] for one in data["indicators"]] == [one["no"] for one in truth["indicators"]]
    assert found(directive) == expected(truth)


def test_labels_and_names(document):
    data, truth, _ = document
    for got, wanted in zip(data["indicators"], truth["indicators"], strict=True):
        labels = [t["label"] for t in wanted["targets"]]
        if not SHORTENED & set(labels):
            assert [t["label"] for t in got["targets"]] == labels
        if wanted["no"] not in BY_HAND or len(labels) == 1:
            assert got["name"] == wanted["name"]


def test_there_are_84_targets():
    assert sum(len(found) for _, truth in DOCUMENTS.values() for found in targets(truth)) == 84


def test_deadlines_windows_and_waves(document):
    data, truth, _ = document
    assert sorted(one["date"] for one in data["deadlines"]) == sorted(one["date"] for one in truth["deadlines"])
    assert [(one["what"], one["from"], one["to"]) for one in data["windows"]] == [
        (one["what"], one["from"], one["to"]) for one in truth["windows"]
    ]
    assert [(one["name"], one["from"], one["to"]) for one in data["waves"]] == [
        (one["name"], one["from"], one["to"]) for one in truth.get("phases", [])
    ]


def test_awards(document):
    data, truth, _ = document
    keys = ("scope", "tier", "quantity", "value_vnd")
    assert [[one[key] for key in keys] for one in data["awards"]] == [
        [one[key] for key in keys] for one in truth["awards"]
    ]


def test_bloc_and_references(document):
    data, truth, _ = document
    bloc = truth.get("bloc")
    assert (data["bloc"] and {key: data["bloc"][key] for key in bloc}) == bloc
    if "references" in truth:
        assert data["references"] == truth["references"]


def test_duties_of_the_programme():
    deadlines = read(DOCUMENTS["ha-giang-2021-chuong-trinh-273"][0]).deadlines
    assert [(one.kind, one.reading, one.addressee) for one in deadlines] == [
        ("midterm_report", "before_day", "standing_body"),
        ("final_report", "before_day", "standing_body"),
        ("register", "before_day", "standing_body"),
    ]


def test_the_plan_of_the_bloc_is_addressed_to_its_leader_and_its_misprint_is_pointed_out():
    directive = read(DOCUMENTS["ha-giang-2021-khoi-tong-hop-ke-hoach-632"][0])
    assert {one.addressee for one in directive.deadlines} == {"bloc_leader"}
    outside = [one.sentence for one in directive.warnings if one.code == "R03"]
    assert len(outside) == 1
    assert "20/06/2020" in outside[0]


def test_launch_documents_are_due_within_the_day():
    (deadline,) = read(DOCUMENTS["bac-giang-2024-ke-hoach"][0]).deadlines
    assert (deadline.kind, deadline.reading) == ("launch_document", "end_of_day")


def test_parts_that_add_up_raise_no_warning():
    directive = read(DOCUMENTS["cao-bang-2021-chi-thi-01"][0])
    assert [one for one in directive.warnings if one.code == "R06"] == []


def test_printed_decimals_are_kept():
    directive = read(DOCUMENTS["ha-giang-2021-chuong-trinh-273"][0])
    assert str(directive.indicators[4].targets[0].value) == "4.0"
    assert directive.indicators[9].targets[0].value == Decimal(8)


def test_recipients_and_signer():
    directive = read(DOCUMENTS["bac-giang-2024-ke-hoach"][0])
    assert len(directive.recipients) == 10
    assert directive.recipients[-1].value == "Lưu: VT, NC"
    assert directive.signer.value == "Lê Ánh Dương"
    assert [one.heading for one in directive.contents] == [
        "I. MỤC ĐÍCH, YÊU CẦU",
        "II. NỘI DUNG THI ĐUA",
        "III. TỔ CHỨC THỰC HIỆN",
    ]
