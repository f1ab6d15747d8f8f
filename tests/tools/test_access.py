"""What the site mends in the stock pages, one piece of HTML at a time."""

import sys

import pytest

from tools.paths import BOOK

sys.path.insert(0, str(BOOK / "_ext"))

from site_access import mended


@pytest.mark.parametrize(
    ("stock", "better"),
    [
        ('<summary aria-label="Toggle hidden content">', "<summary>"),
        ('<span class="katex">', '<span class="katex" translate="no">'),
        ('<th class="head"></th>', "<td></td>"),
        ('<th class="head"><p>loss</p></th>', '<th class="head"><p>loss</p></th>'),
        (
            '<dt class="sig x"><dl><dd>a,</dd></dl></dt>',
            '<dt class="sig x"><span class="sig-lines"><span class="sig-line">a,</span></span></dt>',
        ),
        (
            '<th class="head"><p><span class="math"><semantics><mi>η</mi><annotation></span></p></th>',
            '<th aria-label="η" class="head"><p><span class="math"><semantics><mi>η</mi><annotation>'
            "</span></p></th>",
        ),
        ("<dl><dt>term</dt><dd>meaning</dd></dl>", "<dl><dt>term</dt><dd>meaning</dd></dl>"),
        (
            '<button class="btn search-button-field x" title="Search" aria-label="Search" id="y">',
            '<button class="btn search-button-field x" title="Search" id="y">',
        ),
    ],
)
def test_a_piece_is_mended_and_others_are_left(stock, better):
    assert mended(stock) == better
