"""A client that reads what it gets: no page of ours may break the CSP or show the leavings of a template."""

import re
from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse
from django.test import Client

LEAVINGS = re.compile(r"\{\{|\{%|\bNone\b|<c-")
OTHERS_PAGES = ("/quan-tri/",)  # Django's admin writes its own pages


class PageFault(AssertionError):
    """Something on a page that must not be there."""


class Page(HTMLParser):
    """Collects the faults of one HTML page."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.inside: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """No inline script, style or handler; no empty addresses made of undefined values."""
        names = {name: value or "" for name, value in attrs}
        if tag == "script" and "src" not in names and names.get("type", "") not in ("application/json",):
            self.faults.append("an inline <script>")
        if tag == "style":
            self.faults.append("an inline <style>")
        for name, value in names.items():
            if name == "style" or name.startswith(("on", "hx-on")):
                self.faults.append(f"<{tag} {name}={value!r}>")
            if name != "value" and LEAVINGS.search(value):
                self.faults.append(f"<{tag} {name}={value!r}>")
        if tag in ("script", "style", "textarea"):
            self.inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Leave a script or style."""
        if self.inside and self.inside[-1] == tag:
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        """What a person reads."""
        if not self.inside and (found := LEAVINGS.search(data)):
            self.faults.append(f"“{found.group()}” in the text “{' '.join(data.split())[:120]}”")


class StrictClient(Client):
    """Django's test client with a reader behind it."""

    def request(self, **request: Any) -> HttpResponse:
        """Send the request, then read the page."""
        response = super().request(**request)
        path = request.get("PATH_INFO", "")
        kind = response.get("Content-Type", "")
        if kind.startswith("text/html") and not response.streaming and not path.startswith(OTHERS_PAGES):
            check_page(response.content.decode(), path)
        return response


def check_page(html: str, path: str) -> None:
    """Raise PageFault for the first page that holds what no page may hold."""
    faults = Page(html).faults
    if faults:
        raise PageFault(f"{path}: " + "; ".join(faults[:5]))
