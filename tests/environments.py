"""Environments of one's own, in which dlbook is what a wheel has brought."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

from tools.paths import ROOT

OURS = ("PYTHONPATH", "VIRTUAL_ENV")


def elsewhere() -> dict[str, str]:
    """The variables of a program that is to find neither this repository nor its .venv."""
    return {name: text for name, text in os.environ.items() if name not in OURS}


@dataclass(frozen=True)
class Environment:
    """An environment of Python, and the folder outside of the repository where it is used."""

    folder: Path

    @property
    def python(self) -> Path:
        place = "Scripts/python.exe" if sys.platform == "win32" else "bin/python"
        return self.folder / "venv" / place

    def run(self, *arguments: str) -> str:
        """What Python prints, called with these arguments; an error says what went wrong."""
        command = [str(self.python), *arguments]
        done = subprocess.run(
            command, cwd=self.folder, env=elsewhere(), capture_output=True, encoding="utf-8"
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout

    def install(self, what: str) -> None:
        """Install a requirement, and what it needs in the book's own versions."""
        pip = ["-m", "pip", "--disable-pip-version-check", "install", "-q"]
        self.run(*pip, "-c", str(ROOT / "requirements.txt"), what)


def empty(folder: Path) -> Environment:
    """An environment in `folder` with nothing but pip."""
    venv.create(folder / "venv", with_pip=True)
    return Environment(folder)
