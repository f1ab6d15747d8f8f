"""The pages' one style sheet: what the site uses is in it, what nothing uses is not."""

import re
import sys

import pytest

from tools.paths import BOOK, SITE

sys.path.insert(0, str(BOOK / "_ext"))

import site_rooms
import site_speed
import site_theme

SHEET = ".taken { color: red } .left-out { color: blue }"


@pytest.fixture
def site(tmp_path):
    """A site whose one page has an element, and whose script gives it a class."""
    (tmp_path / "_static").mkdir()
    (tmp_path / "page.html").write_text('<p class="taken">words</p>', encoding="utf-8")
    (tmp_path / "_static" / "page.js").write_text('p.className = "by-script";', encoding="utf-8")
    return tmp_path


def test_rules_that_no_page_and_no_script_names_are_left_out(site):
    text = site_speed.used(SHEET + " .by-script { color: green }", site)
    assert set(re.findall(r"\.([\w-]+)", text)) == {"taken", "by-script"}


def test_the_book_s_own_sheets_are_kept_whole(site):
    (site / "_static" / "palette.css").write_text(SHEET, encoding="utf-8")
    (site / "_static" / "theirs.css").write_text(SHEET, encoding="utf-8")
    static = site / "_static"
    for name, kept in (("palette.css", True), ("theirs.css", False)):
        text = site_speed.used(site_speed.style(static / name, static), site)
        assert ("left-out" in text) is kept


def test_a_theme_that_chooses_tab_stops_in_another_way_is_told():
    patched = site_theme.without_stops(f"x({site_theme.STOPS})")
    assert site_theme.without_stops(patched) == patched == f"x({site_theme.NO_STOPS})"
    with pytest.raises(ValueError, match="tab stops"):
        site_theme.without_stops("another script")


def test_code_says_its_size_and_has_elements_for_colours_alone():
    words = '<span></span><span class="n">x</span><span class="w"> </span><span class="o">=</span>'
    code = f'<div class="highlight"><pre>{words}\n\nx &lt; 12\n</pre></div>'
    text = site_speed.CODE.sub(site_speed.with_size, code)
    assert 'style="--dlb-lines:3;--dlb-columns:6"' in text
    assert 'style="--dlb-lines:3"' in site_speed.CODE.sub(
        site_speed.with_size, code.replace("12", "\u03b7")
    )
    assert '<span></span>x <span class="o">=</span>\n\nx &lt; 12\n</pre>' in text


def test_a_formula_says_how_far_it_reaches_above_its_line_and_below():
    strut = '<span class="katex-strut" style="height:{}em;{}"></span>'
    parts = strut.format(2.7, "vertical-align:-1.1em;") + strut.format(2, "")
    formula = '<div class="math"><span class="katex-display">{}</span></div>' + strut.format(9, "")
    text = site_speed.quicker(f"<head></head>{formula.format(parts)}", SITE / "a.html", SITE)
    assert re.findall('--dlb-[^"]*', text) == ["--dlb-above:2;--dlb-below:1.1"]


def test_a_page_has_the_rooms_of_its_own_figures():
    card = '<div class="dlb-card dlb-first" data-figure="{}">'
    text = site_rooms.sheet(card.format("bend") + card.format("race") + card.format("bend"))
    assert set(re.findall(r'data-figure="(.*?)"', text)) == {"bend", "race"}
    assert text.count("100cqw") < text.count(".dlb-room") == len(set(text.splitlines())) - 2
    assert site_rooms.sheet("<p>words</p>") == site_rooms.sheet(card.format("not-measured")) == ""


@pytest.mark.skipif(not SITE.is_dir(), reason="the site is not built: make site")
def test_each_page_has_one_sheet_that_is_there():
    for page in (SITE / "book").rglob("*.html"):
        sheets = re.findall(
            r'<link[^>]*rel="stylesheet"[^>]*href="(?:\.\./)+([^"?]+)',
            page.read_text(encoding="utf-8"),
        )
        assert len(sheets) == 1, page.name
        assert (SITE / sheets[0]).is_file()
