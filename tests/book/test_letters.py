"""Letters in a picture have at least 10 points: on a telephone these are just 11 pixels high."""

import re

import pytest

from tests.book.pages import names, notebook, notebook_path
from tools.paths import ROOT

LEAST = 10
SIZE = re.compile(
    r"(?:fontsize|labelsize|title_fontsize)[\"']?\s*[=:]\s*[\"']?([\d.]+|x+-small|small)"
)


def small_letters(code: str) -> list[str]:
    """The sizes in `code` that are below `LEAST`, or a name that means such a size."""
    return [size for size in SIZE.findall(code) if size.endswith("small") or float(size) < LEAST]


@pytest.mark.parametrize("name", [name for name in names() if notebook_path(name).is_file()])
def test_no_chapter_draws_small_letters(name):
    found = {
        cell.id: sizes
        for cell in notebook(name).cells
        if cell.cell_type == "code" and (sizes := small_letters(cell.source))
    }
    assert not found


def test_no_figure_draws_small_letters():
    files = sorted((ROOT / "dlbook").rglob("*.py"))
    found = {
        file.name: sizes for file in files if (sizes := small_letters(file.read_text("utf-8")))
    }
    assert files
    assert not found


def test_small_letters_are_found():
    code = (
        'axes.legend(fontsize=8); axes.text(0, 0, "a", fontsize=10, size=3); {"labelsize": "small"}'
    )
    assert small_letters(code) == ["8", "small"]
