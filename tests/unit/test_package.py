"""Importing dlbook needs NumPy alone; the engines never import drawing."""

import subprocess
import sys
from importlib import import_module
from types import ModuleType

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
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8")
    assert result.returncode == 0, result.stderr


def test_the_numpy_engine_imports_neither_processes_nor_data_sets():
    absent = ["dlbook.data", "multiprocessing", "concurrent.futures", "asyncio", "socket"]
    code = CHECK.format(module="dlbook.numpy_engine", absent=absent)
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8")
    assert result.returncode == 0, result.stderr


def test_the_engines_import_no_drawing():
    code = CHECK.format(
        module="dlbook.torch_engine, dlbook.numpy_engine",
        absent=["matplotlib", "ipywidgets", "anywidget", "dlbook.figures"],
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8")
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize(
    "module",
    [
        "dlbook.numpy_engine",
        "dlbook.torch_engine",
        "dlbook.data",
        "dlbook.programs",
    ],
)
def test_what_a_package_brings_in_is_what_it_says_it_has(module):
    package = import_module(module)
    # its modules are there too, once they are imported
    brought = {
        name
        for name, value in vars(package).items()
        if not name.startswith("_") and not isinstance(value, ModuleType)
    }
    assert len(package.__all__) == len(set(package.__all__))
    assert set(package.__all__) == brought


def test_colours_need_no_widgets_and_no_matplotlib():
    code = CHECK.format(
        module="dlbook.figures", absent=["matplotlib", "ipywidgets", "anywidget", "traitlets"]
    )
    code = code.replace("heavy =", "dlbook.figures.colour('train'); heavy =")
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8")
    assert result.returncode == 0, result.stderr


def test_a_figure_without_its_widgets_says_what_to_install():
    code = """
import sys
sys.modules["anywidget"] = None
from dlbook.figures import Neuron
"""
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8")
    assert "the figure Neuron needs anywidget: pip install dlbook[figures]" in result.stderr
