"""The fonts of formulas and of icons: kept to the signs that the pages have, of formulas' fonts a third of
their bytes, and fetched early.
"""

import html
import logging
import re
from pathlib import Path

from fontTools import subset

FORMULA = '<span class="katex-html"'
PART = re.compile(r"<(/?)span\b[^>]*>|([^<]+)")
OPTIONS = {"flavor": "woff2", "hinting": False, "bidi_closure": False, "recalc_timestamp": False}
ICON = re.compile(r'--dlb-icon-[a-z-]+:"\\([0-9a-f]+)"')
EARLY = {
    "KaTeX_Main-Regular": 'class="katex"',
    "KaTeX_Math-Italic": "mathnormal",
    "icons": 'class="fa',
}
"""Fonts that are as wide as lines of text, and the icons, and what in a page needs each."""


def setup(app):
    """Run when the pages are written; fontTools tells each of its steps otherwise."""
    logging.getLogger("fontTools").setLevel(logging.WARNING)
    app.connect("build-finished", keep_signs, priority=700)


def keep_signs(app, exception):
    """Write each font anew with the signs of all pages' formulas, or with the book's icons."""
    if exception or app.builder.format != "html":
        return
    pages = app.outdir.rglob("*.html")
    kept = set().union(*(signs(page.read_text(encoding="utf-8")) for page in pages))
    source, target = Path(app.srcdir, "book", "_static"), app.outdir / "_static" / "fonts"
    for font in (source / "fonts").glob("KaTeX_*.woff2"):
        write_shorter(font, target / font.name, kept)
    sheet = (source / "icons.css").read_text(encoding="utf-8")
    icons = {chr(int(code, 16)) for code in ICON.findall(sheet)}
    write_shorter(source / "fonts" / "icons.woff2", target / "icons.woff2", icons)


def signs(page):
    """Answer the set of letters and signs that the formulas of the HTML text `page` show."""
    found = set()
    for formula in re.finditer(FORMULA, page):
        depth = 0
        for part in PART.finditer(page, formula.start()):
            if part[2]:
                found.update(html.unescape(part[2]))
            else:
                depth += -1 if part[1] else 1
            if depth == 0:
                break
    return found


def write_shorter(font, place, kept):
    """Write the file `font` to `place` with the signs `kept` alone, the same at each build."""
    options = subset.Options(**OPTIONS)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text="".join(sorted(kept)))
    with subset.load_font(font, options) as loaded:
        subsetter.subset(loaded)
        subset.save_font(loaded, place, options)


def early(body, up):
    """Answer links that fetch fonts which the page `body` needs early: a formula's line may break
    elsewhere without its font, and what follows would jump.
    """
    link = '<link rel="preload" as="font" type="font/woff2" crossorigin href="{}_static/fonts/{}.woff2" />\n'
    return "".join(link.format(up, name) for name, mark in EARLY.items() if mark in body)
