"""Reading a page as a person does."""

from html.parser import HTMLParser

from django.http import HttpResponse


class _Text(HTMLParser):
    """Collects what a person reads, and what stands in the fields."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.fields: dict[str, str] = {}
        self.area = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = {name: value or "" for name, value in attrs}
        if tag == "textarea":
            self.area = names.get("name", "")
            self.fields[self.area] = ""
        elif tag == "input" and names.get("name"):
            self.fields.setdefault(names["name"], names.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.area = ""

    def handle_data(self, data: str) -> None:
        if self.area:
            self.fields[self.area] += data
        else:
            self.words.extend(data.split())


def text_of(response: HttpResponse) -> str:
    """All words of the page with single spaces between them; what stands in fields is left out."""
    return " ".join(_Text(response.content.decode()).words)


def fields_of(response: HttpResponse) -> dict[str, str]:
    """What stands in the inputs and text areas, by name (the first of each name)."""
    fields = _Text(response.content.decode()).fields
    return {name: value.removeprefix("\n").replace("\r\n", "\n") for name, value in fields.items()}
