"""Where things lie, for every tool."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BOOK = ROOT / "book"
WEB = ROOT / "web"
BUILD = ROOT / "_build"
SITE = BUILD / "html"
CACHE = BUILD / ".jupyter_cache"


def venv_python() -> Path:
    """Answer the interpreter of the book's own environment."""
    windows = sys.platform == "win32"
    return VENV / ("Scripts/python.exe" if windows else "bin/python")
