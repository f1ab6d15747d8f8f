"""A wheel has the figures' modules inside, or is not made and says what is missing."""

import json
import shutil
import subprocess
import sys
import tarfile
import zipfile

import pytest

from tests.environments import empty
from tools import wheel
from tools.paths import ROOT

BUILD = "from setuptools import build_meta; print(build_meta.build_wheel('out'))"


def build_wheel(checkout):
    return subprocess.run(
        [sys.executable, "-c", BUILD], cwd=checkout, capture_output=True, encoding="utf-8"
    )


@pytest.fixture
def checkout(tmp_path):
    """What a wheel is made of, without what the build writes; of the engines only a file."""
    for name in ("pyproject.toml", "setup.py", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tmp_path)
    for name in ("dlbook/__init__.py", "dlbook/figures"):
        source, target = ROOT / name, tmp_path / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("static", "__pycache__"))
        else:
            target.parent.mkdir(parents=True)
            shutil.copy(source, target)
    machine = tmp_path / "dlbook" / "programs" / "static" / "machine.wasm"
    machine.parent.mkdir(parents=True)
    machine.write_bytes(b"a machine")
    (tmp_path / "out").mkdir()
    return tmp_path


def figures_of(checkout):
    folders = (checkout / "dlbook" / "figures").iterdir()
    return sorted(path.name for path in folders if path.is_dir() and path.name != "kit")


def test_a_wheel_without_the_figures_modules_is_not_made(checkout):
    done = build_wheel(checkout)
    assert done.returncode != 0
    assert "dlbook/figures/static lacks activation.js, " in done.stderr
    assert "make setup" in done.stderr


def test_a_wheel_without_the_machine_is_not_made(checkout):
    (checkout / "dlbook" / "programs" / "static" / "machine.wasm").unlink()
    done = build_wheel(checkout)
    assert done.returncode != 0
    assert "machine.wasm is missing" in done.stderr
    assert "make setup" in done.stderr


def test_a_wheel_has_the_modules_and_the_palette_inside(checkout):
    names = figures_of(checkout)
    static = checkout / "dlbook" / "figures" / "static"
    static.mkdir()
    for name in names:
        (static / f"{name}.js").write_text("export default {};", encoding="utf-8")
    done = build_wheel(checkout)
    assert done.returncode == 0, done.stderr
    (made,) = (checkout / "out").glob("*.whl")
    inside = set(zipfile.ZipFile(made).namelist())
    assert {f"dlbook/figures/static/{name}.js" for name in names} <= inside
    assert "dlbook/figures/kit/palette.json" in inside
    assert "dlbook/figures/pass_fail/__init__.py" in inside


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The wheel and the sdist of this checkout."""
    folder = tmp_path_factory.mktemp("dist")
    return {kind: wheel.make(folder, kind) for kind in ("wheel", "sdist")}


def files_of(path):
    """The files of the package in a wheel or an sdist, with their contents."""
    if path.suffix == ".whl":
        with zipfile.ZipFile(path) as opened:
            found = {name: opened.read(name) for name in opened.namelist()}
    else:
        with tarfile.open(path) as opened:
            members = [member for member in opened.getmembers() if member.isfile()]
            found = {one.name.partition("/")[2]: opened.extractfile(one).read() for one in members}
    return {name: content for name, content in found.items() if name.startswith("dlbook/")}


@pytest.mark.parametrize("kind", ["wheel", "sdist"])
def test_all_of_the_package_is_inside_as_it_is_here(made, kind):
    inside = files_of(made[kind])
    here = {
        path.relative_to(ROOT).as_posix(): path.read_bytes()
        for path in (ROOT / "dlbook").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    shipped = {
        name: content
        for name, content in here.items()
        if name.endswith((".py", ".npz", ".csv.gz", ".wasm", ".json"))
        or name.startswith("dlbook/figures/static/")
    }
    assert len(shipped) > 200
    assert {name for name, content in shipped.items() if inside.get(name) != content} == set()


def test_the_same_sources_make_the_same_wheel(made, tmp_path):
    assert wheel.make(tmp_path).read_bytes() == made["wheel"].read_bytes()


TRY = """
import json, sys, time
start = time.process_time()
import numpy
middle = time.process_time()
from dlbook import numpy_engine
end = time.process_time()
heavy = [name for name in ("torch", "matplotlib", "ipywidgets", "anywidget") if name in sys.modules]
from dlbook.data import digits
print(json.dumps([end - middle, heavy, len(digits().X), numpy_engine.__file__]))
"""
FIGURE = """
from dlbook.figures import PassFail
shown = PassFail()._repr_mimebundle_()
print(len(shown["text/plain"]), "application/vnd.jupyter.widget-view+json" in shown)
"""


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["wheel", "sdist"])
def test_it_is_enough_in_an_empty_environment(made, kind, tmp_path):
    """Installed, it imports its NumPy engine in 0.15 s of the processor's time. NumPy's own import,
    which no change of ours makes shorter, is not counted, only what the engine adds to it:
    its modules, those of the standard library that they need, and `numpy.random`, which NumPy
    leaves for the first that asks.
    """
    environment = empty(tmp_path)
    environment.install(str(made[kind]))
    tries = [json.loads(environment.run("-c", TRY)) for _ in range(3)]
    assert min(seconds for seconds, *_ in tries) < 0.15  # the processor's, in the least of three
    _, heavy, count, file = tries[0]
    assert (heavy, count) == ([], 1797)
    assert str(tmp_path) in file
    environment.install(f"{made[kind]}[figures]")
    length, is_widget = environment.run("-c", FIGURE).split()
    assert int(length) > 40
    assert is_widget == "True"
