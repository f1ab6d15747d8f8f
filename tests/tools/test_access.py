"""What the site mends in the stock pages, one piece of HTML at a time."""

import sys

import pytest

from tools.paths import BOOK

sys.path.insert(0, str(BOOK / "_ext"))

from site_access import mended

FORMULA = '<p><span class="math"><semantics><mi>η</mi><annotation></span></p></th>'
BUTTON = '<button class="btn search-button-field x" title="Search"'
SOLUTION = '<p class="admonition-title">Solution to'
LINES = '<span class="sig-lines"><span class="sig-line">a,</span></span>'


@pytest.mark.parametrize(
    ("stock", "better"),
    [
        ('<summary aria-label="Toggle hidden content">', "<summary>"),
        ('<span class="katex">', '<span class="katex" translate="no">'),
        ('<section id="exercise-content">', "<section>"),
        ('<section id="solution-content">', "<section>"),
        (f'{SOLUTION}<a class="x" href="#e"> Exercise 1</a></p>', f"{SOLUTION} Exercise 1</p>"),
        ('<section id="exercises">', '<section id="exercises">'),
        ('<th class="head"></th>', "<td></td>"),
        ('<th class="head"><p>loss</p></th>', '<th class="head"><p>loss</p></th>'),
        (f'<th class="head">{FORMULA}', f'<th aria-label="η" class="head">{FORMULA}'),
        ('<dt class="sig x"><dl><dd>a,</dd></dl></dt>', f'<dt class="sig x">{LINES}</dt>'),
        ("<dl><dt>term</dt><dd>meaning</dd></dl>", "<dl><dt>term</dt><dd>meaning</dd></dl>"),
        (f'{BUTTON} aria-label="Search" id="y">', f'{BUTTON} id="y">'),
    ],
)
def test_a_piece_is_mended_and_others_are_left(stock, better):
    assert mended(stock) == better
