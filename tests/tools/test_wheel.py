"""A wheel has the figures' modules inside, or is not made and says what is missing."""

import shutil
import subprocess
import sys
import zipfile

import pytest

from tools.paths import ROOT

BUILD = "from setuptools import build_meta; print(build_meta.build_wheel('out'))"


def build_wheel(checkout):
    return subprocess.run(
        [sys.executable, "-c", BUILD], cwd=checkout, capture_output=True, text=True
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
        (static / f"{name}.js").write_text("export default {};")
    done = build_wheel(checkout)
    assert done.returncode == 0, done.stderr
    (wheel,) = (checkout / "out").glob("*.whl")
    inside = set(zipfile.ZipFile(wheel).namelist())
    assert {f"dlbook/figures/static/{name}.js" for name in names} <= inside
    assert "dlbook/figures/kit/palette.json" in inside
    assert "dlbook/figures/pass_fail/__init__.py" in inside
