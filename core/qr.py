"""QR codes as pictures that a page may hold: a data address, since pages allow no inline drawing of strangers."""

import segno


def qr_image(text: str) -> str:
    """``text`` as a ``data:`` address of an SVG; error correction M, so that a crumpled print is still read."""
    return str(segno.make(text, error="m", micro=False).svg_data_uri(scale=4, border=2))
