"""What a paragraph or run has from its styles: the font, and the list it belongs to."""

from functools import cache

from core.extraction.parts import Element, W, is_on, number, value

_DEEPEST = 20  # styles based on styles; a circle ends here


class Styles:
    """The styles of one document; an absent styles.xml is a document without any."""

    def __init__(self, root: Element | None) -> None:
        styles = [] if root is None else root.findall(W + "style")
        self._by_id = {style.get(W + "styleId", ""): style for style in styles}
        self._default = next(
            (
                style.get(W + "styleId", "")
                for style in styles
                if style.get(W + "type") == "paragraph" and style.get(W + "default") in ("1", "true", "on")
            ),
            "",
        )
        self._document = None if root is None else root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self.font_of = cache(self._font_of)
        self.list_of = cache(self._list_of)

    def style_of(self, properties: Element | None) -> str:
        """The id of a paragraph's style, by its w:pPr."""
        return value(properties, "pStyle") or self._default

    def font(self, run: Element | None, paragraph_style: str) -> str:
        """The font of a run by its w:rPr: its own, its style's, its paragraph's, the document's."""
        own = _font(run)
        if own is None and (style := value(run, "rStyle")):
            own = self.font_of(style)
        if own is None:
            own = self.font_of(paragraph_style)
        return (_font(self._document) or "") if own is None else own

    def is_hidden(self, run: Element | None) -> bool:
        """Whether a run is hidden text."""
        return is_on(run, "vanish")

    def _font_of(self, style: str) -> str | None:
        """The font that a style or one it is based on names."""
        fonts = (_font(one.find(W + "rPr")) for one in self._chain(style))
        return next((font for font in fonts if font is not None), None)

    def _list_of(self, style: str) -> tuple[int | None, int | None]:
        """(list, level) that a style or those it is based on name; either may be missing."""
        properties = [one.find(f"{W}pPr/{W}numPr") for one in self._chain(style)]
        lists = [number(one, "numId") for one in properties]
        levels = [number(one, "ilvl") for one in properties]
        return _first(lists), _first(levels)

    def chain(self, style: str) -> list[str]:
        """The ids of a style and of those it is based on."""
        return [one.get(W + "styleId", "") for one in self._chain(style)]

    def _chain(self, style: str) -> list[Element]:
        """A style and those it is based on."""
        chain: list[Element] = []
        while style in self._by_id and len(chain) < _DEEPEST:
            chain.append(self._by_id[style])
            style = value(chain[-1], "basedOn") or ""
        return chain


def _first(values: list[int | None]) -> int | None:
    """The first that is there."""
    return next((one for one in values if one is not None), None)


def _font(properties: Element | None) -> str | None:
    """The font that a w:rPr names, or None; a theme's font wins over a name and is never an old one."""
    fonts = None if properties is None else properties.find(W + "rFonts")
    if fonts is None:
        return None
    if fonts.get(W + "hAnsiTheme") or fonts.get(W + "asciiTheme"):
        return ""
    return fonts.get(W + "hAnsi") or fonts.get(W + "ascii")
