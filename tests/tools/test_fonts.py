"""The fonts of formulas and icons: the signs of the pages stay, as wide as they were."""

import re
import sys

import pytest
from fontTools.ttLib import TTFont

from tools.paths import BOOK, SITE

sys.path.insert(0, str(BOOK / "_ext"))

import site_fonts

FONTS = BOOK / "_static" / "fonts"
PAGE = (
    '<p>text</p><span class="katex"><span class="katex-mathml">\\eta</span>'
    '<span class="katex-html" aria-hidden="true"><span><span style="top:0">w</span>&#x27;</span>'
    "</span></span> more"
)


def widths(font):
    """The width of each sign of a font's file."""
    with TTFont(font) as loaded:
        return {chr(code): loaded["hmtx"][name][0] for code, name in loaded.getBestCmap().items()}


def test_the_signs_of_a_page_are_those_that_its_formulas_show():
    assert site_fonts.signs(PAGE) == {"w", "'"}
    assert site_fonts.signs(PAGE.replace("katex-html", "other")) == set()


def test_a_shorter_font_has_the_signs_asked_for_at_their_widths(tmp_path):
    source = FONTS / "KaTeX_Math-Italic.woff2"
    for name in ("first", "second"):
        site_fonts.write_shorter(source, tmp_path / name, {"w", "η", "∂"})
    assert (tmp_path / "first").read_bytes() == (tmp_path / "second").read_bytes()
    whole = widths(source)
    assert widths(tmp_path / "first") == {"w": whole["w"], "η": whole["η"]}  # ∂ is in another font
    assert (tmp_path / "first").stat().st_size < source.stat().st_size / 4


@pytest.mark.skipif(not SITE.is_dir(), reason="the site is not built: make site")
def test_the_site_s_fonts_have_every_sign_of_its_formulas_that_they_had():
    shown = set().union(
        *(site_fonts.signs(page.read_text("utf-8")) for page in SITE.rglob("*.html"))
    )
    sources = sorted(FONTS.glob("KaTeX_*.woff2"))
    assert len(sources) == 20
    for source in sources:
        had = widths(source)
        has = widths(SITE / "_static" / "fonts" / source.name)
        assert has == {sign: had[sign] for sign in had.keys() & shown}, source.name


@pytest.mark.skipif(not SITE.is_dir(), reason="the site is not built: make site")
def test_the_site_s_font_of_icons_has_each_icon_of_the_sheet():
    sheet = (BOOK / "_static" / "icons.css").read_text("utf-8")
    named = re.findall(r'--dlb-icon-[\w-]+:"\\(\w+)"', sheet)
    assert len(named) == sheet.count("--icon:") > 20
    has = widths(SITE / "_static" / "fonts" / "icons.woff2")
    assert has.keys() == {chr(int(code, 16)) for code in named}
