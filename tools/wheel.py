"""The wheel of dlbook: the same file, byte for byte, whenever it is made of the same sources.

Usage: python -m tools.wheel [folder]
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.command_line import parser
from tools.paths import BUILD, ROOT

SOURCES = ("pyproject.toml", "setup.py", "README.md", "LICENSE", "dlbook")
EXTRA = "book"
"""The extra of the package with which every chapter runs."""

MAKE = "import sys; from setuptools import build_meta; build_meta.build_{}(sys.argv[1])"
EARLIEST = "315532800"
"""1 January 1980, where the calendar of zip files begins, as seconds since 1970."""


def make(folder: Path, kind: str = "wheel", root: Path = ROOT) -> Path:
    """Make the wheel (or `kind` "sdist") of the package under `root` in `folder`; answer its path.

    It is made of a copy, so that nothing that an earlier one left in a build folder gets inside.
    Raises RuntimeError with what setuptools said when it makes none.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        checkout, out = Path(name, "checkout"), Path(name, "out")
        copy_sources(root, checkout)
        out.mkdir()
        command = [sys.executable, "-c", MAKE.format(kind), str(out)]
        environment = {**os.environ, "SOURCE_DATE_EPOCH": EARLIEST}
        run = subprocess.run(
            command, cwd=checkout, env=environment, capture_output=True, encoding="utf-8"
        )
        if run.returncode:
            raise RuntimeError(f"the {kind} could not be made: {run.stderr[-2000:]}")
        (made,) = out.iterdir()
        return Path(shutil.copy(made, folder))


def copy_sources(root: Path, checkout: Path) -> None:
    """Copy what the package is made of, each file with the same mode on every machine."""
    checkout.mkdir()
    for name in SOURCES:
        if (root / name).is_dir():
            ignored = shutil.ignore_patterns("__pycache__", "*.egg-info")
            shutil.copytree(root / name, checkout / name, ignore=ignored)
        elif (root / name).is_file():
            shutil.copy(root / name, checkout)
    for path in checkout.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)


if __name__ == "__main__":
    command_line = parser(__doc__)
    command_line.add_argument("folder", nargs="?", type=Path, default=BUILD / "dist")
    print(make(command_line.parse_args().folder))
