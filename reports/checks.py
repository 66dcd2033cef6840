"""A system check that tells the administrator what the PDF engine lacks."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Warning, register  # noqa: A004 - Django's name

from reports.documents.engine import APT_LINE, pdf_engine_missing


@register()
def pdf_engine(app_configs: Sequence[AppConfig] | None, **_kwargs: Any) -> list[CheckMessage]:
    """Warn where the system libraries of the PDF engine are absent; the rest of the product works without them."""
    if not pdf_engine_missing():
        return []
    return [
        Warning("The PDF engine lacks system libraries; PDF documents are disabled.", hint=APT_LINE, id="reports.W001")
    ]
