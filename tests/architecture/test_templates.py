"""Templates keep the CSP and escape everything."""

import re

import pytest

from tests.support.project import FLOORS, files, name, source

TEMPLATES = [*files(".html", under=("templates",))]
# Documents are read by the PDF engine, which has no CSP; they carry their own stylesheet.
DOCUMENTS = "templates/documents/"
FORBIDDEN = {
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", re.IGNORECASE),
    "an inline style sheet": re.compile(r"<style\b", re.IGNORECASE),
    "a style attribute": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "an event handler": re.compile(r"\son[a-z]+\s*=", re.IGNORECASE),
    "an htmx event handler": re.compile(r"\shx-on", re.IGNORECASE),
    "a foreign address": re.compile(r"(src|href)\s*=\s*[\"'](https?:)?//", re.IGNORECASE),
}
UNESCAPED = re.compile(r"\|\s*safe\b|autoescape\s+off|\|\s*safeseq\b")
# Where escaping is switched off, and why that is right.
ESCAPED_ELSEWHERE: dict[str, str] = {}
MARKED_SAFE: dict[str, str] = {
    "core/templatetags/ui.py": "draws SVG from numbers and escapes every text itself (format_html)",
}


def html_of(path):
    """The template without its tags and comments: what reaches the browser."""
    return re.sub(r"\{%.*?%\}|\{#.*?#\}", "", source(path), flags=re.DOTALL)


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_holds(what):
    found = [name(path) for path in TEMPLATES if FORBIDDEN[what].search(html_of(path))]
    if what == "an inline style sheet":
        found = [one for one in found if not one.startswith(DOCUMENTS)]
    assert found == []


def test_every_text_is_escaped():
    assert [
        name(path) for path in TEMPLATES if UNESCAPED.search(source(path)) and name(path) not in ESCAPED_ELSEWHERE
    ] == []


def test_every_mark_safe_is_explained():
    users = {name(path) for path in files(".py", under=FLOORS) if "mark_safe" in source(path)}
    assert users <= set(MARKED_SAFE)


def test_every_form_that_posts_carries_its_token():
    bare = [
        name(path)
        for path in TEMPLATES
        for form in re.findall(r"<form\b[^>]*method=\"post\".*?</form>", source(path), re.DOTALL | re.IGNORECASE)
        if "csrf_token" not in form and "csrfmiddlewaretoken" not in form
    ]
    assert bare == []
