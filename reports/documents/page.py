"""A document of blocks as the page that the PDF engine reads."""

from django.template.loader import render_to_string

from reports.documents.blocks import Annex, Block, Document

Part = list[tuple[str, Block]]


def html_of(document: Document) -> str:
    """The HTML of ``document``; every text is escaped."""
    return render_to_string("documents/document.html", {"document": document, "parts": _parts(document)})


def _parts(document: Document) -> list[Part]:
    """The document and its annexes, each a list of (name of the block, block)."""
    parts: list[Part] = [[]]
    for block in document.blocks:
        if isinstance(block, Annex):
            parts.append([])
        parts[-1].append((type(block).__name__.lower(), block))
    return parts
