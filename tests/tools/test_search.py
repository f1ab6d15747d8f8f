"""What the site mends in Sphinx's script of the search."""

import sys
from pathlib import Path

import pytest
import sphinx

from tools.paths import BOOK

sys.path.insert(0, str(BOOK / "_ext"))

from site_search import mended

STOCK = Path(sphinx.__file__).with_name("themes") / "basic" / "static" / "searchtools.js"


def test_the_script_is_mended_once():
    better = mended(STOCK.read_text(encoding="utf-8"))
    assert ".katex-mathml" in better
    assert "<wbr>" in better
    assert "page(s)" not in better
    assert mended(better) == better


def test_another_script_is_refused():
    with pytest.raises(ValueError, match="does not read"):
        mended("const Search = {};")
