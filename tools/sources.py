"""Keys over the sources: two builds with one key would be the same build."""

import hashlib
import sys
from collections.abc import Iterable
from pathlib import Path

from tools.paths import ROOT

SETUP = ("requirements.txt", "pyproject.toml", "web/package.json", "web/package-lock.json")
FRONT_END = ("web", "dlbook/figures", "tools/wasm.py")
# what chapters are executed with; of the front end they hold the figures' modules
PACKAGE = (
    "dlbook",
    "web/build.mjs",
    "web/drawing",
    "web/elements.js",
    "web/machine",
    "web/package-lock.json",
    "tools/build.py",
    "tools/threads.py",
    "tools/wasm.py",
    "requirements.txt",
)
SITE = (
    "dlbook",
    "web",
    "book",
    "tools/build.py",
    "tools/cell_names.py",
    "tools/front_end.py",
    "tools/node.py",
    "tools/page_python.py",
    "tools/paths.py",
    "tools/policy.py",
    "tools/shown_cells.py",
    "tools/threads.py",
    "tools/wasm.py",
    "tools/wheel.py",
    "README.md",
    "LICENSE",
    "_config.yml",
    "_toc.yml",
    "pyproject.toml",
    "setup.py",
    "requirements.txt",
)

_IGNORED_FOLDERS = {"node_modules", "__pycache__", ".ipynb_checkpoints", "_static", "static"}
_IGNORED_SUFFIXES = {".pyc"}


def files(names: Iterable[str], root: Path = ROOT) -> list[Path]:
    """Answer the source files under `names` (files or folders below `root`), sorted.

    Folders that the build or a tool writes are left out; names that are not there are, too.
    """
    found: set[Path] = set()
    for name in names:
        path = root / name
        found.update(_walk(path) if path.is_dir() else [path] if path.is_file() else [])
    return sorted(found)


def _walk(folder: Path) -> Iterable[Path]:
    for path in folder.iterdir():
        if path.is_dir():
            if path.name not in _IGNORED_FOLDERS:
                yield from _walk(path)
        elif path.suffix not in _IGNORED_SUFFIXES:
            yield path


def key(names: Iterable[str], root: Path = ROOT) -> str:
    """Answer the SHA-256, in hexadecimal, over the paths and contents of `files(names)`."""
    digest = hashlib.sha256()
    for path in files(names, root):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(root).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def key_here(names: Iterable[str]) -> str:
    """Answer the key over the book's own files and the version of the Python that runs them."""
    return f"{key(names)} {sys.version_info[0]}.{sys.version_info[1]}"


def is_current(stamp: Path, wanted: str) -> bool:
    """Say whether the file `stamp` holds the key `wanted`."""
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted


def set_current(stamp: Path, made: str) -> None:
    """Note in the file `stamp` that what it stands for was made from the key `made`."""
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(made, encoding="utf-8")
