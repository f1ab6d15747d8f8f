"""Figures and questions where Python runs inside the page that shows them."""

import subprocess
import sys

import pytest

from dlbook.figures.in_page import stand_in

WITHOUT_WIDGETS = """
import sys
for name in ("ipywidgets", "anywidget", "traitlets", "matplotlib"):
    sys.modules[name] = None  # importing it fails
sys.platform = "emscripten"
from dlbook.figures import PALETTE, PassFail, Predict, book_style, colour
print(PassFail(frame=0))
print(Predict("Which?", answer="a", choices=["a", "b"]))
print(colour("ink") == PALETTE["ink"]["light"])
"""


def test_they_are_imported_and_shown_without_widgets():
    run = subprocess.run(
        [sys.executable, "-c", WITHOUT_WIDGETS], capture_output=True, encoding="utf-8", check=True
    )
    assert run.stdout.splitlines() == [
        "The figure stands live in the page, and does not change with what you write.",
        "The question stands live in the page, and does not change with what you write.",
        "True",
    ]


def test_what_a_stand_in_cannot_do_is_said():
    with pytest.raises(AttributeError, match="PassFail has no 'numbers' here"):
        stand_in("PassFail")().numbers(lr=1)
