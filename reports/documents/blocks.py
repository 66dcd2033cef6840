"""What a document is made of, whatever it is printed as: a list of blocks, plain enough to be kept as JSON. Pure.

One document model for all forms of domain.md D2: ``reports.documents.page`` makes HTML of it for the PDF engine,
``reports.documents.word`` a Word file; both say the same words.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Align = Literal["left", "mid", "num"]
RowKind = Literal["plain", "group", "total"]


@dataclass(frozen=True)
class Head:
    """The heading of an official document (NĐ 30/2020/NĐ-CP, Phụ lục I, ô 1–5).

    ``issuer`` may have several lines; ``sign`` are the letters behind the number ("BC-VP"), the number itself is left
    to the clerk; ``dated`` holds place and day; ``marks`` stand beneath the subject ("(Dữ liệu minh họa)").
    """

    superior: str
    issuer: str
    sign: str
    dated: str
    kind: str
    subject: str
    marks: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Basis:
    """One "Căn cứ …" line."""

    text: str


@dataclass(frozen=True)
class Heading:
    """A heading: level 1 "I. …", level 2 "1. …", level 3 below."""

    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """One paragraph; ``lead`` are its first words in bold."""

    text: str
    lead: str = ""


@dataclass(frozen=True)
class Note:
    """A remark in italics."""

    text: str


@dataclass(frozen=True)
class Column:
    """One column of a table: how its cells stand, and its share of the width (the shares need not add up to 100)."""

    title: str
    width: int
    align: Align = "left"


@dataclass(frozen=True)
class Row:
    """One row. The second cell of a "group" runs to the end of the table; a "total" is printed in bold."""

    cells: list[str]
    role: RowKind = "plain"


@dataclass(frozen=True)
class Table:
    """A table whose head is repeated on every page; ``otherwise`` is said in its place while it has no rows."""

    caption: str
    columns: list[Column]
    rows: list[Row]
    otherwise: str = ""

    @property
    def shares(self) -> list[int]:
        """The width of each column in percent of the table; what rounding leaves goes to the widest."""
        whole = sum(column.width for column in self.columns)
        shares = [column.width * 100 // whole for column in self.columns]
        shares[shares.index(max(shares))] += 100 - sum(shares)
        return shares

    @property
    def lines(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The rows as (role, [(text, align)]); a group has two cells, of which the second runs to the end."""
        aligns = [column.align for column in self.columns]
        return [
            (row.role, list(zip(row.cells, ["mid", "left"] if row.role == "group" else aligns, strict=True)))
            for row in self.rows
        ]


@dataclass(frozen=True)
class Signature:
    """Recipients at the left, who signs at the right (ô 7–9): both stand in one frame that is never torn."""

    authority: list[str]
    name: str
    recipients: list[str]


@dataclass(frozen=True)
class Signatories:
    """Several who sign side by side (minutes): what each is, and the names where they are known ("" else); recipients
    beneath. It stands in a frame that is never torn.
    """

    parties: list[str]
    names: list[str]
    recipients: list[str]

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Each party with its name."""
        return list(zip(self.parties, self.names, strict=True))


@dataclass(frozen=True)
class Annex:
    """What follows is an annex on a page of its own with its own page numbers: title lines, and what it belongs to."""

    titles: list[str]
    of: str


Block = Head | Basis | Heading | Paragraph | Note | Table | Signature | Signatories | Annex
KINDS: dict[str, type[Any]] = {
    one.__name__.lower(): one for one in (Head, Basis, Heading, Paragraph, Note, Table, Signature, Signatories, Annex)
}


@dataclass(frozen=True)
class Document:
    """A whole document. ``title`` is what lists call it; ``foot`` are lines at the foot of every page."""

    title: str
    blocks: list[Block]
    foot: list[str] = field(default_factory=list)


def plain(document: Document) -> dict[str, Any]:
    """``document`` as JSON keeps it; each block says what it is under "is"."""
    blocks = [{"is": type(block).__name__.lower(), **asdict(block)} for block in document.blocks]
    return {"title": document.title, "foot": list(document.foot), "blocks": blocks}


def restored(kept: Mapping[str, Any]) -> Document:
    """The document that ``plain`` made ``kept`` of."""
    return Document(kept["title"], [_block(dict(one)) for one in kept["blocks"]], list(kept["foot"]))


def paragraphs(text: str) -> list[str]:
    """The lines of ``text`` that say something."""
    return [line.strip() for line in text.split("\n") if line.strip()]


def _block(kept: dict[str, Any]) -> Block:
    made = KINDS[kept.pop("is")]
    if made is Table:
        kept["columns"] = [Column(**one) for one in kept["columns"]]
        kept["rows"] = [Row(**one) for one in kept["rows"]]
    block: Block = made(**kept)
    return block
