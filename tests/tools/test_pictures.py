"""Pictures in the page: themed colours, ids of their own, a name for those who do not see them."""

import io
import re
import sys
import xml.etree.ElementTree as ElementTree

import pytest
from matplotlib.figure import Figure

from dlbook.figures.kit.style import PALETTE, book_style, colour
from tools.paths import BOOK

sys.path.insert(0, str(BOOK / "_ext"))

from site_pictures import sharing, themed


def drawn(meaning: str) -> str:
    """matplotlib's SVG of one line in the colour of a meaning."""
    with book_style():
        figure = Figure(figsize=(4, 3))
        axes = figure.subplots()
        axes.plot([1, 2, 3], color=colour(meaning), label="a line")
        axes.legend()
        text = io.StringIO()
        figure.savefig(text, format="svg")
    return text.getvalue()


def test_a_line_takes_the_property_of_its_meaning():
    svg = themed(drawn("validation"), "")
    assert "stroke: var(--dlb-validation)" in svg
    left = set(re.findall(r"#[0-9a-f]{6}\b", svg))
    assert left.isdisjoint(colours["light"] for colours in PALETTE.values())


def test_it_is_well_formed_and_carries_its_text_alternative():
    box = ElementTree.fromstring(themed(drawn("train"), 'a "rising" line'))
    assert box.attrib["class"] == "dlb-wide"
    (root,) = box
    assert root.attrib["aria-label"] == 'a "rising" line'
    assert root.attrib["role"] == "img"
    assert "384px" in root.attrib["style"]  # four inches at 96 pixels


def test_two_pictures_on_a_page_share_no_id():
    ids = [
        set(re.findall(r'\bid="([^"]+)"', themed(drawn(meaning), "")))
        for meaning in ("train", "validation")
    ]
    assert all(ids)
    assert ids[0].isdisjoint(ids[1])


def test_letters_that_a_picture_before_has_drawn_are_pointed_to():
    letters: dict[str, str] = {}
    first, second = (
        sharing(letters, themed(drawn(meaning), "")) for meaning in ("train", "validation")
    )
    outlines = re.compile(r'<path id="([^"]*DejaVu[^"]*)"')
    assert len(outlines.findall(first)) > 5
    assert not outlines.findall(second)
    targets = set(re.findall(r'\bid="([^"]+)"', first + second))
    assert set(re.findall(r'<use xlink:href="#([^"]+)', second)) <= targets


def test_every_reference_finds_its_target():
    svg = themed(drawn("train"), "")
    targets = set(re.findall(r'\bid="([^"]+)"', svg))
    references = re.findall(r'(?:url\(#|href="#)([^")]+)', svg)
    assert references
    assert set(references) <= targets


def test_no_style_rules_the_rest_of_the_page():
    assert "<style" not in themed(drawn("train"), "")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_two_meanings_share_a_colour(theme):
    colours = [pair[theme] for pair in PALETTE.values()]
    assert len(set(colours)) == len(colours)


def test_places_are_no_finer_than_can_be_seen():
    svg = re.sub(r'<path id="[^>]*DejaVu[^>]*>', "", themed(drawn("train"), ""))
    places = re.findall(r' d="([^"]+)"', svg)
    assert places
    assert not any(re.search(r"\.\d\d", place) for place in places)
