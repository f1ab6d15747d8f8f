"""Importing dlbook needs NumPy alone; the engines never import drawing."""

import subprocess
import sys

import pytest

CHECK = """
import sys
import {module}
heavy = [n for n in {absent} if n in sys.modules]
sys.exit(f"imported: {{heavy}}" if heavy else 0)
"""


@pytest.mark.parametrize(
    "module", ["dlbook", "dlbook.data", "dlbook.numpy_engine", "dlbook.training.outcomes"]
)
def test_numpy_is_enough(module):
    absent = ["torch", "matplotlib", "ipywidgets", "anywidget", "tqdm", "sklearn", "scipy"]
    code = CHECK.format(module=module, absent=absent)
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert result.returncode == 0, result.stderr


def test_the_engines_import_no_drawing():
    code = CHECK.format(
        module="dlbook.torch_engine, dlbook.numpy_engine",
        absent=["matplotlib", "ipywidgets", "anywidget", "dlbook.figures"],
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert result.returncode == 0, result.stderr


def test_public_names_are_there():
    from dlbook import numpy_engine

    assert numpy_engine.__all__ == sorted(set(numpy_engine.__all__), key=numpy_engine.__all__.index)
    assert all(hasattr(numpy_engine, name) for name in numpy_engine.__all__)


def test_colours_need_no_widgets_and_no_matplotlib():
    code = CHECK.format(
        module="dlbook.figures", absent=["matplotlib", "ipywidgets", "anywidget", "traitlets"]
    )
    code = code.replace("heavy =", "dlbook.figures.colour('train'); heavy =")
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert result.returncode == 0, result.stderr


def test_a_figure_without_its_widgets_says_what_to_install():
    code = """
import sys
sys.modules["anywidget"] = None
from dlbook.figures import Neuron
"""
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert "the figure Neuron needs anywidget: pip install dlbook[figures]" in result.stderr
